using Coder.Infra.Engine.Deployment.Providers;
using Coder.Infra.Protocol.Properties;
using Google.Protobuf;
using Grpc.Core;
using Pulumirpc;

namespace Coder.Infra.Engine.Tests.Deployment;

/// <summary>Packages that a plugin of another name serves once it was given their parameters.</summary>
public sealed class ParameterizedTests
{
    private readonly Lifecycle _stack = new();
    private readonly List<string> _given = [];

    public ParameterizedTests() => _stack.Provider.Parameterize = request =>
    {
        _given.Add($"{request.Value.Name} {request.Value.Version}: {request.Value.Value.ToStringUtf8()}");
        return new ParameterizeResponse { Name = request.Value.Name, Version = request.Value.Version };
    };

    private static RegisterPackageRequest Package(string version = "2.0.0") => new()
    {
        Name = "test",
        Version = "1.2.3",
        Parameterization = new() { Name = "made", Version = version, Value = ByteString.CopyFromUtf8("of this") },
    };

    private static async Task Program(Registrar program)
    {
        var package = (await program.Monitor.RegisterPackageAsync(Package())).Ref;
        Assert.Equal(package, (await program.Monitor.RegisterPackageAsync(Package())).Ref);
        Assert.NotEqual(package, (await program.Monitor.RegisterPackageAsync(Package("3.0.0"))).Ref);
        await program.ResourceAsync("a", null, request => (request.Type, request.PackageRef) = ("made:index:Thing", package));
        var provider = await program.ProviderAsync("mine", null, request => (request.Type, request.PackageRef) = ("pulumi:providers:made", package));
        await program.ResourceAsync("b", null, request => (request.Type, request.Provider) = ("made:index:Thing", $"{provider.Urn}::{provider.Id}"));
    }

    [Fact]
    public async Task A_provider_keeps_its_plugin_and_its_parameters_in_its_inputs()
    {
        Assert.False((await _stack.UpAsync(Program)).Failed, string.Join('\n', _stack.Errors));

        Assert.Equal(["made 2.0.0: of this", "made 2.0.0: of this"], _given);
        var hidden = PropertyMap.Of(
            ("name", "test"),
            ("parameterization", PropertyMap.Of(("name", "made"), ("version", "2.0.0"), ("value", Convert.ToBase64String("of this"u8)))));
        foreach (var name in (string[])["default_1_2_3_made_2_0_0", "mine"])
        {
            Assert.Equal("pulumi:providers:made", _stack[name].Type);
            Assert.Equal(PropertyMap.Of(("version", "1.2.3"), ("__internal", hidden)), _stack[name].Inputs);
            Assert.Equal(PropertyMap.Of(("version", "1.2.3")), _stack[name].Outputs);
        }
    }

    [Fact]
    public async Task A_run_without_the_program_gives_the_plugin_its_parameters_again()
    {
        await _stack.UpAsync(Program);
        _given.Clear();

        Assert.False((await _stack.RefreshAsync()).Failed, string.Join('\n', _stack.Errors));
        Assert.False((await _stack.DestroyAsync()).Failed, string.Join('\n', _stack.Errors));

        Assert.Equal(Enumerable.Repeat("made 2.0.0: of this", 4), _given);
        Assert.Empty(_stack.Snapshot.Resources);
    }

    [Fact]
    public async Task A_plugin_that_serves_another_package_than_it_was_to_is_refused()
    {
        _stack.Provider.Parameterize = _ => new ParameterizeResponse { Name = "made", Version = "2.0.1" };

        Assert.True((await _stack.UpAsync(Program)).Failed);

        Assert.Contains("The plugin was to serve the package made 2.0.0, but serves made 2.0.1.", _stack.Errors);
    }

    [Fact]
    public async Task A_plugin_that_takes_no_parameters_says_so()
    {
        _stack.Provider.Parameterize = _ => throw new RpcException(new Status(StatusCode.Unimplemented, "no parameters here"));

        Assert.True((await _stack.UpAsync(Program)).Failed);

        Assert.Contains("The plugin cannot serve the package made 2.0.0: no parameters here", _stack.Errors);
    }

    [Fact]
    public void A_source_is_read_as_it_was_written()
    {
        var source = new PackageSource("test", "1.2.3", "https://example.org/plugins", new("made", "2.0.0", "dmFsdWU="));

        Assert.Equal(source, PackageSource.From("made", source.WriteTo(PropertyMap.Empty)));
        Assert.Equal(new PackageSource("random", "4.21.2"), PackageSource.From("random", new PackageSource("random", "4.21.2").WriteTo(PropertyMap.Empty)));
        Assert.Equal(PropertyMap.Empty, new PackageSource("random").WriteTo(PropertyMap.Empty));
    }

    [Theory]
    [InlineData("", "", "default")]
    [InlineData("4.21.2", "", "default_4_21_2")]
    [InlineData("0.1.0-alpha.2+dirty", "", "default_0_1_0_alpha_2_dirty")]
    [InlineData("1.0.0", "https://example.org", "default_1_0_0_https_/example.org")]
    public void A_default_provider_is_named_after_its_source(string version, string url, string name) =>
        Assert.Equal(name, new PackageSource("test", version, url).DefaultName);
}
