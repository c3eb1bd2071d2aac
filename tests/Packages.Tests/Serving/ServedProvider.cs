using Grpc.Net.Client;
using Pulumi.Experimental.Provider;
using Rpc = Pulumirpc;

namespace Coder.Infra.Packages.Tests.Serving;

/// <summary>A provider that is served as the engine would find it, and a client of it.</summary>
internal sealed class ServedProvider : IAsyncDisposable
{
    private readonly ProviderServer _server;
    private readonly GrpcChannel _channel;

    private ServedProvider(ProviderServer server)
    {
        _server = server;
        _channel = GrpcChannel.ForAddress($"http://127.0.0.1:{server.Port}");
        Client = new Rpc.ResourceProvider.ResourceProviderClient(_channel);
    }

    public Rpc.ResourceProvider.ResourceProviderClient Client { get; }

    public static async Task<ServedProvider> StartAsync(Provider provider, string? engineAddress = null) =>
        new(await ProviderServer.StartAsync(provider, new EngineConnection(engineAddress), "0.1.0", CancellationToken.None));

    public async ValueTask DisposeAsync()
    {
        _channel.Dispose();
        await _server.DisposeAsync();
    }
}
