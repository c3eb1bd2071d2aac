namespace Coder.Infra.Helm.Limits;

/// <summary>A rendering was stopped because it reached one of <see cref="RenderLimits"/>.</summary>
public sealed class RenderLimitException(string limit, string message) : Exception(message)
{
    /// <summary>The limit's name in <see cref="RenderLimits"/>.</summary>
    public string Limit { get; } = limit;
}
