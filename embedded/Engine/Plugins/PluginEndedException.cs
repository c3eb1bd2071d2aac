using Grpc.Core;

namespace Coder.Infra.Engine.Plugins;

/// <summary>A plugin ended during a call: nobody knows whether what it was asked for has happened.</summary>
internal sealed class PluginEndedException(string epitaph, Exception? inner = null) : RpcException(new Status(StatusCode.Unavailable, epitaph, inner));
