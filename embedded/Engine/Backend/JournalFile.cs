using System.Text;
using System.Text.Json;
using Coder.Infra.Engine.Backend.Checkpoints;
using Coder.Infra.Engine.Deployment.Model;
using Coder.Infra.Engine.Workspace;

namespace Coder.Infra.Engine.Backend;

/// <summary>
/// The journal of a run: a first line that says which checkpoint it continues, then a line an entry. Entries that come together
/// are written and flushed together; one that only notes what was looked at (no operation began) is written without waiting for
/// the disk, since losing it costs nothing but looking again.
/// </summary>
internal sealed class JournalFile : IJournal, IAsyncDisposable
{
    private readonly FileStream _stream;
    private readonly SecretCoding _secrets;
    private readonly OriginalForms _forms;
    private readonly Lock _gate = new();
    private List<(string Line, TaskCompletionSource Done)> _waiting = [];
    private bool _writing;

    private JournalFile(FileStream stream, SecretCoding secrets, OriginalForms forms)
    {
        _stream = stream;
        _secrets = secrets;
        _forms = forms;
    }

    /// <summary>Begins the journal of a run on a checkpoint.</summary>
    /// <param name="files">The stack; no journal may be there.</param>
    /// <param name="checkpointHash">SHA-256 of the checkpoint's text that the run begins with.</param>
    /// <param name="provider">Who encrypts the secrets in it.</param>
    /// <param name="secrets">How they are encrypted.</param>
    /// <param name="forms">Ciphertexts to use again.</param>
    public static JournalFile Create(StackFiles files, string checkpointHash, SecretsProvider provider, SecretCoding secrets, OriginalForms forms)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(files.Journal)!);
        var stream = new FileStream(files.Journal, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0);
        var head = new GoJsonWriter();
        head.BeginObject();
        head.Name("journal").Number(1L);
        head.Name("checkpoint").String(checkpointHash);
        head.Name("secretsType").String(provider.Type);
        head.Name("secretsState").String(provider.State);
        head.EndObject();
        stream.Write(Encoding.UTF8.GetBytes(head + "\n"));
        stream.Flush(flushToDisk: true);
        return new JournalFile(stream, secrets, forms);
    }

    public async ValueTask AppendAsync(JournalEntry entry, CancellationToken cancellationToken)
    {
        var line = Write(entry);
        var durable = entry.Kind == JournalEntryKind.Begin || entry.Operation != entry.Sequence;
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (!durable && !_writing)
            {
                _stream.Write(Encoding.UTF8.GetBytes(line));
                return;
            }

            _waiting.Add((line, done));
            if (!_writing)
            {
                _writing = true;
                _ = Task.Run(WriteWaiting, CancellationToken.None);
            }
        }

        await done.Task.ConfigureAwait(false);
    }

    public ValueTask DisposeAsync() => _stream.DisposeAsync();

    /// <summary>
    /// Says that the journal has been folded into a checkpoint, just before that is put in place: a kill between the two must
    /// not fold it twice.
    /// </summary>
    public static void MarkFolded(StackFiles files, string checkpointHash)
    {
        using var stream = new FileStream(files.Journal, FileMode.Open, FileAccess.ReadWrite);
        // What a kill tore off in the middle of a line is cut away first.
        var end = stream.Length;
        for (; end > 0; end--)
        {
            stream.Position = end - 1;
            if (stream.ReadByte() == '\n')
                break;
        }

        stream.SetLength(end);
        stream.Position = end;
        stream.Write(Encoding.UTF8.GetBytes($"{{\"folded\":\"{checkpointHash}\"}}\n"));
        stream.Flush(flushToDisk: true);
    }

    private void WriteWaiting()
    {
        while (true)
        {
            List<(string Line, TaskCompletionSource Done)> batch;
            lock (_gate)
            {
                if (_waiting.Count == 0)
                {
                    _writing = false;
                    return;
                }

                (batch, _waiting) = (_waiting, []);
            }

            try
            {
                _stream.Write(Encoding.UTF8.GetBytes(string.Concat(batch.Select(item => item.Line))));
                _stream.Flush(flushToDisk: true);
                batch.ForEach(item => item.Done.SetResult());
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                var error = new UserErrorException($"could not write the journal {_stream.Name}: {e.Message}");
                batch.ForEach(item => item.Done.SetException(error));
            }
        }
    }

    private string Write(JournalEntry entry)
    {
        var json = new GoJsonWriter();
        json.BeginObject();
        json.Name("seq").Number(entry.Sequence);
        json.Name("kind").String(Kinds[(int)entry.Kind]);
        json.Name("op").Number(entry.Operation);
        if (entry.Type is { } type)
            json.Name("type").String(CheckpointJson.Name(type));
        if (entry.Old is { } old)
            json.Name("old").Number(old);
        if (entry.Replaced is { } replaced)
            json.Name("replaced").Number(replaced);
        if (entry.InPlace)
            json.Name("inPlace").Bool(true);
        if (entry.New is { } state)
            ResourceJson.Write(json.Name("new"), state, _secrets, _forms);
        json.EndObject();
        return json + "\n";
    }

    private static readonly string[] Kinds = ["begin", "success", "failure", "settled"];

    /// <summary>Reads a journal; null where there is none. A last line that was torn by a kill is left out.</summary>
    public static JournalContent? Read(StackFiles files, SecretCoding secrets, OriginalForms forms)
    {
        string text;
        try
        {
            using var reader = new StreamReader(new FileStream(files.Journal, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
            text = reader.ReadToEnd();
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }

        var lines = text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (lines.Length == 0)
            return new JournalContent("", null, [], null);
        try
        {
            using var head = JsonDocument.Parse(lines[0]);
            if (head.RootElement.GetProperty("journal").GetInt32() != 1)
                throw new CheckpointException("it is of a newer version");
            var provider = new SecretsProvider(head.RootElement.GetProperty("secretsType").GetString()!, head.RootElement.GetProperty("secretsState").GetString()!);
            var entries = new List<JournalEntry>();
            string? folded = null;
            foreach (var line in lines.Skip(1))
            {
                using var document = DeepJson.Parse(line);
                if (document.RootElement.TryGetProperty("folded", out var hash))
                    folded = hash.GetString();
                else
                    entries.Add(ReadEntry(document.RootElement, secrets, forms));
            }

            return new JournalContent(head.RootElement.GetProperty("checkpoint").GetString()!, provider, entries, folded);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or CheckpointException)
        {
            throw new UserErrorException($"could not read the journal {files.Journal} that an interrupted run left: {e.Message}. It and the checkpoint beside it have been left as they are.");
        }
    }

    private static JournalEntry ReadEntry(JsonElement json, SecretCoding secrets, OriginalForms forms)
    {
        long? Number(string name) => json.TryGetProperty(name, out var value) ? value.GetInt64() : null;
        return new JournalEntry
        {
            Sequence = json.GetProperty("seq").GetInt64(),
            Kind = (JournalEntryKind)Array.IndexOf(Kinds, json.GetProperty("kind").GetString()),
            Operation = json.GetProperty("op").GetInt64(),
            Type = json.TryGetProperty("type", out var type) ? CheckpointJson.OperationOf(type.GetString()) : null,
            Old = Number("old"),
            Replaced = Number("replaced"),
            InPlace = json.TryGetProperty("inPlace", out var inPlace) && inPlace.GetBoolean(),
            New = json.TryGetProperty("new", out var state) ? ResourceJson.Read(state, secrets, forms) : null,
        };
    }
}

/// <summary>What a journal holds.</summary>
/// <param name="CheckpointHash">The checkpoint it continues.</param>
/// <param name="Provider">Who encrypted its secrets.</param>
/// <param name="Entries">Its entries, in order.</param>
/// <param name="FoldedHash">The checkpoint it was about to be folded into, if it got so far.</param>
internal sealed record JournalContent(string CheckpointHash, SecretsProvider? Provider, IReadOnlyList<JournalEntry> Entries, string? FoldedHash);
