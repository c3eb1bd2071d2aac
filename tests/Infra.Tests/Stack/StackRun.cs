using System.Collections.Immutable;
using System.Text.Json;
using Pulumi;
using Pulumi.Testing;
using Pulumi.Utilities;

namespace Coder.Infra.Tests.Stack;

/// <summary>Runs the stack on mocks with a configuration, which the packages read from the environment: one run at a time.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class StackRun
{
    public const string Name = "stack";

    internal const string Kubeconfig =
        """{"current-context":"c","contexts":[{"name":"c","context":{"cluster":"k"}}],"clusters":[{"name":"k","cluster":{"server":"https://k8s.example.com:6443"}}]}""";

    internal static Dictionary<string, string> Config(params (string Name, string Value)[] more)
    {
        var config = new Dictionary<string, string>
        {
            ["coderUrl"] = "http://coder.example.com",
            ["coderToken"] = "admin-token",
            ["coderVersion"] = "1.19.2",
            ["hostname"] = "eu.coder.example.com",
            ["kubeconfig"] = Kubeconfig,
            ["providerName"] = "eu",
            ["dns"] = """{"server":"ns.example.com","keyName":"key.","keySecret":"c2VjcmV0"}""",
        };
        foreach (var (name, value) in more)
            config[name] = value;
        return config;
    }

    internal static async Task<ImmutableArray<Resource>> RunAsync(ProviderMocks mocks, Dictionary<string, string>? config = null, bool preview = false)
    {
        Environment.SetEnvironmentVariable("PULUMI_CONFIG", JsonSerializer.Serialize((config ?? Config()).ToDictionary(item => $"coder-infra:{item.Key}", item => item.Value)));
        try
        {
            return await Deployment.TestAsync<WorkspaceProviderStack>(mocks, new TestOptions { ProjectName = "coder-infra", StackName = "dev", IsPreview = preview });
        }
        finally
        {
            Environment.SetEnvironmentVariable("PULUMI_CONFIG", null);
        }
    }

    internal static Task<T> ValueAsync<T>(Output<T> output) => OutputUtilities.GetValueAsync(output);
}
