namespace Coder.Infra.Engine.Deployment;

/// <summary>
/// The one place where the state of a run is touched: what runs here, runs one piece at a time, and an <c>await</c> lets the
/// next piece in. So the engine needs no locks, and its code reads in order. Calls that leave the engine (providers, files)
/// are made outside of it.
/// </summary>
internal sealed class EngineLoop
{
    private readonly TaskScheduler _scheduler = new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler;

    /// <summary>Runs a piece of the engine's work on the loop.</summary>
    public Task<T> RunAsync<T>(Func<Task<T>> work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.DenyChildAttach, _scheduler).Unwrap();

    /// <summary>Runs a piece of the engine's work on the loop.</summary>
    public Task RunAsync(Func<Task> work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.DenyChildAttach, _scheduler).Unwrap();

    /// <summary>Posts a short piece of work to the loop.</summary>
    public void Post(Action work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.DenyChildAttach, _scheduler);
}
