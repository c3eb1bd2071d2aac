using Coder.Infra.Coder;
using Coder.Infra.Coder.V2;
using Coder.Infra.Settings;

namespace Coder.Infra.Checks;

/// <summary>What a stack provisions: what it says itself, else what its deployment can have first.</summary>
internal static class KindDetection
{
    /// <summary>Asks the deployment.</summary>
    /// <param name="config">A setting by its name.</param>
    /// <param name="environment">Environment variables.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns>The kind, and why the stack cannot be that; null where it can. A deployment that does not answer is reported by those who need it.</returns>
    public static async Task<(StackKind Kind, string? Problem)> FindAsync(
        Func<string, string?> config, Func<string, string?> environment, TimeProvider time, CancellationToken cancellationToken)
    {
        var wanted = StackKind.Find(config("kind"));
        if (SettingsReader.Access(config, environment) is not var (url, authority))
            return (wanted ?? SettingsReader.Guess(config), null);
        BuildInfo? build;
        try
        {
            using var deployment = new DeploymentClient(url, "", time, authority);
            build = await deployment.FindBuildAsync(cancellationToken);
        }
        catch (CoderException)
        {
            return (wanted ?? SettingsReader.Guess(config), null);
        }

        var possible = StackKind.Of(build is null ? 1 : 2).ToList();
        var kind = wanted ?? possible[0];
        if (build is { WorkspaceProxy: true })
            return (kind, $"coder-infra:coderUrl \"{url.OriginalString}\" is the access URL of a workspace proxy, and must be that of the deployment. Set it with: pulumi config set coderUrl {build.DashboardUrl}");
        if (possible.Contains(kind))
            return (kind, null);
        var version = build is null ? "v1" : $"v2 ({build.Version})";
        return (kind, $"coder-infra:kind \"{kind}\" is one of Coder v{kind.Generation}, and the deployment at {url.OriginalString} is Coder {version}, which has {string.Join(" and ", possible)}. Set it with: pulumi config set kind {possible[0]}");
    }
}
