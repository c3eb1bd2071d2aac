using Coder.Infra.Kubernetes;
using Coder.Infra.Provider;
using Pulumi.Experimental;
using Pulumi.Experimental.Provider;

namespace Coder.Infra.Coder.V2;

/// <summary>
/// <see cref="ProxyRegistration"/>. Inputs: name, displayName, icon, tokenGeneration. Outputs: those and token, which the deployment shows only
/// once: it is kept in the state and in the namespace's secret.
/// </summary>
/// <param name="coder">The deployment.</param>
/// <param name="cluster">The cluster with the proxy, from which an import takes the token.</param>
/// <param name="ns">Namespace of the proxy.</param>
/// <param name="progress">Gets what is found.</param>
internal sealed class ProxyRegistrationHandler(DeploymentClient coder, Lazy<ClusterClient> cluster, string ns, Action<string> progress) : ResourceHandler
{
    /// <summary>Nothing: name, display name, icon and token all change in place.</summary>
    protected override IReadOnlyList<string> Replacing { get; } = [];

    /// <summary>A registration that the deployment does not know any more cannot be changed: said at the preview, changed or not.</summary>
    public override async Task<DiffResponse> DiffAsync(DiffRequest request, CancellationToken cancellationToken)
    {
        await RequireAsync(request.Id, cancellationToken);
        return await base.DiffAsync(request, cancellationToken);
    }

    public override async Task<CreateResponse> CreateAsync(CreateRequest request, CancellationToken cancellationToken)
    {
        var wanted = new NewProxy(request.Inputs.Text("name"), request.Inputs.Text("displayName"), request.Inputs.Text("icon"));
        var left = await FindLeftBehindAsync(wanted, cancellationToken);
        if (request.Preview)
            return new CreateResponse { Outputs = request.Inputs.With(("token", PropertyValue.Computed.WithSecret(true))) };
        // The token of what a killed run registered is lost, and no proxy has used it: the registration gets another.
        var created = left is null ? await coder.CreateProxyAsync(wanted, cancellationToken) : await coder.ChangeProxyAsync(Change(left.Id, wanted, newToken: true), cancellationToken);
        return new CreateResponse { Id = created.Proxy.Id, Outputs = request.Inputs.With(Token(created.ProxyToken)) };
    }

    public override async Task<ReadResponse> ReadAsync(ReadRequest request, CancellationToken cancellationToken)
    {
        if (await coder.FindProxyAsync(request.Id ?? "", cancellationToken) is not { } proxy)
            return Gone;
        // Without inputs it is an import, by id or by name: the token, which Coder does not show again, is in the cluster.
        var isImport = request.Inputs.Count == 0;
        var token = isImport ? Token(await new ProxyTokenSearch(cluster.Value, ns).FindAsync(proxy, cancellationToken)) : ("token", request.Outputs.GetValueOrDefault("token", PropertyValue.Null));
        var live = new List<(string, PropertyValue)> { ("name", new PropertyValue(proxy.Name)), ("displayName", new PropertyValue(proxy.DisplayName)) };
        if (proxy.IconUrl.Length > 0 || request.Inputs.ContainsKey("icon"))
            live.Add(("icon", new PropertyValue(proxy.IconUrl)));
        return new ReadResponse { Id = proxy.Id, Inputs = request.Inputs.With([.. live]), Outputs = request.Outputs.With([.. live, token]) };
    }

    public override async Task<UpdateResponse> UpdateAsync(UpdateRequest request, CancellationToken cancellationToken)
    {
        var inputs = request.NewInputs;
        var newToken = !Same("tokenGeneration", request.OldInputs.GetValueOrDefault("tokenGeneration"), inputs.GetValueOrDefault("tokenGeneration"));
        if (request.Preview)
            return new UpdateResponse { Outputs = inputs.With(newToken ? ("token", PropertyValue.Computed.WithSecret(true)) : Token(request.OldOutputs.Text("token"))) };
        var changed = await coder.ChangeProxyAsync(Change(request.Id, new NewProxy(inputs.Text("name"), inputs.Text("displayName"), inputs.Text("icon")), newToken), cancellationToken);
        return new UpdateResponse { Outputs = inputs.With(Token(newToken ? changed.ProxyToken : request.OldOutputs.Text("token"))) };
    }

    /// <summary>Users' sessions go to the deployment's own region within a minute; no workspace is lost.</summary>
    public override Task DeleteAsync(DeleteRequest request, CancellationToken cancellationToken) => coder.DeleteProxyAsync(request.Id, cancellationToken);

    /// <summary>An unset number is 0, and an unset icon none.</summary>
    protected override bool Same(string name, PropertyValue? old, PropertyValue? now) => name switch
    {
        "tokenGeneration" => Number(old) == Number(now),
        "icon" => Text(old) == Text(now),
        _ => base.Same(name, old, now),
    };

    /// <summary>
    /// What a killed run registered: it has the name, the display name and the icon, and no proxy has ever used it. Anything else of that name is
    /// somebody else's.
    /// </summary>
    private async Task<Proxy?> FindLeftBehindAsync(NewProxy wanted, CancellationToken cancellationToken)
    {
        if ((await coder.ListProxiesAsync(cancellationToken)).FirstOrDefault(proxy => string.Equals(proxy.Name, wanted.Name, StringComparison.OrdinalIgnoreCase)) is not { } existing)
            return null;
        if (existing.IsUnused && existing.Name == wanted.Name && existing.DisplayName == wanted.DisplayName && existing.IconUrl == wanted.Icon)
        {
            progress($"Coder has the workspace proxy {existing.Name} ({existing.Id}), which no proxy has used: it is taken, with a new token");
            return existing;
        }

        throw new CoderException(
            $"A workspace proxy named \"{existing.Name}\" exists already: {existing.Id}, {existing.Status.Status}, {(existing.PathAppUrl.Length > 0 ? existing.PathAppUrl : "not used so far")}. " +
            "Choose another name with: pulumi config set proxyName <name>   To take it over: pulumi config set adopt true   (docs/adoption.md)");
    }

    private async Task RequireAsync(string id, CancellationToken cancellationToken)
    {
        if (await coder.FindProxyAsync(id, cancellationToken) is null)
        {
            throw new CoderException(
                $"The Coder deployment at {coder.Url} has no workspace proxy {id}. If it was removed outside of this stack, run: pulumi refresh, then pulumi up. " +
                "If that is another deployment than the one it was registered with, set coderUrl back and run: pulumi destroy");
        }
    }

    private static ProxyChange Change(string id, NewProxy wanted, bool newToken) => new(id, wanted.Name, wanted.DisplayName, wanted.Icon, newToken);

    private static double Number(PropertyValue? value) => value is not null && value.TryGetNumber(out var number) ? number : 0;

    private static string Text(PropertyValue? value) => value is not null && value.TryGetString(out var text) ? text : "";

    private static (string, PropertyValue) Token(string token) => ("token", new PropertyValue(token).WithSecret(true));
}
