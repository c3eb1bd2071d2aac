using System.Diagnostics;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Net.Client;
using Pulumirpc;

namespace Coder.Infra.Providers.Tests.Serving;

public sealed class ProviderServerTests
{
    [Fact]
    public async Task A_plugin_process_prints_its_port_and_answers_there()
    {
        var executable = Path.Combine(AppContext.BaseDirectory, "Coder.Infra.Providers.dll");
        using var process = Process.Start(new ProcessStartInfo("dotnet", [executable, "random", "127.0.0.1:1"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        try
        {
            var port = await process.StandardOutput.ReadLineAsync();
            using var channel = GrpcChannel.ForAddress($"http://127.0.0.1:{port}");
            var client = new ResourceProvider.ResourceProviderClient(channel);
            Assert.Equal("4.21.2", (await client.GetPluginInfoAsync(new Empty())).Version);
            var created = await client.CreateAsync(new CreateRequest
            {
                Urn = Calls.Urn("random:index/randomId:RandomId"),
                Properties = Struct.Parser.ParseJson("""{"byteLength":4}"""),
            });
            Assert.Equal(6, created.Id.Length);
            var refused = await Assert.ThrowsAsync<RpcException>(async () => await client.HandshakeAsync(new ProviderHandshakeRequest()));
            Assert.Equal(StatusCode.Unimplemented, refused.StatusCode);
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync();
        }
    }

    [Theory]
    [InlineData("kubernetes", "4.34.2")]
    [InlineData("random", "4.21.2")]
    [InlineData("tls", "5.6.1")]
    public async Task The_schema_names_package_and_version(string package, string version)
    {
        Assert.Equal(version, BuiltInProviders.Version(package));
        await using var provider = BuiltInProviders.Create(package, NoLog.Instance)!;
        var schema = await provider.GetSchemaAsync(new GetSchemaRequest(), CancellationToken.None);
        Assert.Equal($$"""{"name":"{{package}}","version":"{{version}}"}""", schema.Schema);
    }

    [Fact]
    public async Task Functions_are_refused_with_a_way_out()
    {
        await using var provider = BuiltInProviders.Create("kubernetes", NoLog.Instance)!;
        var error = await Assert.ThrowsAsync<RpcException>(() => provider.InvokeAsync(new InvokeRequest { Tok = "kubernetes:yaml:decode" }, CancellationToken.None));
        Assert.Equal(StatusCode.Unimplemented, error.StatusCode);
        Assert.Contains("kubernetes:yaml:decode is not supported", error.Status.Detail, StringComparison.Ordinal);
        Assert.Contains("--plugins official", error.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void A_package_without_a_provider_has_none()
    {
        Assert.Null(BuiltInProviders.Create("aws", NoLog.Instance));
        Assert.Null(BuiltInProviders.Version("aws"));
    }
}
