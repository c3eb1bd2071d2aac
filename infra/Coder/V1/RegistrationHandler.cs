using System.Collections.Concurrent;
using System.Globalization;
using Coder.Infra.Kubernetes;
using Coder.Infra.Provider;
using Coder.Infra.Releases;
using Coder.Infra.Settings;
using Pulumi.Experimental;
using Pulumi.Experimental.Provider;

namespace Coder.Infra.Coder.V1;

/// <summary>
/// <see cref="Registration"/>. Inputs: name, hostname, clusterAddress, namespace, tokenGeneration. Outputs: those and
/// envproxyToken, which the deployment shows only once: it is kept in the state alone.
/// </summary>
/// <param name="coder">The deployment.</param>
/// <param name="own">Ids of registrations that the state holds: an engine asks for their difference before it recreates anything.</param>
/// <param name="cluster">The cluster with the release, from which an import takes the token.</param>
/// <param name="ns">Namespace of that release.</param>
internal sealed class RegistrationHandler(CoderClient coder, ConcurrentDictionary<string, bool> own, Lazy<ClusterClient> cluster, string ns) : ResourceHandler
{
    protected override IReadOnlyList<string> Replacing { get; } = ["hostname", "clusterAddress", "tokenGeneration"];

    /// <summary>
    /// What moves the provider elsewhere takes its workspaces away, and is refused here, at the preview, while there are any.
    /// </summary>
    public override async Task<DiffResponse> DiffAsync(DiffRequest request, CancellationToken cancellationToken)
    {
        own[request.Id] = true;
        var difference = await base.DiffAsync(request, cancellationToken);
        var moving = difference.Diffs!.Where(name => name != "name").ToList();
        if (moving.Count == 0)
            return difference;
        var pool = await coder.FindPoolAsync(request.Id, cancellationToken) ?? throw new CoderException(
            $"The Coder deployment at {coder.Url} knows no workspace provider {request.Id}, which {string.Join(" and ", moving)} would change. " +
            "If it was removed behind the stack's back, run: pulumi refresh, then pulumi up. If that is another deployment than the one it was made in, set coderUrl back and run: pulumi destroy");
        await WorkspaceGuard.RequireNoneAsync(coder, pool, Refusal(request.OldInputs, moving), cancellationToken);
        return difference;
    }

    public override async Task<CreateResponse> CreateAsync(CreateRequest request, CancellationToken cancellationToken)
    {
        var pool = new NewPool(request.Inputs.Text("name"), "kubernetes", request.Inputs.Text("hostname"), request.Inputs.Text("clusterAddress"));
        if (request.Preview)
        {
            await FindInTheWayAsync(pool, own.Keys, cancellationToken);
            return new CreateResponse { Outputs = request.Inputs.With(("envproxyToken", PropertyValue.Computed.WithSecret(true))) };
        }

        await ClearTheWayAsync(pool, cancellationToken);
        var created = await coder.CreatePoolAsync(pool, cancellationToken);
        return new CreateResponse { Id = created.Id, Outputs = request.Inputs.With(Token(created.EnvproxyToken)) };
    }

    public override async Task<ReadResponse> ReadAsync(ReadRequest request, CancellationToken cancellationToken)
    {
        if (await coder.FindPoolAsync(request.Id, cancellationToken) is not { } pool)
            return Gone;
        // Without inputs it is an import: the token, which Coder does not show again, is in the release.
        var token = request.Inputs.Count == 0 ? Token(await TokenOfReleaseAsync(pool, cancellationToken)) : ("envproxyToken", request.Outputs.GetValueOrDefault("envproxyToken", PropertyValue.Null));
        (string, PropertyValue)[] live =
        [
            ("name", new PropertyValue(pool.Name)),
            ("hostname", new PropertyValue(pool.EnvproxyAccessUrl)),
            ("clusterAddress", new PropertyValue(pool.Config.ClusterAddress)),
        ];
        return new ReadResponse { Id = pool.Id, Inputs = request.Inputs.With(live), Outputs = request.Outputs.With([.. live, token]) };
    }

    public override async Task<UpdateResponse> UpdateAsync(UpdateRequest request, CancellationToken cancellationToken)
    {
        if (!request.Preview && request.OldInputs.Text("name") != request.NewInputs.Text("name"))
            await coder.ChangePoolAsync(request.Id, new PoolChange(Name: request.NewInputs.Text("name")), cancellationToken);
        return new UpdateResponse { Outputs = request.NewInputs.With(Token(request.OldOutputs.Text("envproxyToken"))) };
    }

