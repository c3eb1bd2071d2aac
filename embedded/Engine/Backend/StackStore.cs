using System.Security.Cryptography;
using System.Text;
using Coder.Infra.Engine.Backend.Checkpoints;
using Coder.Infra.Engine.Deployment;
using Coder.Infra.Engine.Deployment.Model;
using Coder.Infra.Engine.Workspace;

namespace Coder.Infra.Engine.Backend;

/// <summary>
/// A stack's current state: the checkpoint and, during a run or after a kill, the journal beside it. What a killed
/// run left is folded by whoever reads the stack next.
/// </summary>
internal sealed class StackStore(StackFiles files, TimeProvider time, Action<string> note)
{
    /// <summary>The stack's files.</summary>
    public StackFiles Files => files;

    /// <summary>Reads the state without taking the lock, with what a run in progress has done so far.</summary>
    public Checkpoint Load(Func<SecretsProvider?, SecretCoding> secrets)
    {
        RequireExists();
        if (!File.Exists(files.Journal))
            return files.Load(secrets);
        if (StackLock.List(files).All(held => held.IsDead()))
        {
            try
            {
                using (StackLock.Acquire(files, time, note))
                    Fold();
                return files.Load(secrets);
            }
            catch (Exception e) when (e is UnauthorizedAccessException or IOException)
            {
                // A backend that can only be read: fold in memory.
            }
        }

        var bytes = files.ReadCheckpoint();
        var checkpoint = files.Parse(() => bytes, secrets);
        var coding = secrets(checkpoint.Secrets);
        var journal = JournalFile.Read(files, coding, checkpoint.Forms);
        return journal is null || journal.CheckpointHash != Hash(bytes) ? checkpoint : Fold(checkpoint, journal);
    }

    /// <summary>Takes the lock for a change of the state; what a killed run left is folded first.</summary>
    public StackLock Lock()
    {
        RequireExists();
        var taken = StackLock.Acquire(files, time, note);
        try
        {
            Fold();
            return taken;
        }
        catch
        {
            taken.Dispose();
            throw;
        }
    }

    /// <summary>Changes the state by a function, under the lock; secrets are moved about unopened.</summary>
    public Checkpoint Edit(Func<Checkpoint, Checkpoint> edit)
    {
        using var held = Lock();
        var edited = edit(files.Load(_ => SecretCoding.Sealed));
        Save(edited, SecretCoding.Sealed);
        return edited;
    }

    /// <summary>Writes the state; the lock must be held.</summary>
    public void Save(Checkpoint checkpoint, SecretCoding secrets)
    {
        var written = checkpoint with { Snapshot = checkpoint.Snapshot with { Time = time.GetUtcNow() } };
        Put(CheckpointJson.Write(written, secrets));
    }

    /// <summary>Folds the journal that a run left into the checkpoint; the lock must be held. Secrets stay sealed.</summary>
    public void Fold()
    {
        if (!File.Exists(files.Journal))
            return;
        var bytes = files.ReadCheckpoint();
        var checkpoint = files.Parse(() => bytes, _ => SecretCoding.Sealed);
        var journal = JournalFile.Read(files, SecretCoding.Sealed, checkpoint.Forms)!;
        var hash = Hash(bytes);
        if (journal.FoldedHash == hash || journal.Entries.Count == 0)
        {
            File.Delete(files.Journal);
            return;
        }

        if (journal.CheckpointHash != hash)
        {
            var aside = $"{files.Journal}.{StackFiles.UnixNanoseconds(time.GetUtcNow())}";
            File.Move(files.Journal, aside);
            note($"an interrupted run left a journal, but the state of stack '{files.Stack.Name}' was changed since by another CLI; the journal has been put aside as {aside}. Run `pulumi refresh` to see what differs from it");
            return;
        }

        note($"the last run on stack '{files.Stack.Name}' was interrupted; what it did has been taken into the state");
        Put(CheckpointJson.Write(Fold(checkpoint, journal), SecretCoding.Sealed));
    }

    /// <summary>SHA-256 of a checkpoint's text.</summary>
    public static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private Checkpoint Fold(Checkpoint checkpoint, JournalContent journal) => checkpoint with
    {
        Snapshot = SnapshotFold.Fold(checkpoint.Snapshot, journal.Entries) with { Time = time.GetUtcNow() },
        Secrets = journal.Provider ?? checkpoint.Secrets,
        HasDeployment = true,
    };

    private void Put(string text)
    {
        var journaled = File.Exists(files.Journal);
        if (journaled)
            JournalFile.MarkFolded(files, Hash(Encoding.UTF8.GetBytes(text)));
        files.WriteCheckpoint(text);
        if (journaled)
            File.Delete(files.Journal);
    }

    /// <summary>Says so where the stack does not exist.</summary>
    public void RequireExists()
    {
        if (!files.Exists)
            throw new UserErrorException($"no stack named '{files.Stack.Name}' found in {files.Backend.Url}; create it with: pulumi stack init {files.Stack.Name}", ExitCodes.StackNotFound);
    }
}
