using System.Net.Sockets;
using Grpc.Core;

namespace Pulumi.Experimental.Provider;

/// <summary>
/// Notices that the engine was killed, so that its provider does not outlive it: nobody listens at the engine's address any more, or
/// what listens there now is no engine. The official Kubernetes and Random plugins check the same (gRPC health service,
/// <c>Unimplemented</c> counts as healthy).
/// </summary>
internal static class EngineWatch
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    /// <summary>Every how many intervals the engine is asked for its health; between that, whether somebody listens is enough.</summary>
    private const int HealthEvery = 12;

    private static readonly Method<byte[], byte[]> HealthCheck = new(
        MethodType.Unary,
        "grpc.health.v1.Health",
        "Check",
        Marshallers.Create(static bytes => bytes, static bytes => bytes),
        Marshallers.Create(static bytes => bytes, static bytes => bytes));

    /// <summary>Waits until the engine is gone; forever where no engine is known.</summary>
    public static async Task WaitUntilGoneAsync(EngineConnection engine, TimeProvider time, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            for (var ticks = 1; await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false); ticks++)
            {
                if (engine.Address is not { } address)
                    continue;
                if (!await ListensAsync(address, cancellationToken).ConfigureAwait(false) ||
                    (ticks % HealthEvery == 0 && !await IsHealthyAsync(address, cancellationToken).ConfigureAwait(false)))
                    return;
            }
        }
        catch (OperationCanceledException)
        {
            // The serving ended first.
        }
    }

    /// <summary>Whether a connection is accepted. Only a refusal counts as no.</summary>
    private static async Task<bool> ListensAsync(string address, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate($"tcp://{address}", UriKind.Absolute, out var uri))
            return true;
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(uri.Host, uri.Port, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (SocketException e)
        {
            return e.SocketErrorCode != SocketError.ConnectionRefused;
        }
    }

    /// <summary>Whether an engine answers. Engines do not serve the health service, which they say.</summary>
    private static async Task<bool> IsHealthyAsync(string address, CancellationToken cancellationToken)
    {
        using var channel = GrpcChannels.To(address);
        try
        {
            await channel.CreateCallInvoker().AsyncUnaryCall(HealthCheck, host: null, new Grpc.Core.CallOptions(cancellationToken: cancellationToken), []);
            return true;
        }
        catch (RpcException e)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return e.StatusCode == StatusCode.Unimplemented;
        }
    }
}
