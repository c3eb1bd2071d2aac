using System.Text.Json.Nodes;
using Coder.Infra.Providers.Tests.Recordings;

namespace Coder.Infra.Providers.Tests.Kubernetes;

public sealed class KubernetesReplayTests
{
    /// <summary>Calls that the plugin answers without a word to the cluster.</summary>
    private static readonly string[] Alone = ["Handshake", "GetPluginInfo", "CheckConfig", "DiffConfig", "Configure", "Check", "Diff", "Cancel"];

    public static TheoryData<string> Runs { get; } = new(Directory.EnumerateFiles(Recording.PathOf("grpc"), "*.jsonl")
        .Select(path => Path.GetFileNameWithoutExtension(path)!)
        .Where(run => Recording.Calls(run, "kubernetes").Count > 0)
        .Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task What_needs_no_cluster_is_answered_as_the_plugin_answered_it(string run)
    {
        await using var provider = BuiltInProviders.Create("kubernetes", NoLog.Instance)!;
        foreach (var call in Recording.Calls(run, "kubernetes").Where(call => Alone.Contains(call.Method)))
        {
            var (response, error) = await provider.PlayAsync(call);
            Assert.Equal(call.Error, error);
            Assert.True(JsonNode.DeepEquals(call.Response, response), $"{call}\nexpected {call.Response?.ToJsonString()}\ngot      {response?.ToJsonString()}");
        }
    }
}
