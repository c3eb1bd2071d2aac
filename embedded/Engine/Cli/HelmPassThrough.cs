namespace Coder.Infra.Engine.Cli;

/// <summary><c>pulumiw helm …</c>: the helm commands of this repository's Helm.</summary>
internal static class HelmPassThrough
{
    public static Task<int> RunAsync(IEnumerable<string> arguments, CommandHost host) =>
        Helm.Cli.HelmCommand.RunAsync([.. arguments],
            // Charts may hold bytes that are no text; Helm prints them as they are.
            host.Out is StreamWriter { BaseStream: var stream } ? new Helm.Go.GoTextWriter(stream) : host.Out, host.Error, host.Cancel);
}
