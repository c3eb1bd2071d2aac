using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Coder.Infra.Sandbox.Kubernetes.Storage;

/// <summary>
/// The objects on disk: a line of JSON for each write (<c>{"r":revision,"s":storage,"ns":namespace,"n":name,"o":object}</c>,
/// without <c>o</c> for a deletion), handed to the operating system before the write is answered, so that killing the
/// process loses nothing that was acknowledged. Rewritten with the living objects when it has grown to several times their number.
/// </summary>
internal sealed class Journal(string path) : IDisposable
{
    FileStream? _file;
    int _lines;
    int _living;

    /// <summary>Reads what is there. A last line that a kill cut short was never acknowledged and is dropped.</summary>
    /// <exception cref="InvalidDataException">A line in the middle is broken.</exception>
    public (List<StoredObject> Objects, long Revision) Load()
    {
        var objects = new Dictionary<ObjectKey, StoredObject>();
        long revision = 1;
        if (File.Exists(path))
        {
            var lines = File.ReadAllLines(path);
            for (var i = 0; i < lines.Length; i++)
            {
                JsonObject entry;
                try
                {
                    entry = (JsonObject)Json.Parse(lines[i])!;
                }
                catch (Exception e) when (e is JsonException or InvalidCastException or NullReferenceException)
                {
                    if (i == lines.Length - 1) break;
                    throw new InvalidDataException(
                        $"{path}:{i + 1} is not an entry of the cluster's journal ({e.Message}). Remove the folder to begin with an empty cluster.", e);
                }
                revision = entry.Long("r") ?? revision;
                if (entry.Text("s") is not { } storage) continue;
                var key = new ObjectKey(storage, entry.Text("ns") ?? "", entry.Text("n") ?? "");
                if (entry.Object("o") is { } json)
                {
                    // Out of its entry, which would be its parent for ever.
                    entry.Remove("o");
                    objects[key] = new StoredObject(key, json.Text("metadata", "resourceVersion") is { } version ? long.Parse(version) : revision, json);
                }
                else
                {
                    objects.Remove(key);
                }
            }
        }
        _living = objects.Count;
        Rewrite(objects.Values, revision);
        return ([.. objects.Values], revision);
    }

    public void Append(Change change, Func<IEnumerable<StoredObject>> living)
    {
        if (change.Type == ChangeType.Added) _living++;
        if (change.Type == ChangeType.Deleted) _living--;
        if (++_lines > 4 * _living + 2_000) Rewrite(living(), change.Revision - 1);
        _file!.Write(Line(change.Current, change.Type == ChangeType.Deleted));
    }

    public void Dispose() => _file?.Dispose();

    void Rewrite(IEnumerable<StoredObject> objects, long revision)
    {
        var temporary = path + ".new";
        _lines = 1;
        using (var file = PrivateFile.Create(temporary))
        {
            file.Write(Encoding.UTF8.GetBytes($"{{\"r\":{revision}}}\n"));
            foreach (var stored in objects)
            {
                file.Write(Line(stored, deleted: false, revision));
                _lines++;
            }
            file.Flush(flushToDisk: true);
        }
        _file?.Dispose();
        File.Move(temporary, path, overwrite: true);
        _file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
    }

    static byte[] Line(StoredObject stored, bool deleted, long? revision = null)
    {
        var head = new JsonObject { ["r"] = revision ?? stored.Revision, ["s"] = stored.Key.Storage, ["ns"] = stored.Key.Namespace, ["n"] = stored.Key.Name }.ToUtf8();
        return deleted ? [.. head, (byte)'\n'] : [.. head.AsSpan(0, head.Length - 1), .. ",\"o\":"u8, .. stored.Utf8, .. "}\n"u8];
    }
}
