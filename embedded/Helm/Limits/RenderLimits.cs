namespace Coder.Infra.Helm.Limits;

/// <summary>How far a rendering may go before it is stopped, so that no chart can hang or exhaust the process.</summary>
public sealed record RenderLimits
{
    /// <summary>Nested <c>template</c> calls; Go's own limit is 100,000 and its error is given at that number.</summary>
    public int TemplateDepth { get; init; } = 100_000;

    /// <summary>Nested calls of <c>include</c> and <c>tpl</c>, of all names together (Helm itself allows 1,000 of one name).</summary>
    public int IncludeDepth { get; init; } = 10_000;

    /// <summary>Length of all rendered text together, and of any one value made while rendering, in characters.</summary>
    public long OutputLength { get; init; } = 64L << 20;

    /// <summary>Items of a list made by one function call.</summary>
    public int ListLength { get; init; } = 10_000_000;

    /// <summary>Nesting of a value that is printed or converted.</summary>
    public int ValueDepth { get; init; } = 10_000;

    /// <summary>Time one rendering may take.</summary>
    public TimeSpan Time { get; init; } = TimeSpan.FromMinutes(1);
}
