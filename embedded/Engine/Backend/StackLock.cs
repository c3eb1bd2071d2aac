using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Coder.Infra.Engine.Backend.Checkpoints;
using Coder.Infra.Engine.Workspace;

namespace Coder.Infra.Engine.Backend;

/// <summary>
/// A stack's lock: a file in <c>locks</c> as the official CLI writes and heeds it. A lock whose process is gone from this host is
/// taken over; any other is another run's.
/// </summary>
internal sealed class StackLock : IDisposable
{
    private readonly string _path;

    private StackLock(string path) => _path = path;

    /// <summary>Takes the stack's lock, or says who holds it.</summary>
    /// <param name="files">The stack.</param>
    /// <param name="time">The clock.</param>
    /// <param name="note">Told when a dead process' lock was taken over.</param>
    public static StackLock Acquire(StackFiles files, TimeProvider time, Action<string> note)
    {
        RefuseIfHeld(files, time, note);
        var path = Path.Combine(files.Locks, Guid.NewGuid().ToString("D", CultureInfo.InvariantCulture) + ".json");
        var json = new GoJsonWriter();
        json.BeginObject();
        json.Name("pid").Number((long)Environment.ProcessId);
        json.Name("username").String(Environment.UserName);
        json.Name("hostname").String(Environment.MachineName);
        json.Name("timestamp").String(OriginalForms.Format(time.GetUtcNow()));
        json.EndObject();
        files.Backend.EnsureExists();
        AtomicFile.Write(path, json.ToString());
        var taken = new StackLock(path);
        try
        {
            // Two that found the stack free at the same moment see each other now; the official CLI does the same.
            RefuseIfHeld(files, time, note, path);
            return taken;
        }
        catch
        {
            taken.Dispose();
            throw;
        }
    }

    /// <summary>The existing locks, with their owners.</summary>
    public static IReadOnlyList<LockHolder> List(StackFiles files) => !Directory.Exists(files.Locks) ? [] :
        [.. Directory.EnumerateFiles(files.Locks, "*.json").Order(StringComparer.Ordinal).Select(path => LockHolder.Read(files, path)).OfType<LockHolder>()];

    /// <summary>Removes every lock (<c>pulumi cancel</c>).</summary>
    public static void Clear(StackFiles files)
    {
        foreach (var held in List(files))
            File.Delete(held.Path);
    }

    /// <summary>Gives the lock back.</summary>
    public void Dispose() => File.Delete(_path);

    private static void RefuseIfHeld(StackFiles files, TimeProvider time, Action<string> note, string? own = null)
    {
        var alive = new List<LockHolder>();
        foreach (var held in List(files).Where(held => held.Path != own))
        {
            if (!held.IsDead())
            {
                alive.Add(held);
                continue;
            }

            File.Delete(held.Path);
            note($"the lock of {held.Owner} was taken over: that process is no longer running");
        }

        if (alive.Count > 0)
            throw new UserErrorException(
                $"the stack is currently locked by {alive.Count} lock(s). Either wait for the other process(es) to end or delete the lock file with `pulumi cancel`."
                + string.Concat(alive.Select(held => $"\n  {held.Url}: created by {held.Owner} at {held.Time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)}")));
    }
}

/// <summary>A lock file and its owner.</summary>
internal sealed record LockHolder(string Path, string Url, int Pid, string User, string Host, DateTimeOffset Time)
{
    /// <summary><c>user@host (pid N)</c>.</summary>
    public string Owner => $"{User}@{Host} (pid {Pid})";

    /// <summary>Whether its process is known to be gone: it was on this host, and is not running or is younger than the lock.</summary>
    public bool IsDead()
    {
        if (Host != Environment.MachineName || Pid <= 0)
            return false;
        try
        {
            using var process = Process.GetProcessById(Pid);
            return process.HasExited || process.StartTime.ToUniversalTime() > Time.UtcDateTime.AddSeconds(2);
        }
        catch (ArgumentException)
        {
            return true;
        }
        catch (Exception e) when (e is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            // It runs and may not be looked at.
            return false;
        }
    }

    /// <summary>Reads a lock file; null where it vanished meanwhile.</summary>
    public static LockHolder? Read(StackFiles files, string path)
    {
        var url = $"{files.Backend.Url}/.pulumi/locks/{files.Stack.FullName}/{System.IO.Path.GetFileName(path)}?no_tmp_dir=true";
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            var json = document.RootElement;
            return new LockHolder(path, url, json.GetProperty("pid").GetInt32(), json.GetProperty("username").GetString() ?? "",
                json.GetProperty("hostname").GetString() ?? "", ResourceJson.ParseTime(json.GetProperty("timestamp").GetString() ?? ""));
        }
        catch (FileNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or CheckpointException or FormatException)
        {
            // A lock that cannot be read is a lock.
            return new LockHolder(path, url, 0, "unknown", "unknown", File.GetLastWriteTimeUtc(path));
        }
    }
}
