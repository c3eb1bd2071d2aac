using System.Collections.Immutable;
using Coder.Infra.Settings;

namespace Coder.Infra.Tests.Stack;

[Collection(StackRun.Name)]
public sealed class AdoptionTests
{
    private static readonly ImmutableDictionary<string, object> Everything = new Dictionary<string, object>
    {
        ["providerId"] = "rp-1",
        ["hasNamespace"] = true,
        ["hasRelease"] = true,
        ["releaseIsAsWanted"] = true,
        ["ingressAddress"] = "203.0.113.7",
        ["records"] = ImmutableArray.Create<object>("eu.coder.example.com"),
    }.ToImmutableDictionary();

    [Fact]
    public async Task What_is_there_is_imported_by_its_own_id()
    {
        var mocks = await RunAsync(Everything);

        Assert.Equal("rp-1", Id(mocks, "registration"));
        Assert.Equal("coder", Id(mocks, "namespace"));
        Assert.Equal("coder/coder-workspace-provider", Id(mocks, "coder-workspace-provider"));
        Assert.Equal("eu.coder.example.com", Id(mocks, "dns"));
        Assert.Equal("rp-1", Id(mocks, "admission"));
        // The ingress has its address: nothing is written on it.
        Assert.DoesNotContain(mocks.Resources, resource => resource.Type == "kubernetes:networking.k8s.io/v1:IngressPatch");
    }

    [Fact]
    public async Task What_is_not_there_is_made()
    {
        var mocks = await RunAsync(Everything.SetItem("hasNamespace", false).SetItem("hasRelease", false).SetItem("records", ImmutableArray<object>.Empty));

        Assert.All(["namespace", "coder-workspace-provider", "dns"], name => Assert.True(Id(mocks, name) is null or ""));
        Assert.Equal("rp-1", Id(mocks, "registration"));
        Assert.Contains(mocks.Resources, resource => resource.Type == "kubernetes:networking.k8s.io/v1:IngressPatch");
    }

    [Fact]
    public async Task The_outputs_are_those_of_any_stack()
    {
        var mocks = new ProviderMocks { Installation = Everything };
        var stack = (await StackRun.RunAsync(mocks, StackRun.Config(("adopt", "true")))).OfType<WorkspaceProviderStack>().Single();

        Assert.Equal("rp-1", await StackRun.ValueAsync(stack.ProviderId));
        Assert.Equal("203.0.113.7", await StackRun.ValueAsync(stack.IngressAddress));
        Assert.Equal("ready", await StackRun.ValueAsync(stack.Status));
        Assert.Equal(3, await StackRun.ValueAsync(stack.ReleaseRevision));
    }

    [Fact]
    public void The_name_must_be_told()
    {
        var config = StackRun.Config(("adopt", "true"));
        config.Remove("providerName");
        SettingsReader.Read(config.GetValueOrDefault, _ => null, out var problems);

        Assert.Contains("coder-infra:adopt needs coder-infra:providerName", Assert.Single(problems));
    }

    private static async Task<ProviderMocks> RunAsync(ImmutableDictionary<string, object> installation)
    {
        var mocks = new ProviderMocks { Installation = installation };
        await StackRun.RunAsync(mocks, StackRun.Config(("adopt", "true")));
        return mocks;
    }

    private static string? Id(ProviderMocks mocks, string name) => mocks.Resources.Single(resource => resource.Name == name).Id;
}
