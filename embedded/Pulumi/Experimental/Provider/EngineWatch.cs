using System.Net.Sockets;

namespace Pulumi.Experimental.Provider;

/// <summary>
/// Notices that the engine is gone without a word (killed), so that its provider does not stay behind: nobody listens at its address
/// any more.
/// </summary>
internal static class EngineWatch
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    /// <summary>Waits until the engine is gone; forever where no engine is known.</summary>
    public static async Task WaitUntilGoneAsync(EngineConnection engine, TimeProvider time, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false))
            {
                if (engine.Address is { } address && !await ListensAsync(address, cancellationToken).ConfigureAwait(false))
                    return;
            }
        }
        catch (OperationCanceledException)
        {
            // The serving ended first.
        }
    }

    /// <summary>Whether a connection is taken. Only a refusal counts as no; what cannot be told counts as yes.</summary>
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
}
