using System.Net;
using System.Net.Sockets;
using System.Text;
using Coder.Infra.Kubernetes;

namespace Coder.Infra.Tests.Stack;

/// <summary>An API server with nothing in it: collections are empty, everything else is not there.</summary>
internal sealed class EmptyCluster : IDisposable
{
    private readonly HttpListener _listener = new();

    public EmptyCluster()
    {
        // A free port: the listener itself cannot choose one.
        int port;
        using (var probe = new TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            port = ((IPEndPoint)probe.LocalEndpoint).Port;
        }

        _listener.Prefixes.Add($"http://127.0.0.1:{port}/");
        _listener.Start();
        _ = ServeAsync();
        Client = new ClusterClient(ClusterConnection.Open(
            $$$"""{"current-context":"c","contexts":[{"name":"c","context":{"cluster":"k","user":"u"}}],"users":[{"name":"u","user":{"token":"t"}}],"clusters":[{"name":"k","cluster":{"server":"http://127.0.0.1:{{{port}}}"}}]}""", null));
    }

    public ClusterClient Client { get; }

    public void Dispose() => _listener.Close();

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                await AnswerAsync(await _listener.GetContextAsync());
            }
            catch (Exception error) when (error is HttpListenerException or ObjectDisposedException)
            {
                // The client has gone, or the test has ended.
            }
        }
    }

    private static async Task AnswerAsync(HttpListenerContext context)
    {
        var isList = context.Request.Url!.AbsolutePath.EndsWith("/secrets", StringComparison.Ordinal);
        context.Response.StatusCode = isList ? 200 : 404;
        context.Response.ContentType = "application/json";
        await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(isList
            ? """{"kind":"SecretList","apiVersion":"v1","metadata":{"resourceVersion":"1"},"items":[]}"""
            : """{"kind":"Status","apiVersion":"v1","status":"Failure","reason":"NotFound","code":404}"""));
        context.Response.Close();
    }
}
