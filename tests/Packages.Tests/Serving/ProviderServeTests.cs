using System.Collections.Immutable;
using Coder.Infra.Protocol.Properties;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Net.Client;
using Pulumi;
using Pulumi.Experimental.Provider;
using PropertyValue = Pulumi.Experimental.PropertyValue;
using Rpc = Pulumirpc;

namespace Coder.Infra.Packages.Tests.Serving;

/// <summary>A provider of the program, over a real gRPC channel.</summary>
public sealed class ProviderServeTests
{
    private const string Urn = "urn:pulumi:dev::p::coder-infra:index:Registration::registration";

    [Fact]
    public async Task A_resource_goes_through_its_life()
    {
        await using var served = await ServedProvider.StartAsync(new RegistrationProvider());
        var client = served.Client;

        Assert.Equal("0.1.0", (await client.GetPluginInfoAsync(new Empty())).Version);
        var configured = await client.ConfigureAsync(new Rpc.ConfigureRequest { Args = Struct.Parser.ParseJson("""{ "url": "http://coder" }"""), AcceptSecrets = true });
        Assert.True(configured is { AcceptSecrets: true, SupportsPreview: true, AcceptResources: false });

        var inputs = Struct.Parser.ParseJson("""{ "name": "eu" }""");
        var check = await client.CheckAsync(new Rpc.CheckRequest { Urn = Urn, News = inputs });
        Assert.Empty(check.Failures);
        Assert.Equal("eu", check.Inputs.Fields["name"].StringValue);

        var created = await client.CreateAsync(new Rpc.CreateRequest { Urn = Urn, Properties = check.Inputs, Timeout = 90 });
        Assert.Equal("rp-eu", created.Id);
        Assert.Equal(Signatures.Secret, created.Properties.Fields["token"].StructValue.Fields[Signatures.Key].StringValue);
        Assert.Equal(90, created.Properties.Fields["timeout"].NumberValue);

        var diff = await client.DiffAsync(new Rpc.DiffRequest { Urn = Urn, Id = created.Id, Olds = created.Properties, News = Struct.Parser.ParseJson("""{ "name": "us" }""") });
        Assert.True(diff is { Changes: Rpc.DiffResponse.Types.DiffChanges.DiffSome, HasDetailedDiff: true, DeleteBeforeReplace: true });
        Assert.Equal(["name"], diff.Replaces);
        Assert.Equal(Rpc.PropertyDiff.Types.Kind.UpdateReplace, diff.DetailedDiff["name"].Kind);

        var read = await client.ReadAsync(new Rpc.ReadRequest { Urn = Urn, Id = created.Id, Properties = created.Properties });
        Assert.Equal("", read.Id);
        await client.DeleteAsync(new Rpc.DeleteRequest { Urn = Urn, Id = created.Id, Properties = created.Properties });
    }

    [Fact]
    public async Task What_is_wrong_with_inputs_is_told_by_property()
    {
        await using var served = await ServedProvider.StartAsync(new RegistrationProvider());
        var check = await served.Client.CheckAsync(new Rpc.CheckRequest { Urn = Urn, News = new Struct() });

        var failure = Assert.Single(check.Failures);
        Assert.Equal(("name", "is required"), (failure.Property, failure.Reason));
    }

    [Fact]
    public async Task An_exception_ends_the_call_with_its_message()
    {
        await using var served = await ServedProvider.StartAsync(new RegistrationProvider());
        var error = await Assert.ThrowsAsync<RpcException>(async () =>
            await served.Client.UpdateAsync(new Rpc.UpdateRequest { Urn = Urn, News = new Struct(), Olds = new Struct() }));

        Assert.Equal((StatusCode.Unknown, "Failed to update registration: 409 Conflict"), (error.StatusCode, error.Status.Detail));
    }

    [Fact]
    public async Task A_call_that_is_not_served_says_so_and_the_handshake_is_one()
    {
        await using var served = await ServedProvider.StartAsync(new RegistrationProvider());
        var schema = await Assert.ThrowsAsync<RpcException>(async () => await served.Client.GetSchemaAsync(new Rpc.GetSchemaRequest()));
        var handshake = await Assert.ThrowsAsync<RpcException>(async () => await served.Client.HandshakeAsync(new Rpc.ProviderHandshakeRequest()));

        Assert.Equal((StatusCode.Unimplemented, StatusCode.Unimplemented), (schema.StatusCode, handshake.StatusCode));
    }

