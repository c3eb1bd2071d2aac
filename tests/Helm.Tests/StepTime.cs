namespace Coder.Infra.Helm.Tests;

/// <summary>
/// A clock for polling loops: a short pause (of up to two seconds, or as given) is over at once, and the clock has moved by it. Longer timers
/// (limits of what happens meanwhile) never fire.
/// </summary>
sealed class StepTime(TimeSpan? longestPause = null) : TimeProvider
{
    readonly TimeSpan _longestPause = longestPause ?? TimeSpan.FromSeconds(2);
    readonly Lock _lock = new();
    DateTimeOffset _now = new(2026, 11, 24, 7, 36, 14, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
            return _now;
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    sealed class Timer(StepTime time, TimerCallback callback, object? state) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime < TimeSpan.Zero || dueTime > time._longestPause)
                return true;
            lock (time._lock)
                time._now += dueTime;
            ThreadPool.QueueUserWorkItem(_ => callback(state));
            return true;
        }

        public void Dispose() { }

        public ValueTask DisposeAsync() => default;
    }
}