    public override async Task DeleteAsync(DeleteRequest request, CancellationToken cancellationToken)
    {
        if (await coder.FindPoolAsync(request.Id, cancellationToken) is not { } pool)
            return;
        await WorkspaceGuard.RequireNoneAsync(coder, pool, cancellationToken);
        await coder.DeletePoolAsync(request.Id, cancellationToken);
    }

    /// <summary>
    /// A registration that a killed run left behind is removed: its token, shown once, is lost. Anyone else's stays.
    /// </summary>
    private async Task ClearTheWayAsync(NewPool wanted, CancellationToken cancellationToken)
    {
        if (await FindInTheWayAsync(wanted, [], cancellationToken) is not { } leftBehind)
            return;
        await WorkspaceGuard.RequireNoneAsync(coder, leftBehind, cancellationToken);
        await coder.DeletePoolAsync(leftBehind.Id, cancellationToken);
    }

    /// <summary>
    /// What holds the name: nobody, a registration that was left behind, or at a preview the one that this one replaces.
    /// </summary>
    /// <exception cref="CoderException">Somebody else.</exception>
    private async Task<Pool?> FindInTheWayAsync(NewPool wanted, ICollection<string> replaced, CancellationToken cancellationToken)
    {
        if ((await coder.ListPoolsAsync(cancellationToken)).FirstOrDefault(pool => pool.Name == wanted.Name) is not { } existing)
            return null;
        if (replaced.Contains(existing.Id) || (existing.IsFor(wanted.Hostname, wanted.ClusterAddress) && existing.Status == "pending"))
            return existing;
        throw new CoderException(
            $"A workspace provider named \"{wanted.Name}\" exists already: {existing.Id}, {existing.Status}, {existing.EnvproxyAccessUrl}, cluster {existing.Config.ClusterAddress}. " +
            "Choose another name with: pulumi config set providerName <name>. " +
            $"To take it over: pulumi config set adopt true   (docs/adoption.md)");
    }

    /// <summary>The token of a provider that is imported: its release has it among its values.</summary>
    private async Task<string> TokenOfReleaseAsync(Pool pool, CancellationToken cancellationToken)
    {
        var release = await HelmRecord.LatestAsync(cluster.Value, ns, StackKind.WorkspaceProvider.Release, cancellationToken);
        if (release is not null && ProviderValues.Token(release) is { } token
            && string.Equals(release.Values.Text("envproxy", "accessURL")?.TrimEnd('/'), pool.EnvproxyAccessUrl.TrimEnd('/'), StringComparison.OrdinalIgnoreCase))
        {
            return token;
        }

        throw new CoderException(
            $"Workspace provider {pool.Name} ({pool.Id}) cannot be imported: its token is in its release, and there is no release {StackKind.WorkspaceProvider.Release} for {pool.EnvproxyAccessUrl} in namespace {ns}. " +
            "Set the release's namespace with: pulumi config set namespace <namespace>   (helm list --all-namespaces)");
    }

    /// <summary>A registration begun without a namespace or a generation stays as it is when it gets its first.</summary>
    protected override bool Same(string name, PropertyValue? old, PropertyValue? now) => name switch
    {
        "namespace" => old is null || base.Same(name, old, now),
        "tokenGeneration" => Generation(old) == Generation(now),
        _ => base.Same(name, old, now),
    };

    private static double Generation(PropertyValue? value) => value is not null && value.TryGetNumber(out var number) ? number : 0;

    private static string Refusal(IReadOnlyDictionary<string, PropertyValue> old, IReadOnlyList<string> moving)
    {
        var what = moving.Select(name => name == "tokenGeneration" ? "a new token" : $"another {name}");
        var back = moving.Select(name => $"pulumi config set {name} {(name == "tokenGeneration" ? old.Number(name).ToString(CultureInfo.InvariantCulture) : old.Text(name))}");
        return $"With {string.Join(" and ", what)} this would replace the provider and lose them; nothing has been touched. " +
            $"Remove them, then run the same command again; to keep the provider as it is: {string.Join(" && ", back)}";
    }

    private static (string, PropertyValue) Token(string token) => ("envproxyToken", new PropertyValue(token).WithSecret(true));
}
