using System.Text.Json;
using System.Text.Json.Serialization;

namespace Coder.Infra.Sandbox.Coder;

/// <summary>The deployment's state behind a lock; a change is on disk before it is answered.</summary>
internal sealed partial class CoderStore
{
    private readonly string? _file;
    private readonly Lock _lock = new();
    private readonly CoderState _state;
    private string _before;
    private int _staleReads;

    /// <param name="file">Where the state is kept; null for memory only.</param>
    public CoderStore(string? file)
    {
        _file = file;
        _state = file is not null && File.Exists(file)
            ? JsonSerializer.Deserialize(File.ReadAllText(file), StateJson.Default.CoderState)!
            : New();
        _before = Text();
    }

    /// <summary>Reads the state. Right after a write it may be an older one, as with several replicas of the server.</summary>
    public T Read<T>(Func<CoderState, T> read)
    {
        lock (_lock)
        {
            if (_staleReads == 0)
                return read(_state);
            _staleReads--;
            return read(JsonSerializer.Deserialize(_before, StateJson.Default.CoderState)!);
        }
    }

    /// <summary>Changes the state; an exception leaves the file as it was.</summary>
    public T Write<T>(Func<CoderState, T> write)
    {
        lock (_lock)
        {
            var before = Text();
            var result = write(_state);
            _before = before;
            Save();
            return result;
        }
    }

    /// <summary>Makes the next reads answer from before the last write.</summary>
    public void StaleReads(int count)
    {
        lock (_lock)
            _staleReads = count;
    }

    private static CoderState New() => new()
    {
        Organizations =
        {
            new Organization("org-default", "default", "The organization everybody is in", true),
            new Organization("org-platform", "platform", "Platform engineering", false),
            new Organization("org-data", "data", "Data science", false),
        },
    };

    private string Text() => JsonSerializer.Serialize(_state, StateJson.Default.CoderState);

    private void Save()
    {
        if (_file is null)
            return;
        File.WriteAllText(_file + ".new", Text());
        File.Move(_file + ".new", _file, overwrite: true);
    }

    [JsonSerializable(typeof(CoderState))]
    [JsonSourceGenerationOptions(WriteIndented = true)]
    private sealed partial class StateJson : JsonSerializerContext;
}
