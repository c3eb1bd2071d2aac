using System.Text.Json.Nodes;
using Coder.Infra.Providers.Tests.Recordings;

namespace Coder.Infra.Providers.Tests.Kubernetes;

public sealed class KubernetesReplayTests(RecordedCharts charts) : IClassFixture<RecordedCharts>
{
    /// <summary>Calls that the plugin answers without a word to the cluster.</summary>
    private static readonly string[] Alone = ["Handshake", "GetPluginInfo", "CheckConfig", "DiffConfig", "Configure", "Check", "Diff", "Cancel"];

    public static TheoryData<string> Runs { get; } = new(new[] { "grpc", "grpc-3.274" }
        .SelectMany(folder => Directory.EnumerateFiles(Recording.PathOf(folder), "*.jsonl").Select(path => $"{folder}/{Path.GetFileNameWithoutExtension(path)}"))
        .Where(run => Recording.Calls(run, "kubernetes").Count > 0)
        .Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task What_needs_no_cluster_is_answered_as_the_plugin_answered_it(string run)
    {
        await using var provider = await charts.ProviderAsync(BuiltInProviders.Create("kubernetes", NoLog.Instance)!);
        var calls = Recording.Calls(run, "kubernetes").Where(NeedsNoCluster).ToList();
        Assert.Contains(calls, call => call.Method == "Configure");
        foreach (var call in calls.Select(charts.Here))
        {
            var (response, error) = await provider.PlayAsync(call);
            Assert.Equal(call.Error, error);
            Assert.True(JsonNode.DeepEquals(call.Response, response), $"{call}\nexpected {call.Response?.ToJsonString()}\ngot      {response?.ToJsonString()}");
        }
    }

    [Fact]
    public void Every_such_call_is_in_a_recording()
    {
        string[] expected = [.. Alone, "Create"];

        var recorded = ((IEnumerable<object[]>)Runs).SelectMany(row => Recording.Calls((string)row[0], "kubernetes")).Where(NeedsNoCluster).Select(call => call.Method).ToHashSet();

        Assert.Superset(expected.ToHashSet(), recorded);
    }

    /// <summary>A preview of a release asks nobody.</summary>
    private static bool NeedsNoCluster(RecordedCall call) => Alone.Contains(call.Method)
        || call.Request["preview"]?.GetValue<bool>() == true && call.Urn.Contains("helm.sh/v3:Release", StringComparison.Ordinal);
}
