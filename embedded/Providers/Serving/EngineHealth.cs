using Grpc.Core;

namespace Coder.Infra.Providers.Serving;

/// <summary>
/// Whether the engine that started a plugin is still there: asked every five minutes, as the official plugins do
/// (gRPC health service; <c>Unimplemented</c> is an answer too).
/// </summary>
internal static class EngineHealth
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(5);

    // The messages of grpc.health.v1: an empty request, and an answer whose content does not matter.
    private static readonly Marshaller<byte[]> Bytes = Marshallers.Create(static bytes => bytes, static bytes => bytes);
    private static readonly Method<byte[], byte[]> Check = new(MethodType.Unary, "grpc.health.v1.Health", "Check", Bytes, Bytes);

    /// <summary>Returns when the engine does not answer any more.</summary>
    public static async Task WaitUntilGoneAsync(CallInvoker engine, TimeProvider time, CancellationToken cancellationToken)
    {
        do
            await Task.Delay(Interval, time, cancellationToken).ConfigureAwait(false);
        while (await AnswersAsync(engine, cancellationToken).ConfigureAwait(false));
    }

    private static async Task<bool> AnswersAsync(CallInvoker engine, CancellationToken cancellationToken)
    {
        try
        {
            using var call = engine.AsyncUnaryCall(Check, null, new CallOptions(cancellationToken: cancellationToken), []);
            await call.ResponseAsync.ConfigureAwait(false);
            return true;
        }
        catch (RpcException error) when (!cancellationToken.IsCancellationRequested)
        {
            return error.StatusCode == StatusCode.Unimplemented;
        }
    }
}
