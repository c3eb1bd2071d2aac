namespace Coder.Infra.Engine.Cli;

/// <summary><c>pulumiw helm …</c>: the helm commands of this repository's Helm.</summary>
internal static class HelmPassThrough
{
    public static Task<int> RunAsync(IEnumerable<string> arguments, CommandHost host) =>
        Helm.Cli.HelmCommand.RunAsync([.. arguments], host.Out, host.Error, host.Cancel);
}
