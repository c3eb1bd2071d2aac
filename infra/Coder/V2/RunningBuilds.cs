using Coder.Infra.Releases;
using Coder.Infra.Settings;
using Pulumi;

namespace Coder.Infra.Coder.V2;

/// <summary>The builds of a provisioner's daemons, before a change of the release ends them.</summary>
/// <param name="settings">The settings.</param>
/// <param name="time">The clock.</param>
/// <param name="component">The component, which messages go on.</param>
internal sealed class RunningBuilds(StackSettings settings, TimeProvider time, Resource component)
{
    /// <summary>Waits until the daemons of a revision build nothing; a preview only says what they build.</summary>
    /// <exception cref="ResourceException">They still build at the limit. The release has not been touched.</exception>
    public async Task EndAsync(HelmRecord revision)
    {
        // The pods of a revision that is not the stack's own are not known to have a key.
        if (TokenMark.Of(revision) is not { } keyId)
            return;
        using var coder = new DeploymentClient(settings.CoderUrl, settings.CoderToken, time, settings.CoderCa ?? "");
        try
        {
            var organizations = await coder.ListOrganizationsAsync(CancellationToken.None);
            foreach (var organization in organizations)
                await OfAsync(new BuildGuard(coder), organization.Id, keyId);
        }
        catch (CoderException error)
        {
            throw new ResourceException(error.Message, component, hideStack: true);
        }
    }

    private async Task OfAsync(BuildGuard guard, string organization, string keyId)
    {
        if (!Deployment.Instance.IsDryRun)
            await guard.WaitAsync(organization, keyId, settings.Timeouts.Builds, message => Log.Info(message, component, ephemeral: true), CancellationToken.None);
        else if (await guard.RunningAsync(organization, keyId, CancellationToken.None) is { } running)
            Log.Info($"The daemons are at builds, which up waits for up to {settings.Timeouts.Builds:g}: {running}", component);
    }
}
