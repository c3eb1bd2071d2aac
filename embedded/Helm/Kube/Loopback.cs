using System.Net;
using System.Net.Sockets;

namespace Coder.Infra.Helm.Kube;

/// <summary>Names under <c>.localhost</c> mean this machine (RFC 6761 §6.3), whether or not the system's resolver knows it.</summary>
static class Loopback
{
    public static void Route(SocketsHttpHandler handler, Uri server)
    {
        handler.PooledConnectionIdleTimeout = TimeSpan.FromMinutes(1);
        if (IsLoopbackName(server.Host) || (IPAddress.TryParse(server.Host, out var address) && IPAddress.IsLoopback(address)))
            handler.UseProxy = false; // as Go's ProxyFromEnvironment
        if (IsLoopbackName(server.Host))
            handler.ConnectCallback = ConnectAsync;
    }

    public static bool IsLoopbackName(string host)
        => host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase);

    static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        // IPv4 first: that is where servers on a developer's machine listen most often.
        try
        {
            return await OpenAsync(IPAddress.Loopback).ConfigureAwait(false);
        }
        catch (SocketException first) when (Socket.OSSupportsIPv6)
        {
            try
            {
                return await OpenAsync(IPAddress.IPv6Loopback).ConfigureAwait(false);
            }
            catch (SocketException)
            {
                throw first;
            }
        }

        async Task<Stream> OpenAsync(IPAddress address)
        {
            var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(address, context.DnsEndPoint.Port, cancellation).ConfigureAwait(false);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }
    }
}