    [Fact]
    public async Task Cancel_reaches_the_call_under_way()
    {
        var provider = new RegistrationProvider();
        await using var served = await ServedProvider.StartAsync(provider);
        var deleting = served.Client.DeleteAsync(new Rpc.DeleteRequest { Urn = Urn, Id = "waits", Properties = new Struct() });
        await provider.Waiting.Task;

        await served.Client.CancelAsync(new Empty());

        var error = await Assert.ThrowsAsync<RpcException>(async () => await deleting);
        Assert.Equal(StatusCode.Cancelled, error.StatusCode);
    }

    [Fact]
    public async Task Unknowns_secrets_outputs_and_references_reach_the_provider_as_such()
    {
        var provider = new RegistrationProvider();
        await using var served = await ServedProvider.StartAsync(provider);
        await served.Client.CreateAsync(new Rpc.CreateRequest
        {
            Urn = Urn,
            Preview = true,
            Properties = Struct.Parser.ParseJson($$"""
                {
                  "name": "eu",
                  "unknown": "{{Signatures.Unknown}}",
                  "secret": { "{{Signatures.Key}}": "{{Signatures.Secret}}", "value": { "a": 1 } },
                  "output": { "{{Signatures.Key}}": "{{Signatures.Output}}", "secret": true, "dependencies": ["urn:pulumi:dev::p::t::n"] },
                  "resource": { "{{Signatures.Key}}": "{{Signatures.ResourceReference}}", "urn": "urn:pulumi:dev::p::t::n", "id": "" }
                }
                """),
        });

        var inputs = provider.LastInputs;
        Assert.True(inputs["unknown"].IsComputed);
        Assert.True(inputs["secret"] is { IsSecret: true, IsComputed: false });
        Assert.Equal("[secret]", inputs["secret"].ToString());
        Assert.True(inputs["output"] is { IsSecret: true, IsComputed: true });
        Assert.Equal([new Urn("urn:pulumi:dev::p::t::n")], inputs["output"].Dependencies);
        Assert.True(inputs["resource"].TryGetResource(out var reference) && reference.Id!.IsComputed);
    }

    private sealed class RegistrationProvider : Provider
    {
        public TaskCompletionSource Waiting { get; } = new();

        public ImmutableDictionary<string, PropertyValue> LastInputs { get; private set; } = ImmutableDictionary<string, PropertyValue>.Empty;

        public override Task<ConfigureResponse> Configure(ConfigureRequest request, CancellationToken ct) =>
            Task.FromResult(new ConfigureResponse { AcceptSecrets = request.AcceptSecrets, SupportsPreview = request.Args.ContainsKey("url") });

        public override Task<CheckResponse> Check(CheckRequest request, CancellationToken ct) => Task.FromResult(request.NewInputs.ContainsKey("name")
            ? new CheckResponse { Inputs = request.NewInputs }
            : new CheckResponse { Failures = [new CheckFailure("name", "is required")] });

        public override Task<DiffResponse> Diff(DiffRequest request, CancellationToken ct) => Task.FromResult(new DiffResponse
        {
            Changes = !request.OldOutputs["name"].Equals(request.NewInputs["name"]),
            Replaces = ["name"],
            DeleteBeforeReplace = true,
            DetailedDiff = new Dictionary<string, PropertyDiff> { ["name"] = new() { Kind = PropertyDiffKind.UpdateReplace } },
        });

        public override Task<CreateResponse> Create(CreateRequest request, CancellationToken ct)
        {
            LastInputs = request.Inputs;
            request.Inputs["name"].TryGetString(out var name);
            return Task.FromResult(new CreateResponse
            {
                Id = request.Preview ? null : $"rp-{name}",
                Outputs = request.Inputs
                    .Add("token", new PropertyValue("s3cr3t").WithSecret(true))
                    .Add("timeout", new PropertyValue(request.Timeout.TotalSeconds)),
            });
        }

        public override Task<ReadResponse> Read(ReadRequest request, CancellationToken ct) => Task.FromResult(new ReadResponse());

        public override Task<UpdateResponse> Update(UpdateRequest request, CancellationToken ct) =>
            throw new InvalidOperationException($"Failed to update {request.Name}: 409 Conflict");

        public override async Task Delete(DeleteRequest request, CancellationToken ct)
        {
            if (request.Id != "waits")
                return;
            Waiting.SetResult();
            await Task.Delay(Timeout.Infinite, ct);
        }
    }
}
