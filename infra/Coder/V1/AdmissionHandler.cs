using Coder.Infra.Provider;
using Pulumi.Experimental;
using Pulumi.Experimental.Provider;

namespace Coder.Infra.Coder.V1;

/// <summary>
/// <see cref="Admission"/>. Inputs: providerId, organizations (names, or unset). Outputs: those and status. The id
/// is the provider's.
/// </summary>
internal sealed class AdmissionHandler(CoderClient coder, Action<string> progress) : ResourceHandler
{
    private static readonly TimeSpan DefaultLimit = TimeSpan.FromMinutes(10);

    protected override IReadOnlyList<string> Replacing { get; } = ["providerId"];

    public override async Task<CheckResponse> CheckAsync(CheckRequest request, CancellationToken cancellationToken)
    {
        var failures = new List<CheckFailure>();
        if (await Organizations.UnknownAsync(coder, request.NewInputs.Texts("organizations") ?? [], cancellationToken) is { } unknown)
            failures.Add(new CheckFailure("organizations", unknown));
        return new CheckResponse { Inputs = request.NewInputs, Failures = failures };
    }

    public override async Task<DiffResponse> DiffAsync(DiffRequest request, CancellationToken cancellationToken)
    {
        var difference = await base.DiffAsync(request, cancellationToken);
        // A destroy that was refused and then given up left the provider cordoned: that is a difference too.
        if (difference.Changes is not true && await coder.FindPoolAsync(request.Id, cancellationToken) is { IsCordoned: true })
            return Difference(["status"]);
        return difference;
    }

    /// <summary>The order of organizations says nothing, and unset ones leave what Coder has.</summary>
    protected override bool Same(string name, PropertyValue? old, PropertyValue? now)
    {
        if (name != "organizations")
            return base.Same(name, old, now);
        return now is null || (old is not null && Properties.Texts(old) is { } before && Properties.Texts(now) is { } after && before.ToHashSet().SetEquals(after));
    }

    public override async Task<CreateResponse> CreateAsync(CreateRequest request, CancellationToken cancellationToken)
    {
        if (request.Preview)
            return new CreateResponse { Outputs = request.Inputs.With(("status", PropertyValue.Computed)) };
        var id = request.Inputs.Text("providerId");
        var status = await AdmitAsync(id, request.Inputs.Texts("organizations"), Limit(request.Timeout, DefaultLimit), cancellationToken);
        return new CreateResponse { Id = id, Outputs = request.Inputs.With(("status", new PropertyValue(status))) };
    }

    public override async Task<ReadResponse> ReadAsync(ReadRequest request, CancellationToken cancellationToken)
    {
        if (await coder.FindPoolAsync(request.Id, cancellationToken) is not { } pool)
            return Gone;
        var live = new List<(string, PropertyValue)> { ("providerId", new PropertyValue(pool.Id)) };
        // Without inputs it is an import: everything there is is reported.
        var wanted = request.Inputs.Count == 0 ? [] : request.Inputs.Texts("organizations");
        if (wanted is not null)
        {
            var names = (await coder.ListOrganizationsAsync(cancellationToken)).ToDictionary(organization => organization.Id, organization => organization.Name);
            var allowed = pool.OrgWhitelist.Select(id => names.GetValueOrDefault(id, id)).ToHashSet();
            if (request.Inputs.Count == 0 || !allowed.SetEquals(wanted.Value))
                live.Add(("organizations", Properties.Of(allowed.Order(StringComparer.Ordinal))));
        }

        return new ReadResponse
        {
            Id = pool.Id,
            Inputs = request.Inputs.With([.. live]),
            Outputs = request.Outputs.With([.. live, ("status", new PropertyValue(pool.Status))]),
        };
    }

    public override async Task<UpdateResponse> UpdateAsync(UpdateRequest request, CancellationToken cancellationToken)
    {
        if (request.Preview)
            return new UpdateResponse { Outputs = request.NewInputs.With(("status", PropertyValue.Computed)) };
        var status = await AdmitAsync(request.Id, request.NewInputs.Texts("organizations"), Limit(request.Timeout, DefaultLimit), cancellationToken);
        return new UpdateResponse { Outputs = request.NewInputs.With(("status", new PropertyValue(status))) };
    }

    public override async Task DeleteAsync(DeleteRequest request, CancellationToken cancellationToken)
    {
        if (await coder.FindPoolAsync(request.Id, cancellationToken) is not { } pool)
            return;
        // First no new workspaces, then the look: the other way round one could slip in between.
        if (!pool.IsCordoned)
            await coder.CordonAsync(pool.Id, "This workspace provider is being removed by Coder.Infra.", cancellationToken);
        await WorkspaceGuard.RequireNoneAsync(coder, pool, cancellationToken);
    }

    private async Task<string> AdmitAsync(string id, IReadOnlyList<string>? organizations, TimeSpan limit, CancellationToken cancellationToken)
    {
        var pool = await FindAsync(id, cancellationToken);
        if (pool.IsCordoned)
            await coder.UncordonAsync(id, cancellationToken);
        if (organizations is not null)
            await AllowAsync(pool, organizations, cancellationToken);
        return await ReadyAsync(id, limit, cancellationToken);
    }

    private async Task AllowAsync(Pool pool, IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        var known = (await coder.ListOrganizationsAsync(cancellationToken)).ToLookup(organization => organization.Name, organization => organization.Id);
        var ids = names.Select(name => known[name].FirstOrDefault()
            ?? throw new CoderException($"Coder has no organization \"{name}\"; it has {string.Join(", ", known.Select(group => group.Key))}.")).ToList();
        if (!pool.OrgWhitelist.ToHashSet().SetEquals(ids))
            await coder.ChangePoolAsync(pool.Id, new PoolChange(OrgWhitelist: ids), cancellationToken);
    }

    private async Task<string> ReadyAsync(string id, TimeSpan limit, CancellationToken cancellationToken)
    {
        Pool? last = null;
        await new Wait(limit, coder.Time, progress).UntilAsync(
            "Coder to report the workspace provider ready",
            async stop =>
            {
                last = await FindAsync(id, stop);
                return last.Status == "ready" ? null : $"Coder reports {last.Status}{(last.StatusReason is null ? "" : $": {last.StatusReason}")}";
            },
            _ => new CoderException(
                $"Workspace provider {last!.Name} is still {last.Status} after {limit:g}{(last.StatusReason is null ? "" : $": {last.StatusReason}")}. " +
                $"Look at the page {coder.Url}admin/providers, at the proxy's log (kubectl logs deployment/envproxy), " +
                $"and whether {last.EnvproxyAccessUrl} and {last.Config.ClusterAddress} are reachable from the deployment. " +
                "More time: pulumi config set --path timeouts.admission 20m"),
            cancellationToken);
        return "ready";
    }

    private async Task<Pool> FindAsync(string id, CancellationToken cancellationToken) =>
        await coder.FindPoolAsync(id, cancellationToken)
            ?? throw new CoderException($"The Coder deployment at {coder.Url} knows no workspace provider {id}. It was removed outside of this stack; run: pulumi refresh, then pulumi up");
}
