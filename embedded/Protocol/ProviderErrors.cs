using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Pulumirpc;

namespace Coder.Infra.Protocol;

/// <summary>Errors of a provider as they travel: a gRPC status whose details hold a message (<c>grpc-status-details-bin</c>).</summary>
public static class ProviderErrors
{
    private const string Details = "grpc-status-details-bin";

    /// <summary>
    /// A resource that was made or changed but did not become ready: the engine keeps its state and reports the reasons.
    /// </summary>
    public static RpcException InitFailed(string message, ErrorResourceInitFailed details) => WithDetails(StatusCode.Unknown, message, details);

    /// <summary>An error that carries a message in its details.</summary>
    public static RpcException WithDetails(StatusCode code, string message, IMessage details)
    {
        // google.rpc.Status { int32 code = 1; string message = 2; repeated Any details = 3; }, written field by field.
        using var stream = new MemoryStream();
        using (var output = new CodedOutputStream(stream, leaveOpen: true))
        {
            output.WriteTag(1, WireFormat.WireType.Varint);
            output.WriteInt32((int)code);
            output.WriteTag(2, WireFormat.WireType.LengthDelimited);
            output.WriteString(message);
            output.WriteTag(3, WireFormat.WireType.LengthDelimited);
            output.WriteMessage(Any.Pack(details));
        }

        return new RpcException(new Status(code, message), new Metadata { { Details, stream.ToArray() } }, message);
    }

    /// <summary>The details of a partial failure, or null where the error is of another kind.</summary>
    public static ErrorResourceInitFailed? GetInitFailed(RpcException error) => Get<ErrorResourceInitFailed>(error);

    /// <summary>What is wrong with which inputs of a component or a method, or null where the error is of another kind.</summary>
    public static InputPropertiesError? GetInputProperties(RpcException error) => Get<InputPropertiesError>(error);

    /// <summary>The settings that a provider lacks, or null where the error is of another kind.</summary>
    public static ConfigureErrorMissingKeys? GetMissingKeys(RpcException error) => Get<ConfigureErrorMissingKeys>(error);

    private static T? Get<T>(RpcException error)
        where T : class, IMessage<T>, new()
    {
        if (error.Trailers.GetValueBytes(Details) is not { } bytes)
            return null;
        var input = new CodedInputStream(bytes);
        while (input.ReadTag() is var tag && tag != 0)
        {
            if (WireFormat.GetTagFieldNumber(tag) != 3)
            {
                input.SkipLastField();
                continue;
            }

            var any = new Any();
            input.ReadMessage(any);
            if (any.TryUnpack<T>(out var details))
                return details;
        }

        return null;
    }
}
