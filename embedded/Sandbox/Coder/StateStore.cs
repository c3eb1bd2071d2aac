using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Coder.Infra.Sandbox.Coder;

/// <summary>A deployment's state behind a lock; a change is on disk before it is answered.</summary>
/// <typeparam name="T">The state.</typeparam>
internal sealed class StateStore<T>
    where T : class
{
    private readonly string? _file;
    private readonly JsonTypeInfo<T> _json;
    private readonly Lock _lock = new();
    private readonly T _state;
    private string _before;
    private int _staleReads;

    /// <param name="file">Where the state is kept; null for memory only.</param>
    /// <param name="json">How it is written.</param>
    /// <param name="initial">What there is at first.</param>
    public StateStore(string? file, JsonTypeInfo<T> json, Func<T> initial)
    {
        (_file, _json) = (file, json);
        _state = file is not null && File.Exists(file) ? JsonSerializer.Deserialize(File.ReadAllText(file), json)! : initial();
        _before = Text();
    }

    /// <summary>Reads the state. Right after a write it may be an older one, as with several replicas of the server.</summary>
    public TResult Read<TResult>(Func<T, TResult> read)
    {
        lock (_lock)
        {
            if (_staleReads == 0)
                return read(_state);
            _staleReads--;
            return read(JsonSerializer.Deserialize(_before, _json)!);
        }
    }

    /// <summary>Changes the state; an exception leaves the file as it was.</summary>
    public TResult Write<TResult>(Func<T, TResult> write)
    {
        lock (_lock)
        {
            var before = Text();
            var result = write(_state);
            var after = Text();
            if (after == before)
                return result;
            _before = before;
            Save(after);
            return result;
        }
    }

    /// <summary>Makes the next reads answer from before the last write.</summary>
    public void StaleReads(int count)
    {
        lock (_lock)
            _staleReads = count;
    }

    private string Text() => JsonSerializer.Serialize(_state, _json);

    private void Save(string text)
    {
        if (_file is null)
            return;
        File.WriteAllText(_file + ".new", text);
        File.Move(_file + ".new", _file, overwrite: true);
    }
}
