using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Coder.Infra.Adoption;
using Coder.Infra.Checks;
using Coder.Infra.Coder;
using Coder.Infra.Coder.V1;
using Coder.Infra.Settings;

namespace Coder.Infra.Tests.Stack;

[Collection(StackRun.Name)]
public sealed class AdoptionTests
{
    [Fact]
    public async Task What_is_there_is_imported_by_its_own_id()
    {
        var mocks = await RunAsync(["eu.coder.example.com"], Presence.Foreign);

        Assert.Equal("rp-1", Id(mocks, "registration"));
        Assert.Equal("coder", Id(mocks, "namespace"));
        Assert.Equal("eu.coder.example.com", Id(mocks, "dns"));
        Assert.Equal("rp-1", Id(mocks, "admission"));
    }

    [Fact]
    public async Task What_is_not_there_is_created()
    {
        var mocks = await RunAsync([], Presence.Missing);

        Assert.All(["namespace", "coder-workspace-provider", "dns"], name => Assert.True(Id(mocks, name) is null or ""));
        Assert.Equal("rp-1", Id(mocks, "registration"));
    }

    [Fact]
    public async Task The_outputs_are_those_of_any_stack()
    {
        var outputs = await StackRun.RunAsync(new ProviderMocks(), StackRun.Config(("adopt", "true")), found: Found([], Presence.Foreign));

        Assert.Equal("rp-1", await StackRun.ValueAsync<string>(outputs, "providerId"));
        Assert.Equal("203.0.113.7", await StackRun.ValueAsync<string>(outputs, "ingressAddress"));
        Assert.Equal("ready", await StackRun.ValueAsync<string>(outputs, "status"));
        Assert.Equal(3, await StackRun.ValueAsync<int>(outputs, "releaseRevision"));
    }

    [Fact]
    public void The_name_must_be_set()
    {
        var config = StackRun.Config(("adopt", "true"));
        config.Remove("providerName");
        SettingsReader.Read(config.GetValueOrDefault, _ => null, out var problems);

        Assert.Contains("coder-infra:adopt needs coder-infra:providerName", Assert.Single(problems));
    }

    private static async Task<ProviderMocks> RunAsync(string[] records, Presence ns)
    {
        var mocks = new ProviderMocks();
        await StackRun.RunAsync(mocks, StackRun.Config(("adopt", "true")), found: Found(records, ns));
        return mocks;
    }

    private static Findings Found(string[] records, Presence ns)
    {
        var settings = StackRun.Settings(("adopt", "true"));
        return new Findings
        {
            Namespace = ns,
            Installation = new Installation
            {
                Settings = settings,
                ChartVersion = settings.CoderVersion!.Value,
                Values = new JsonObject(),
                Pool = new Pool { Id = "rp-1", Name = "eu", Status = "ready" },
                Records = records.ToImmutableDictionary(host => host, _ => "203.0.113.7"),
            },
        };
    }

    private static string? Id(ProviderMocks mocks, string name) => mocks.Resources.Single(resource => resource.Name == name).Id;
}
