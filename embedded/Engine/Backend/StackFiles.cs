using System.IO.Compression;
using Coder.Infra.Engine.Backend.Checkpoints;
using Coder.Infra.Engine.Workspace;

namespace Coder.Infra.Engine.Backend;

/// <summary>The files of one stack in the backend.</summary>
internal sealed class StackFiles(FileBackend backend, StackReference stack, bool? gzip)
{
    /// <summary>The stack.</summary>
    public StackReference Stack => stack;

    /// <summary>The backend.</summary>
    public FileBackend Backend => backend;

    /// <summary>The checkpoint's path without <c>.json</c>.</summary>
    private string Base => Path.Combine(backend.Root, "stacks", stack.Project, stack.Name);

    /// <summary>The checkpoint that exists, else the one that would be written.</summary>
    public string Checkpoint
    {
        get
        {
            var (plain, zipped) = (Base + ".json", Base + ".json.gz");
            return gzip is true || (!File.Exists(plain) && File.Exists(zipped))
                ? File.Exists(zipped) || !File.Exists(plain) ? zipped : plain
                : plain;
        }
    }

    /// <summary>The journal of a run that has not been folded; its suffix keeps it out of the official CLI's list of stacks.</summary>
    public string Journal => Base + ".journal";

    /// <summary>The stack's tags.</summary>
    public string Tags => Base + ".pulumi-tags";

    /// <summary>Folder of the stack's locks.</summary>
    public string Locks => Path.Combine(backend.Root, "locks", "organization", stack.Project, stack.Name);

    /// <summary>Folder of the stack's history.</summary>
    public string History => Path.Combine(backend.Root, "history", stack.Project, stack.Name);

    /// <summary>Folder of the stack's backups.</summary>
    public string Backups => Path.Combine(backend.Root, "backups", stack.Project, stack.Name);

    /// <summary>Whether the stack exists.</summary>
    public bool Exists => File.Exists(Checkpoint);

    /// <summary>The checkpoint's text.</summary>
    public byte[] ReadCheckpoint()
    {
        var path = Checkpoint;
        var bytes = File.ReadAllBytes(path);
        if (!path.EndsWith(".gz", StringComparison.Ordinal))
            return bytes;
        using var text = new MemoryStream();
        using (var unzip = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress))
            unzip.CopyTo(text);
        return text.ToArray();
    }

    /// <summary>Reads the checkpoint; an error names the file, which is left as it is.</summary>
    public Checkpoint Load(Func<SecretsProvider?, SecretCoding> secrets) => Parse(() => ReadCheckpoint(), secrets);

    /// <summary>Parses a checkpoint's text that was read before.</summary>
    public Checkpoint Parse(Func<byte[]> read, Func<SecretsProvider?, SecretCoding> secrets)
    {
        try
        {
            return CheckpointJson.Read(read(), secrets);
        }
        catch (Exception e) when (e is CheckpointException or InvalidDataException)
        {
            var remedy = File.Exists(Base + ".json.bak") ? $" The state before the last write is in {Base}.json.bak, earlier ones in {Backups}." : "";
            throw new UserErrorException($"could not read the state of stack '{stack.Name}' from {Checkpoint}: {e.Message}. The file has been left as it is.{remedy}");
        }
    }

    /// <summary>Writes the checkpoint whole or not at all; the one before is kept beside it as <c>.bak</c>.</summary>
    public void WriteCheckpoint(string text)
    {
        backend.EnsureExists();
        var (plain, zipped) = (Base + ".json", Base + ".json.gz");
        var zip = gzip ?? (File.Exists(zipped) && !File.Exists(plain));
        var (path, other) = zip ? (zipped, plain) : (plain, zipped);
        if (File.Exists(path))
            File.Copy(path, path + ".bak", overwrite: true);
        var bytes = System.Text.Encoding.UTF8.GetBytes(text);
        AtomicFile.Write(path, zip ? Zip(bytes) : bytes);
        if (File.Exists(other))
            File.Move(other, other + ".bak", overwrite: true);
    }

    /// <summary>Copies the checkpoint into <c>backups</c>, as every official run does at its end.</summary>
    public void Backup(DateTimeOffset now)
    {
        Directory.CreateDirectory(Backups);
        var name = Path.GetFileName(Checkpoint);
        var suffix = name[stack.Name.Length..];
        File.Copy(Checkpoint, Path.Combine(Backups, $"{stack.Name}.{UnixNanoseconds(now)}{suffix}"), overwrite: true);
    }

    /// <summary>Removes the stack: its checkpoint moves to <c>.bak</c>, history and backups stay unless wanted gone.</summary>
    public void Remove(bool keepHistory = false)
    {
        File.Move(Checkpoint, Checkpoint + ".bak", overwrite: true);
        File.Delete(Tags);
        if (!keepHistory && Directory.Exists(History))
            Directory.Delete(History, recursive: true);
        if (Directory.Exists(Locks) && !Directory.EnumerateFileSystemEntries(Locks).Any())
            Directory.Delete(Locks);
    }

    /// <summary>Nanoseconds since 1970, which the backend's file names carry.</summary>
    public static string UnixNanoseconds(DateTimeOffset time) =>
        ((time.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) * 100).ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static byte[] Zip(byte[] bytes)
    {
        var zipped = new MemoryStream();
        using (var zip = new GZipStream(zipped, CompressionLevel.Optimal, leaveOpen: true))
            zip.Write(bytes);
        return zipped.ToArray();
    }
}
