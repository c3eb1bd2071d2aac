namespace Coder.Infra;

/// <summary>A wait with a limit that says what it waits for: at every change, and again every ten seconds.</summary>
/// <param name="limit">How long it may take.</param>
/// <param name="time">The clock.</param>
/// <param name="progress">Gets the messages.</param>
internal sealed class Wait(TimeSpan limit, TimeProvider time, Action<string> progress)
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(10);
    private readonly long _began = time.GetTimestamp();
    private TimeSpan _pause = First;
    private long _shown;

    /// <summary>The limit.</summary>
    public TimeSpan Limit => limit;

    /// <summary>What is left of it.</summary>
    public TimeSpan Left => limit - time.GetElapsedTime(_began);

    /// <summary>Whether nothing is left of it.</summary>
    public bool IsOver => Left <= TimeSpan.Zero;

    /// <summary>What was last said, without the seconds left.</summary>
    public string Last { get; private set; } = "";

    /// <summary>The clock.</summary>
    public TimeProvider Time => time;

    /// <summary>Says what is waited for.</summary>
    public void Say(string what)
    {
        if (what == Last && time.GetElapsedTime(_shown) < Again)
            return;
        (Last, _shown) = (what, time.GetTimestamp());
        progress($"{what}; {Math.Max(0, Left.TotalSeconds):0} s left");
    }

    /// <summary>Pauses until it is worth looking again: longer each time, never beyond the limit.</summary>
    public async Task PauseAsync(CancellationToken cancellationToken)
    {
        var pause = _pause < Left ? _pause : Left;
        _pause = _pause * 1.5 < Longest ? _pause * 1.5 : Longest;
        // Clocks wait whole milliseconds: a part of one would be no pause at all.
        if (pause > TimeSpan.Zero)
            await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(pause.TotalMilliseconds)), time, cancellationToken);
    }

    /// <summary>Waits for a condition.</summary>
    /// <param name="what">What is waited for, as it follows "Waiting for": <c>Coder to report eu ready</c>.</param>
    /// <param name="look">One look: null once it is reached, else what is seen, as half a sentence.</param>
    /// <param name="failed">The error after the limit, of what was last seen.</param>
    /// <param name="cancellationToken">Ends the wait: an error that says what was reached.</param>
    public async Task UntilAsync(string what, Func<CancellationToken, Task<string?>> look, Func<string, Exception> failed, CancellationToken cancellationToken)
    {
        var seen = "nothing yet";
        try
        {
            while (await look(cancellationToken) is { } now)
            {
                seen = now;
                if (IsOver)
                    throw failed(seen);
                Say($"Waiting for {what}: {seen}");
                await PauseAsync(cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw new InterruptedException($"Interrupted while waiting for {what}: {seen}. Run the same command again: it goes on from there.");
        }
    }
}

/// <summary>A wait that the user ended; the message says what was reached.</summary>
internal sealed class InterruptedException(string message) : Exception(message);
