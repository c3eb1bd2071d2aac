using System.Text.Json.Nodes;
using Coder.Infra.Protocol;
using Google.Protobuf;
using Grpc.Core;
using Pulumirpc;

namespace Coder.Infra.Providers.Tests.Recordings;

/// <summary>Takes the engine's part of a recording.</summary>
internal static class Playing
{
    /// <summary>Makes a recorded call and says what comes back, as JSON of the wire's kind, or the error's text.</summary>
    public static async Task<(JsonObject? Response, string? Error)> PlayAsync(this IResourceProvider provider, RecordedCall call)
    {
        try
        {
            return (JsonNode.Parse(JsonFormatter.Default.Format(await SendAsync(provider, call)))!.AsObject(), null);
        }
        catch (RpcException error)
        {
            return (null, $"rpc error: code = {error.StatusCode} desc = {error.Status.Detail}");
        }
    }

    private static async Task<IMessage> SendAsync(IResourceProvider provider, RecordedCall call)
    {
        var cancellation = CancellationToken.None;
        T Request<T>()
            where T : IMessage<T>, new() => Recording.Message<T>(call.Request);
        switch (call.Method)
        {
            case "Handshake": return await provider.HandshakeAsync(Request<ProviderHandshakeRequest>(), cancellation);
            case "GetPluginInfo": return await provider.GetPluginInfoAsync(cancellation);
            case "CheckConfig": return await provider.CheckConfigAsync(Request<CheckRequest>(), cancellation);
            case "DiffConfig": return await provider.DiffConfigAsync(Request<DiffRequest>(), cancellation);
            case "Configure": return await provider.ConfigureAsync(Request<ConfigureRequest>(), cancellation);
            case "Check": return await provider.CheckAsync(Request<CheckRequest>(), cancellation);
            case "Diff": return await provider.DiffAsync(Request<DiffRequest>(), cancellation);
            case "Create": return await provider.CreateAsync(Request<CreateRequest>(), cancellation);
            case "Invoke": return await provider.InvokeAsync(Request<InvokeRequest>(), cancellation);
            case "Read": return await provider.ReadAsync(Request<ReadRequest>(), cancellation);
            case "Update": return await provider.UpdateAsync(Request<UpdateRequest>(), cancellation);
            case "Delete":
                await provider.DeleteAsync(Request<DeleteRequest>(), cancellation);
                return new Google.Protobuf.WellKnownTypes.Empty();
            case "Cancel":
                await provider.CancelAsync(cancellation);
                return new Google.Protobuf.WellKnownTypes.Empty();
            default:
                throw new InvalidOperationException($"No player for {call.Method}.");
        }
    }
}
