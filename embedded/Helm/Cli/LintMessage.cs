namespace Coder.Infra.Helm.Cli;

internal enum LintSeverity
{
    Unknown,
    Info,
    Warning,
    Error,
}

/// <summary>What a rule has to say about a file of a chart.</summary>
internal sealed record LintMessage(LintSeverity Severity, string Path, string Text)
{
    public override string ToString() => $"[{Severity.ToString().ToUpperInvariant()}] {Path}: {Text}";
}
