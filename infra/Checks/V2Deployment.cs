using Coder.Infra.Coder.V2;
using Coder.Infra.Kubernetes;
using Coder.Infra.Releases;
using Coder.Infra.Settings;

namespace Coder.Infra.Checks;

/// <summary>A Coder v2 deployment: what workspace proxies and provisioners both need.</summary>
/// <param name="settings">The settings.</param>
/// <param name="feature">The feature of the licence.</param>
/// <param name="time">The clock.</param>
internal abstract class V2Deployment(StackSettings settings, string feature, TimeProvider time) : IDeployment
{
    /// <summary>The deployment.</summary>
    protected DeploymentClient Coder { get; } = new(settings.CoderUrl, settings.CoderToken, time, settings.CoderCa ?? "");

    /// <summary>The settings.</summary>
    protected StackSettings Settings => settings;

    /// <inheritdoc/>
    public Task<string> GetVersionAsync(CancellationToken cancellationToken) => Coder.GetVersionAsync(cancellationToken);

    /// <inheritdoc/>
    public async Task LookAsync(Findings findings, CancellationToken cancellationToken)
    {
        var user = Coder.GetUserAsync(cancellationToken);
        var licence = Coder.GetEntitlementsAsync(cancellationToken);
        await Task.WhenAll(user, licence);
        var isOwner = (await user).Roles.Any(role => role.Name == "owner");
        if (!isOwner)
        {
            var roles = (await user).Roles.Count == 0 ? "no role" : $"the roles {string.Join(", ", (await user).Roles.Select(role => role.Name))}";
            findings.Problem(11, $"The token is that of {(await user).Username}, who has {roles}: to make a {settings.Kind.Noun} it must be that of a user with the role Owner. " +
                "Set one with: pulumi config set --secret coderToken <token>   (make one with: coder tokens create)");
        }

        var entitlement = (await licence).Features.GetValueOrDefault(feature)?.Entitlement ?? "not_entitled";
        if (entitlement == "grace_period")
            findings.Warning($"The licence of {settings.CoderUrl.OriginalString} for the feature {feature} has expired, and is in its grace period: after it the {settings.Kind.Noun} no longer works. Renew it on the page {settings.CoderUrl}deployment/licenses");
        else if (entitlement != "entitled")
            findings.Problem(12, $"The licence of {settings.CoderUrl.OriginalString} does not cover the feature {feature}, which a {settings.Kind.Noun} needs (Premium). Add one on the page {settings.CoderUrl}deployment/licenses");
        // Without the role or the licence everything else is refused.
        if (isOwner && entitlement is "entitled" or "grace_period")
            await NamesAsync(findings, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task ConcludeAsync(Findings findings, ClusterClient? cluster, CancellationToken cancellationToken)
    {
        if (cluster is null || findings.Problems.Count > 0)
            return;
        try
        {
            var isOwn = findings.Release is { } release && (StackMark.IsOwn(release, settings.Owner) || ReleaseDescription.IsOwn(release, settings.Owner));
            if (settings.Adopt && !isOwn)
                await AdoptAsync(findings, cluster, cancellationToken);
            else if (findings.Release is { } other && !isOwn)
                findings.Problem(30, $"The namespace {settings.Namespace} has a release {settings.ReleaseName} (chart {other.ChartName} {other.ChartVersion}, {other.Status}) that this stack did not make. Use another namespace: pulumi config set namespace <name>");
            else if (findings.Release is null)
                await ObjectsAsync(findings, cluster, cancellationToken);
        }
        catch (ClusterException error)
        {
            findings.Problem(30, error.Message);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Coder.Dispose();

    /// <summary>Looks for what has the names already, and for what the names stand for.</summary>
    protected abstract Task NamesAsync(Findings findings, CancellationToken cancellationToken);

    /// <summary>Looks for what was installed by hand.</summary>
    protected virtual Task AdoptAsync(Findings findings, ClusterClient cluster, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>The chart's objects have the chart's name, whatever the release is called: another release of it in the namespace is in the way.</summary>
    private async Task ObjectsAsync(Findings findings, ClusterClient cluster, CancellationToken cancellationToken)
    {
        if (await cluster.FindAsync($"apis/apps/v1/namespaces/{settings.Namespace}/deployments/{settings.Kind.Chart}", cancellationToken) is not { } there)
            return;
        var release = there.Text("metadata", "annotations", "meta.helm.sh/release-name");
        if (release == settings.ReleaseName)
            return;
        findings.Problem(30, $"The namespace {settings.Namespace} has a deployment {settings.Kind.Chart} already{(release is null ? "" : $", of the release {release}")}, and the chart's objects have that name. Use another namespace: pulumi config set namespace <name>");
    }
}
