using Coder.Infra.Coder;
using Pulumi.Experimental;
using Pulumi.Experimental.Provider;

namespace Coder.Infra.Provider;

/// <summary>
/// <see cref="Resources.Registration"/>. Inputs: name, hostname, clusterAddress. Outputs: those and envproxyToken, which the
/// deployment tells once: it lives in the state only.
/// </summary>
internal sealed class RegistrationHandler(CoderClient coder) : ResourceHandler
{
    protected override IReadOnlyList<string> Replacing { get; } = ["hostname", "clusterAddress"];

    public override async Task<CreateResponse> CreateAsync(CreateRequest request, CancellationToken cancellationToken)
    {
        if (request.Preview)
            return new CreateResponse { Outputs = request.Inputs.With(("envproxyToken", PropertyValue.Computed.WithSecret(true))) };
        var pool = new NewPool(request.Inputs.Text("name"), "kubernetes", request.Inputs.Text("hostname"), request.Inputs.Text("clusterAddress"));
        await ClearTheWayAsync(pool, cancellationToken);
        var created = await coder.CreatePoolAsync(pool, cancellationToken);
        return new CreateResponse { Id = created.Id, Outputs = request.Inputs.With(Token(created.EnvproxyToken)) };
    }

    public override async Task<ReadResponse> ReadAsync(ReadRequest request, CancellationToken cancellationToken)
    {
        if (await coder.FindPoolAsync(request.Id, cancellationToken) is not { } pool)
            return Gone;
        (string, PropertyValue)[] live =
        [
            ("name", new PropertyValue(pool.Name)),
            ("hostname", new PropertyValue(pool.EnvproxyAccessUrl)),
            ("clusterAddress", new PropertyValue(pool.Config.ClusterAddress)),
        ];
        return new ReadResponse { Id = pool.Id, Inputs = request.Inputs.With(live), Outputs = request.Outputs.With(live) };
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
    /// A registration that a killed run left behind is taken down: its token, told once, is lost. Anyone else's stays.
    /// </summary>
    private async Task ClearTheWayAsync(NewPool wanted, CancellationToken cancellationToken)
    {
        if ((await coder.ListPoolsAsync(cancellationToken)).FirstOrDefault(pool => pool.Name == wanted.Name) is not { } existing)
            return;
        if (!existing.IsFor(wanted.Hostname, wanted.ClusterAddress) || existing.Status != "pending")
        {
            throw new CoderException(
                $"A workspace provider named \"{wanted.Name}\" exists already: {existing.Id}, {existing.Status}, {existing.EnvproxyAccessUrl}, cluster {existing.Config.ClusterAddress}. " +
                "Choose another name with: pulumi config set providerName <name>. " +
                $"To take it over: pulumi import coder-infra:index:Registration registration {existing.Id}");
        }

        await WorkspaceGuard.RequireNoneAsync(coder, existing, cancellationToken);
        await coder.DeletePoolAsync(existing.Id, cancellationToken);
    }

    private static (string, PropertyValue) Token(string token) => ("envproxyToken", new PropertyValue(token).WithSecret(true));
}
