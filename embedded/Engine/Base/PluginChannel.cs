using Grpc.Net.Client;

namespace Coder.Infra.Engine.Base;

/// <summary>How the engine talks gRPC to what runs on this machine.</summary>
internal static class PluginChannel
{
    /// <summary>States of resources may be large: the official engine allows 400 MB.</summary>
    public const int MaxMessageSize = 400 * 1024 * 1024;

    /// <summary>No proxy, no limit on idle connections, messages up to <see cref="MaxMessageSize"/>.</summary>
    public static GrpcChannelOptions Options => new()
    {
        MaxReceiveMessageSize = MaxMessageSize,
        MaxSendMessageSize = MaxMessageSize,
        HttpHandler = new SocketsHttpHandler { UseProxy = false, EnableMultipleHttp2Connections = true },
        DisposeHttpClient = true,
    };
}
