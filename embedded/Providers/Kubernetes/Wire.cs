using Coder.Infra.Helm.Kube;
using Coder.Infra.Protocol.Properties;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Coder.Infra.Providers.Kubernetes;

/// <summary>Properties and errors as they travel to the engine and back.</summary>
internal static class Wire
{
    public static PropertyMap Read(Struct? value) => PropertyMarshaler.FromStruct(value);

    public static Struct Write(PropertyMap value) => PropertyMarshaler.ToStruct(value);

    public static RpcException Failed(string message, Exception? cause = null) =>
        new(new Status(StatusCode.Unknown, cause is null ? message : $"{message}: {Explain(cause)}", cause));

    /// <summary>What the API server said, with a line for each field that it objected to.</summary>
    public static string Explain(Exception cause) => cause is KubeException { Causes: { Count: > 1 } causes }
        ? string.Join("\n", causes.Select(line => $"  - {line}").Prepend(cause.Message))
        : cause.Message;
}
