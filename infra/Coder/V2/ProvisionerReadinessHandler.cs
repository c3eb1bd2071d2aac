using Coder.Infra.Provider;
using Coder.Infra.Settings;
using Pulumi.Experimental;
using Pulumi.Experimental.Provider;

namespace Coder.Infra.Coder.V2;

/// <summary>
/// <see cref="ProvisionerReadiness"/>. Inputs: organizationId, keyId, replicas, version. Outputs: those and status. The id is that of the first key;
/// another key changes it in place, since a replacement would be deleted and wait for builds once more.
/// </summary>
internal sealed class ProvisionerReadinessHandler(DeploymentClient coder, Action<string> progress) : ResourceHandler
{
    private const string Ready = "ready";
    private static readonly TimeSpan DefaultLimit = TimeSpan.FromMinutes(10);

    protected override IReadOnlyList<string> Replacing { get; } = [];

    /// <summary>Fewer daemons than there are to be is a difference too: the update waits for them.</summary>
    public override async Task<DiffResponse> DiffAsync(DiffRequest request, CancellationToken cancellationToken)
    {
        var difference = await base.DiffAsync(request, cancellationToken);
        return difference.Changes is true || await MissingAsync(request.NewInputs, cancellationToken) is null ? difference : Difference(["status"]);
    }

    public override async Task<CreateResponse> CreateAsync(CreateRequest request, CancellationToken cancellationToken)
    {
        if (request.Preview)
            return new CreateResponse { Outputs = request.Inputs.With(("status", PropertyValue.Computed)) };
        await ReadyAsync(request.Inputs, Limit(request.Timeout, DefaultLimit), cancellationToken);
        return new CreateResponse { Id = request.Inputs.Text("keyId"), Outputs = request.Inputs.With(("status", new PropertyValue(Ready))) };
    }

    /// <summary>Without inputs it is an import, of a key that cannot be imported: nothing is known of it.</summary>
    public override async Task<ReadResponse> ReadAsync(ReadRequest request, CancellationToken cancellationToken)
    {
        if (request.Inputs.Count == 0)
            return Gone;
        var status = await MissingAsync(request.Inputs, cancellationToken) ?? Ready;
        return new ReadResponse { Id = request.Id, Inputs = request.Inputs, Outputs = request.Outputs.With(("status", new PropertyValue(status))) };
    }

    public override async Task<UpdateResponse> UpdateAsync(UpdateRequest request, CancellationToken cancellationToken)
    {
        if (request.Preview)
            return new UpdateResponse { Outputs = request.NewInputs.With(("status", PropertyValue.Computed)) };
        await ReadyAsync(request.NewInputs, Limit(request.Timeout, DefaultLimit), cancellationToken);
        return new UpdateResponse { Outputs = request.NewInputs.With(("status", new PropertyValue(Ready))) };
    }

    public override Task DeleteAsync(DeleteRequest request, CancellationToken cancellationToken) => new BuildGuard(coder).WaitAsync(
        request.OldOutputs.Text("organizationId"), request.OldOutputs.Text("keyId"), Limit(request.Timeout, DefaultLimit), progress, cancellationToken);

    private Task ReadyAsync(IReadOnlyDictionary<string, PropertyValue> wanted, TimeSpan limit, CancellationToken cancellationToken) => new Wait(limit, coder.Time, progress).UntilAsync(
        "the provisioner's daemons to connect",
        stop => MissingAsync(wanted, stop),
        seen => new CoderException(
            $"The provisioner is not ready after {limit:g}: {seen}. Look at the page {coder.Url}deployment/provisioners, at the daemons' log (kubectl logs deployment/coder-provisioner), " +
            "and whether the deployment is reachable from the cluster. More time: pulumi config set --path timeouts.readiness 20m"),
        cancellationToken);

    /// <summary>What is missing, as half a sentence; null where all daemons are there.</summary>
    private async Task<string?> MissingAsync(IReadOnlyDictionary<string, PropertyValue> wanted, CancellationToken cancellationToken)
    {
        var (replicas, version) = (wanted.Number("replicas"), wanted.Text("version"));
        var daemons = (await coder.ListDaemonsAsync(wanted.Text("organizationId"), cancellationToken)).Where(daemon => daemon.KeyId == wanted.Text("keyId")).ToList();
        var online = daemons.Where(daemon => daemon.Status is "idle" or "busy").ToList();
        var ready = online.Count(daemon => Version(daemon) == version);
        if (ready >= replicas)
            return null;
        var others = online.Where(daemon => Version(daemon) != version).Select(daemon => $"{daemon.Name} is at version {Version(daemon)}").ToList();
        return $"{ready} of {replicas} daemons are connected at version {version}{(others.Count > 0 ? $"; {string.Join(", ", others)}" : "")}";
    }

    private static string Version(Daemon daemon) => CoderVersion.TryParse(daemon.Version, out var version) ? version.ToString() : daemon.Version;
}
