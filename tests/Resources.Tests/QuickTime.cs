namespace Coder.Infra.Resources.Tests;

/// <summary>A clock on which every wait is over at once, and counts as if it had been waited.</summary>
internal sealed class QuickTime : TimeProvider
{
    private long _waited;

    /// <summary>Called at each wait, with the time waited so far.</summary>
    public Action<TimeSpan>? Waiting { get; set; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddTicks(Interlocked.Read(ref _waited));

    public override long GetTimestamp() => Interlocked.Read(ref _waited);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Interlocked.Add(ref _waited, dueTime > TimeSpan.Zero ? dueTime.Ticks : 0);
        Waiting?.Invoke(TimeSpan.FromTicks(Interlocked.Read(ref _waited)));
        return System.CreateTimer(callback, state, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }
}
