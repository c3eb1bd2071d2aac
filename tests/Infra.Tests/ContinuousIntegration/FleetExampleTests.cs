using System.Text.Json;
using Coder.Infra.Settings;
using Coder.Infra.Tests.Generated;
using YamlDotNet.RepresentationModel;

namespace Coder.Infra.Tests.ContinuousIntegration;

/// <summary>The example of ten stacks in three clusters.</summary>
public sealed class FleetExampleTests
{
    private const string Kubeconfig = """
        {"contexts":[{"name":"eu-west","context":{"cluster":"a"}},{"name":"us-east","context":{"cluster":"b"}},{"name":"ap-south","context":{"cluster":"c"}}],
         "clusters":[{"name":"a","cluster":{"server":"https://a"}},{"name":"b","cluster":{"server":"https://b"}},{"name":"c","cluster":{"server":"https://c"}}]}
        """;

    [Fact]
    public void Ten_stacks_in_three_clusters_are_valid_and_none_is_in_anothers_way()
    {
        var stacks = Directory.GetFiles(Path.Combine(GeneratedFile.Root, "examples", "fleet"), "Pulumi.*.yaml").Select(Read).ToList();

        Assert.Equal(10, stacks.Count);
        Assert.Equal(3, stacks.Select(stack => stack.ClusterAddress).Distinct().Count());
        Assert.Equal(10, stacks.Select(stack => stack.ProviderName).Distinct().Count());
        Assert.Equal(10, stacks.Select(stack => stack.Url).Distinct().Count());
        Assert.Equal(10, stacks.Select(stack => (stack.ClusterAddress, stack.Namespace)).Distinct().Count());
    }

    private static StackSettings Read(string path)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(File.ReadAllText(path)));
        var config = ((YamlMappingNode)((YamlMappingNode)yaml.Documents[0].RootNode)["config"]).ToDictionary(
            entry => ((YamlScalarNode)entry.Key).Value!["coder-infra:".Length..],
            entry => entry.Value switch
            {
                YamlSequenceNode list => JsonSerializer.Serialize(list.Select(item => ((YamlScalarNode)item).Value)),
                YamlMappingNode map => JsonSerializer.Serialize(map.ToDictionary(part => ((YamlScalarNode)part.Key).Value!, part => ((YamlScalarNode)part.Value).Value)),
                var scalar => ((YamlScalarNode)scalar).Value,
            });
        config["kubeconfig"] = Kubeconfig;
        var settings = SettingsReader.Read(config.GetValueOrDefault, name => name == "CODER_TOKEN" ? "token" : null, out var problems);
        Assert.True(problems.Count == 0, $"{path}: {string.Join('\n', problems)}");
        return settings!;
    }
}
