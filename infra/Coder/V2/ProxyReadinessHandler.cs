using Coder.Infra.Provider;
using Coder.Infra.Settings;
using Pulumi.Experimental;
using Pulumi.Experimental.Provider;

namespace Coder.Infra.Coder.V2;

/// <summary>
/// <see cref="ProxyReadiness"/>. Inputs: proxyId, version, url, wildcardHostname. Outputs: those and status. The id is the proxy's.
/// </summary>
internal sealed class ProxyReadinessHandler(DeploymentClient coder, Action<string> progress) : ResourceHandler
{
    private const string Healthy = "ok";
    private static readonly TimeSpan DefaultLimit = TimeSpan.FromMinutes(10);

    protected override IReadOnlyList<string> Replacing { get; } = ["proxyId"];

    /// <summary>A proxy that is not healthy is a difference too: the update waits for it.</summary>
    public override async Task<DiffResponse> DiffAsync(DiffRequest request, CancellationToken cancellationToken)
    {
        var difference = await base.DiffAsync(request, cancellationToken);
        return difference.Changes is true || await coder.FindProxyAsync(request.Id, cancellationToken) is { Status.Status: Healthy } ? difference : Difference(["status"]);
    }

    public override async Task<CreateResponse> CreateAsync(CreateRequest request, CancellationToken cancellationToken)
    {
        if (request.Preview)
            return new CreateResponse { Outputs = request.Inputs.With(("status", PropertyValue.Computed)) };
        await ReadyAsync(request.Inputs, Limit(request.Timeout, DefaultLimit), cancellationToken);
        return new CreateResponse { Id = request.Inputs.Text("proxyId"), Outputs = request.Inputs.With(("status", new PropertyValue(Healthy))) };
    }

    public override async Task<ReadResponse> ReadAsync(ReadRequest request, CancellationToken cancellationToken)
    {
        if (await coder.FindProxyAsync(request.Id ?? "", cancellationToken) is not { } proxy)
            return Gone;
        // Without inputs it is an import: everything that is there is reported.
        var live = request.Inputs.Count > 0 ? [] : new List<(string, PropertyValue)>
        {
            ("proxyId", new PropertyValue(proxy.Id)), ("version", new PropertyValue(Version(proxy))), ("url", new PropertyValue(proxy.PathAppUrl)),
        };
        if (request.Inputs.Count == 0 && proxy.WildcardHostname.Length > 0)
            live.Add(("wildcardHostname", new PropertyValue(proxy.WildcardHostname)));
        return new ReadResponse
        {
            Id = proxy.Id,
            Inputs = request.Inputs.With([.. live]),
            Outputs = request.Outputs.With([.. live, ("status", new PropertyValue(proxy.Status.Status))]),
        };
    }

    public override async Task<UpdateResponse> UpdateAsync(UpdateRequest request, CancellationToken cancellationToken)
    {
        if (request.Preview)
            return new UpdateResponse { Outputs = request.NewInputs.With(("status", PropertyValue.Computed)) };
        await ReadyAsync(request.NewInputs, Limit(request.Timeout, DefaultLimit), cancellationToken);
        return new UpdateResponse { Outputs = request.NewInputs.With(("status", new PropertyValue(Healthy))) };
    }

    /// <summary>A proxy can go at any time: there is nothing to wait for.</summary>
    public override Task DeleteAsync(DeleteRequest request, CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task ReadyAsync(IReadOnlyDictionary<string, PropertyValue> wanted, TimeSpan limit, CancellationToken cancellationToken)
    {
        var (id, url) = (wanted.Text("proxyId"), wanted.Text("url"));
        var name = id;
        await new Wait(limit, coder.Time, progress).UntilAsync(
            "the workspace proxy to be healthy",
            async stop =>
            {
                var proxy = await coder.FindProxyAsync(id, stop)
                    ?? throw new CoderException($"The Coder deployment at {coder.Url} has no workspace proxy {id}. It was removed outside of this stack; run: pulumi refresh, then pulumi up");
                name = proxy.Name;
                return Missing(proxy, wanted);
            },
            seen => new CoderException(
                $"Workspace proxy {name} is not healthy after {limit:g}: {seen}. Look at the page {coder.Url}deployment/workspace-proxies, at the proxy's log (kubectl logs deployment/coder), " +
                $"and whether {url} is reachable from the deployment, and the deployment from the cluster. More time: pulumi config set --path timeouts.readiness 20m"),
            cancellationToken);
    }

    /// <summary>What a proxy lacks, as half a sentence; null where it is healthy, and what it is wanted to be.</summary>
    private static string? Missing(Proxy proxy, IReadOnlyDictionary<string, PropertyValue> wanted)
    {
        var (errors, warnings) = (proxy.Status.Report.Errors ?? [], proxy.Status.Report.Warnings ?? []);
        var report = string.Join("; ", errors.Concat(warnings.Select(warning => $"warning: {warning}")).Select(line => line.TrimEnd('.')));
        var said = report.Length > 0 ? $": {report}" : "";
        if (proxy.Status.Status != Healthy)
            return $"Coder reports {proxy.Status.Status}{said}";
        if (Version(proxy) != wanted.Text("version"))
            return $"it is at version {Version(proxy)}, not {wanted.Text("version")}{said}";
        if (!string.Equals(proxy.PathAppUrl.TrimEnd('/'), wanted.Text("url"), StringComparison.OrdinalIgnoreCase))
            return $"it is at {proxy.PathAppUrl}, not {wanted.Text("url")}{said}";
        return string.Equals(proxy.WildcardHostname, wanted.Text("wildcardHostname"), StringComparison.OrdinalIgnoreCase) ? null
            : $"its wildcard host is \"{proxy.WildcardHostname}\", not \"{wanted.Text("wildcardHostname")}\"{said}";
    }

    private static string Version(Proxy proxy) => CoderVersion.TryParse(proxy.Version, out var version) ? version.ToString() : proxy.Version;
}
