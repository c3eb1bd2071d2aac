namespace Coder.Infra.Helm.Releases.Waiting;

/// <summary>Looks again and again until a time limit: soon at first, then every two seconds as Helm does.</summary>
sealed class Poll(TimeProvider time, TimeSpan timeout)
{
    readonly DateTimeOffset _end = timeout == Timeout.InfiniteTimeSpan ? DateTimeOffset.MaxValue : time.GetUtcNow() + timeout;
    TimeSpan _pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Whether the limit is reached.</summary>
    public bool IsOver => time.GetUtcNow() >= _end;

    /// <summary>Waits for the next look; false when the limit was reached instead.</summary>
    public async Task<bool> NextAsync(CancellationToken cancellation)
    {
        var left = _end - time.GetUtcNow();
        if (left <= TimeSpan.Zero)
            return false;
        await Task.Delay(left < _pause ? left : _pause, time, cancellation).ConfigureAwait(false);
        _pause = _pause * 2 < Longest ? _pause * 2 : Longest;
        return true;
    }

    static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);
}
