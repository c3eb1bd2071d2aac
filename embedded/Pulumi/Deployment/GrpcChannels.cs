using Grpc.Core;
using Grpc.Net.Client;

namespace Pulumi;

/// <summary>Channels to the engine that started this process.</summary>
internal static class GrpcChannels
{
    /// <summary>The size of message that both sides of Pulumi's protocol allow: a state may be large.</summary>
    internal const int MaxMessageBytes = 400 * 1024 * 1024;

    /// <summary>A channel to <c>host:port</c>; it never goes through a proxy.</summary>
    public static GrpcChannel To(string address) => GrpcChannel.ForAddress($"http://{address}", new GrpcChannelOptions
    {
        MaxReceiveMessageSize = MaxMessageBytes,
        MaxSendMessageSize = MaxMessageBytes,
        Credentials = ChannelCredentials.Insecure,
        HttpHandler = new SocketsHttpHandler { UseProxy = false, EnableMultipleHttp2Connections = true, ActivityHeadersPropagator = null },
        DisposeHttpClient = true,
    });
}

/// <summary>The engine ends a run while the program still asks it things, when a step failed or the user stopped it.</summary>
internal static class EngineShutdown
{
    /// <summary>
    /// Whether the engine itself answered that it is going away. It has shown why; the program has nothing to add. A connection that
    /// could not be made at all is another matter and carries a <see cref="Status.DebugException"/>.
    /// </summary>
    public static bool IsShutdown(RpcException error) =>
        error is { StatusCode: StatusCode.Unavailable or StatusCode.Cancelled, Status.DebugException: null };
}
