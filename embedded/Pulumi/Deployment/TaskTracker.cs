namespace Pulumi;

/// <summary>
/// The work a run has under way: the run ends when all of it has, whether somebody awaits its results or not. What fails is kept,
/// each failure once however many outputs it went through.
/// </summary>
internal sealed class TaskTracker
{
    private readonly Lock _lock = new();
    private readonly List<Exception> _failures = [];
    private TaskCompletionSource _idle = NewIdle();
    private int _running;

    public TaskTracker() => _idle.SetResult();

    /// <summary>Waits for the task before the run ends.</summary>
    public void Track(Task task)
    {
        lock (_lock)
        {
            if (_running++ == 0)
                _idle = NewIdle();
        }

        // On the thread that ends the task: what follows from it has been tracked by then, so the count only reaches 0 at the very end.
        task.ContinueWith(Finish, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    /// <summary>Waits until nothing is under way, and gives the failures so far.</summary>
    public async Task<IReadOnlyList<Exception>> WaitAsync()
    {
        while (true)
        {
            Task idle;
            lock (_lock)
            {
                if (_running == 0)
                    return _failures.ToArray();
                idle = _idle.Task;
            }

            await idle.ConfigureAwait(false);
        }
    }

    private static TaskCompletionSource NewIdle() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Finish(Task task)
    {
        lock (_lock)
        {
            if (task.IsCanceled)
                Add(new TaskCanceledException(task));
            foreach (var failure in task.Exception?.InnerExceptions ?? [])
                Add(failure);
            if (--_running == 0)
                _idle.TrySetResult();
        }
    }

    private void Add(Exception failure)
    {
        if (!_failures.Contains(failure))
            _failures.Add(failure);
    }
}
