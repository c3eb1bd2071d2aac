using Coder.Infra.Checks;
using Coder.Infra.Coder.V2;
using Coder.Infra.Kubernetes;
using Coder.Infra.Provider;
using Coder.Infra.Releases;
using Coder.Infra.Settings;
using Pulumi;
using Pulumi.Utilities;

namespace Coder.Infra;

/// <summary>
/// An external provisioner of Coder v2: the procedure of Coder's manual, top to bottom. Each step waits for the one before, so that destroy
/// runs it backwards and the refusal while builds run comes before anything is touched. It has no host name, and needs no record.
/// </summary>
internal sealed class Provisioner : ComponentResource
{
    private Provisioner()
        : base("coder-infra:index:Provisioner", "provisioner")
    {
    }

    /// <summary>What is around a provisioner.</summary>
    public static Surroundings Around(StackSettings settings, TimeProvider time) =>
        new(settings, new ProvisionerDeployment(settings, time), settings.CoderCa is null ? [ProvisionerValues.KeySecret] : [ProvisionerValues.KeySecret, V2Values.AuthoritySecret], time);

    /// <summary>Declares a provisioner.</summary>
    /// <param name="settings">What the stack is to be.</param>
    /// <param name="around">The deployment and the cluster.</param>
    /// <param name="found">What is there; nothing of it is a problem.</param>
    /// <returns>The stack's outputs.</returns>
    public static async Task<IDictionary<string, object?>> DeclareAsync(StackSettings settings, Surroundings around, Findings found)
    {
        var component = new Provisioner();
        var step = new Steps(component, settings);
        var provisioner = settings.Provisioner!;
        var coder = new Connections("coder", ConnectionsArgs.Of(settings), step.Options());
        var cluster = new ClusterProvider("cluster", ClusterProviderArgs.Of(settings), step.Options());

        // 1. The version is the deployment's. What else must be true has been looked at before: nothing is declared otherwise.
        var version = found.ChartVersion.ToString();

        // 2. coder provisioner keys create. A key never changes: another one is made beside it, and the old one goes once nobody uses it.
        var key = new ProvisionerKey("key", new ProvisionerKeyArgs
        {
            Organization = provisioner.Organization is { } organization ? (Input<string>)organization : null,
            Name = provisioner.KeyName,
            Tags = provisioner.Tags.ToDictionary(),
            TokenGeneration = settings.TokenGeneration > 0 ? (Input<int>)settings.TokenGeneration : null,
            Stack = settings.Owner,
        }, step.Options(coder, settings.Timeouts.Builds));

        // 3. kubectl create namespace. One that somebody else made is used, and kept.
        var ns = StackNamespace.Declare(settings, found, step.Options(cluster, after: [key]));

        // 4. kubectl create secret, with the key; and with the authority of the deployment's certificate, where that is a private one.
        var secret = StackSecret.Declare("key-secret", ProvisionerValues.KeySecret, "Opaque",
            new InputMap<string> { [ProvisionerValues.KeyName] = Output.CreateSecret(StackSecret.Base64(key.Key)) }, found, step, cluster, ns);
        var authority = V2Values.DeclareAuthority(settings, found, step, cluster, ns);

        // 5. helm upgrade --install --atomic. A change that ends daemons waits for the builds that they are at.
        var keyId = await OutputUtilities.GetIsKnownAsync(key.Id) ? await OutputUtilities.GetValueAsync(key.Id) : ReleasePreview.NotYetKnown;
        var release = await ReleaseStep.DeclareAsync(step, around, found, coder, cluster, new ReleasePlan
        {
            Name = settings.ReleaseName,
            Version = version,
            Values = ProvisionerValues.Of(settings, key.Id),
            Plain = _ => ProvisionerValues.Plain(settings, keyId),
            Token = key.Key,
            IsOwn = (record, _) => StackMark.IsOwn(record, settings.Owner),
            Mark = settings.Owner,
            BeforeChange = newest => new RunningBuilds(settings, around.Time, component).EndAsync(newest),
        }, [ns, secret, .. authority]);

        // 6. The deployment reports the daemons connected. Deleted first: waits for running builds, and refuses while there are any.
        var waiting = step.Options(coder, settings.Timeouts.Readiness, [release.Resource]);
        waiting.CustomTimeouts!.Delete = settings.Timeouts.Builds;
        var readiness = new ProvisionerReadiness("readiness", new ProvisionerReadinessArgs
        {
            OrganizationId = key.OrganizationId,
            KeyId = key.Id,
            Replicas = provisioner.Replicas,
            Version = version,
        }, waiting);

        component.RegisterOutputs(new Dictionary<string, object?> { ["keyName"] = key.KeyName, ["status"] = readiness.Status });
        await release.Watched;
        return new Dictionary<string, object?>
        {
            ["keyName"] = key.KeyName,
            ["organization"] = provisioner.Organization,
            ["replicas"] = provisioner.Replicas,
            ["status"] = readiness.Status,
            ["releaseVersion"] = release.Resource.Status.Apply(status => status.Version),
            ["releaseRevision"] = release.Resource.Status.Apply(status => status.Revision),
        }.Where(output => output.Value is not null).ToDictionary();
    }
}
