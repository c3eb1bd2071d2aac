using Coder.Infra.Engine.Backend.Checkpoints;
using Coder.Infra.Engine.Deployment.Model;

namespace Coder.Infra.Engine.Backend;

/// <summary>
/// A run's hold on a stack: lock, journal and, at the end, the folded checkpoint. The journal's file is made with its first
/// entry. If the run cannot be folded, lock and journal stay for the next one.
/// </summary>
internal sealed class RunJournal : IJournal, IAsyncDisposable
{
    private readonly StackStore _store;
    private readonly StackLock _lock;
    private readonly Func<JournalFile> _create;
    private readonly Lock _gate = new();
    private JournalFile? _file;
    private bool _released;

    /// <summary>Begins a run; <paramref name="held"/> is the stack's lock.</summary>
    public RunJournal(StackStore store, StackLock held, SecretsProvider provider, SecretCoding secrets, OriginalForms forms)
    {
        _store = store;
        _lock = held;
        _create = () => JournalFile.Create(store.Files, StackStore.Hash(store.Files.ReadCheckpoint()), provider, secrets, forms);
    }

    public ValueTask AppendAsync(JournalEntry entry, CancellationToken cancellationToken)
    {
        JournalFile file;
        lock (_gate)
            file = _file ??= _create();
        return file.AppendAsync(entry, cancellationToken);
    }

    /// <summary>Writes the state that the run ended with, lets the history be written, and gives the lock back.</summary>
    public async Task CompleteAsync(Checkpoint checkpoint, SecretCoding secrets, Action<StackFiles> record)
    {
        await CloseAsync().ConfigureAwait(false);
        _store.Save(checkpoint, secrets);
        record(_store.Files);
        Release();
    }

    /// <summary>After a run that did not complete: folds what was journaled, as the next run would.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_released)
            return;
        await CloseAsync().ConfigureAwait(false);
        _store.Fold();
        Release();
    }

    private async Task CloseAsync()
    {
        if (_file is { } file)
            await file.DisposeAsync().ConfigureAwait(false);
    }

    private void Release()
    {
        _released = true;
        _lock.Dispose();
    }
}
