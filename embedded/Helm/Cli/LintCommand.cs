namespace Coder.Infra.Helm.Cli;

/// <summary><c>helm lint PATH…</c>: examines charts.</summary>
internal static class LintCommand
{
    public static Task<int> RunAsync(string[] args, TextWriter stdout, TextWriter stderr, CancellationToken cancellation) =>
        throw new NotSupportedException();
}
