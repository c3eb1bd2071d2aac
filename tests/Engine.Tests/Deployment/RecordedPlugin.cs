using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Coder.Infra.Engine.Plugins;
using Coder.Infra.Protocol;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Pulumirpc;

namespace Coder.Infra.Engine.Tests.Deployment;

/// <summary>
/// Plays a plugin from a recording: each call must be one that was recorded for the same resource, in the recorded order for
/// that resource, with the same request; it is answered as it was.
/// </summary>
internal sealed partial class RecordedPlugin(RecordedRun run, string package, List<string> differences) : IResourceProvider
{
    private static readonly JsonFormatter Formatter = new(JsonFormatter.Settings.Default);
    private static readonly JsonParser Parser = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(true));

    public Task<ProviderHandshakeResponse> HandshakeAsync(ProviderHandshakeRequest request, CancellationToken cancellationToken) => Answer<ProviderHandshakeResponse>("Handshake", request);

    public Task<PluginInfo> GetPluginInfoAsync(CancellationToken cancellationToken) => Answer<PluginInfo>("GetPluginInfo", new Empty());

    public Task<GetSchemaResponse> GetSchemaAsync(GetSchemaRequest request, CancellationToken cancellationToken) => Answer<GetSchemaResponse>("GetSchema", request);

    public Task<CheckResponse> CheckConfigAsync(CheckRequest request, CancellationToken cancellationToken) => Answer<CheckResponse>("CheckConfig", request);

    public Task<DiffResponse> DiffConfigAsync(DiffRequest request, CancellationToken cancellationToken) => Answer<DiffResponse>("DiffConfig", request);

    public Task<ConfigureResponse> ConfigureAsync(ConfigureRequest request, CancellationToken cancellationToken) => Answer<ConfigureResponse>("Configure", request);

    public Task<InvokeResponse> InvokeAsync(InvokeRequest request, CancellationToken cancellationToken) => Answer<InvokeResponse>("Invoke", request);

    public Task<CallResponse> CallAsync(CallRequest request, CancellationToken cancellationToken) => Answer<CallResponse>("Call", request);

    public Task<CheckResponse> CheckAsync(CheckRequest request, CancellationToken cancellationToken) => Answer<CheckResponse>("Check", request);

    public Task<DiffResponse> DiffAsync(DiffRequest request, CancellationToken cancellationToken) => Answer<DiffResponse>("Diff", request);

    public Task<CreateResponse> CreateAsync(CreateRequest request, CancellationToken cancellationToken) => Answer<CreateResponse>("Create", request);

    public Task<ReadResponse> ReadAsync(ReadRequest request, CancellationToken cancellationToken) => Answer<ReadResponse>("Read", request);

    public Task<UpdateResponse> UpdateAsync(UpdateRequest request, CancellationToken cancellationToken) => Answer<UpdateResponse>("Update", request);

    public Task DeleteAsync(DeleteRequest request, CancellationToken cancellationToken) => Answer<Empty>("Delete", request);

    public Task<ConstructResponse> ConstructAsync(ConstructRequest request, CancellationToken cancellationToken) => Answer<ConstructResponse>("Construct", request);

    public Task CancelAsync(CancellationToken cancellationToken) => Answer<Empty>("Cancel", new Empty());

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private Task<T> Answer<T>(string method, IMessage request)
        where T : IMessage, new()
    {
        var sent = JsonNode.Parse(Formatter.Format(request))!.AsObject();
        var urn = (string?)sent["urn"] ?? "";
        lock (run)
        {
            var next = run.Calls.FirstOrDefault(call => !call.Played && call.Plugin == package && call.Method.StartsWith("/pulumirpc.ResourceProvider/", StringComparison.Ordinal)
                && ((string?)call.Request["urn"] ?? "") == urn && (urn.Length > 0 || call.Name == method));
            if (next is null || next.Name != method)
            {
                differences.Add($"{package}: {method} {urn} was not recorded here; recorded is {next?.Name ?? "nothing more"}");
                throw new RpcException(new Status(StatusCode.Unimplemented, $"{method} was not recorded"));
            }

            next.Played = true;
            var (expected, actual) = (Messages.Plain(next.Request, method == "Configure"), Messages.Plain(sent, method == "Configure"));
            if (expected != actual)
                differences.Add($"{package}: {method} {urn}\n  recorded {expected}\n  sent     {actual}");
            if (next.Error is { } error && Failure().Match(error) is { Success: true } match)
                throw new RpcException(new Status(System.Enum.Parse<StatusCode>(match.Groups[1].Value), match.Groups[2].Value));
            return Task.FromResult((T)Parser.Parse((next.Response ?? []).ToJsonString(), new T().Descriptor));
        }
    }

    [GeneratedRegex("^rpc error: code = (\\w+) desc = (.*)$", RegexOptions.Singleline)]
    private static partial Regex Failure();
}

/// <summary>Loads recorded plugins.</summary>
internal sealed class RecordedHost(RecordedRun run, List<string> differences) : IPluginHost
{
    public Task<IResourceProvider> LoadAsync(PluginRequest request, CancellationToken cancellationToken) =>
        Task.FromResult<IResourceProvider>(new RecordedPlugin(run, request.Package, differences));
}
