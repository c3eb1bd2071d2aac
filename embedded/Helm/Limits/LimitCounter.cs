using System.Globalization;

namespace Coder.Infra.Helm.Limits;

/// <summary>Counts what a rendering uses and stops it at its limits.</summary>
internal sealed class LimitCounter(RenderLimits limits, TimeProvider time, CancellationToken cancellation)
{
    private const int StepsBetweenLooks = 1024;

    private readonly long _started = time.GetTimestamp();
    private long _written;
    private int _steps;
    private int _includes;

    public RenderLimits Limits => limits;

    public CancellationToken Cancellation => cancellation;

    /// <summary>One step of execution; now and then the clock and the cancellation are looked at.</summary>
    public void Step()
    {
        if (++_steps % StepsBetweenLooks == 0)
            Look();
    }

    /// <summary>What is left of the time.</summary>
    public TimeSpan Remaining()
    {
        Look();
        return limits.Time - time.GetElapsedTime(_started);
    }

    private void Look()
    {
        cancellation.ThrowIfCancellationRequested();
        if (time.GetElapsedTime(_started) > limits.Time)
            throw TimeExceeded();
    }

    /// <summary>The error of <see cref="RenderLimits.Time"/>.</summary>
    public RenderLimitException TimeExceeded() => Exceeded(nameof(RenderLimits.Time), $"took longer than {limits.Time}");

    /// <summary>Text was written to an output.</summary>
    public void Write(int length)
    {
        _written += length;
        CheckLength(_written);
    }

    /// <summary>A text of this length is about to be made.</summary>
    public void CheckLength(long length)
    {
        if (length > limits.OutputLength)
            throw Exceeded(nameof(RenderLimits.OutputLength), Invariant($"produced more than {limits.OutputLength} characters"));
    }

    /// <summary>A list of this length is about to be made.</summary>
    public void CheckCount(long count)
    {
        if (count > limits.ListLength)
            throw Exceeded(nameof(RenderLimits.ListLength), Invariant($"made a list of more than {limits.ListLength} items"));
    }

    /// <summary>Enters an <c>include</c> or <c>tpl</c>.</summary>
    public void Enter()
    {
        if (++_includes > limits.IncludeDepth)
            throw Exceeded(nameof(RenderLimits.IncludeDepth), Invariant($"nested include and tpl deeper than {limits.IncludeDepth}"));
        Look();
    }

    /// <summary>Leaves an <c>include</c> or <c>tpl</c>.</summary>
    public void Leave() => _includes--;

    /// <summary>The error of <see cref="RenderLimits.ValueDepth"/>.</summary>
    public static RenderLimitException TooDeep(int depth) =>
        Exceeded(nameof(RenderLimits.ValueDepth), Invariant($"used a value nested deeper than {depth} (a map that contains itself?)"));

    private static RenderLimitException Exceeded(string limit, string what) =>
        new(limit, $"rendering stopped: it {what} (limit {limit})");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
