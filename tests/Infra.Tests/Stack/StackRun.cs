using System.Text.Json;
using Coder.Infra.Checks;
using Coder.Infra.Settings;
using Pulumi;
using Pulumi.Testing;
using Pulumi.Utilities;

namespace Coder.Infra.Tests.Stack;

/// <summary>Declares the stack on mocks: one run at a time, as the packages ask for.</summary>
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

    /// <summary>Settings of a workspace proxy.</summary>
    internal static Dictionary<string, string> ProxyConfig(params (string Name, string Value)[] more)
    {
        var config = Config([("kind", "workspaceProxy"), ("coderVersion", "2.19.0"), ("proxyName", "eu"), ("hostname", "eu.example.com"), .. more]);
        config.Remove("providerName");
        return config;
    }

    /// <summary>Settings of a provisioner.</summary>
    internal static Dictionary<string, string> ProvisionerConfig(params (string Name, string Value)[] more)
    {
        var config = Config(("kind", "provisioner"), ("coderVersion", "2.19.0"));
        foreach (var name in new[] { "providerName", "hostname", "dns" })
            config.Remove(name);
        foreach (var (name, value) in more)
            config[name] = value;
        return config;
    }

    /// <summary>What is found where everything is as it should be, at a deployment of v2.</summary>
    internal static Findings FoundV2 => new() { Context = "c", Server = "https://k8s.example.com:6443", DeploymentVersion = "v2.19.0+ab12cd3" };

    internal static StackSettings Settings(params (string Name, string Value)[] more) =>
        SettingsReader.Read(Config(more).GetValueOrDefault, name => name == "PULUMI_STACK" ? "dev" : null, out _)!;

    /// <summary>Runs the program after its look around: what that found is given.</summary>
    /// <returns>The stack's outputs.</returns>
    internal static async Task<IDictionary<string, object?>> RunAsync(ProviderMocks mocks, Dictionary<string, string>? config = null, bool preview = false, Findings? found = null)
    {
        config ??= Config();
        SettingsReader.Read(config.GetValueOrDefault, name => name == "PULUMI_STACK" ? "dev" : null, out var problems, out var settings);
        found ??= new Findings { Context = "c", Server = "https://k8s.example.com:6443" };
        if (found.DeploymentVersion.Length == 0)
            found.DeploymentVersion = "v1.19.2+build";
        Lockstep.Check(settings!, found);
        using var cluster = new EmptyCluster();
        using var surroundings = CoderStack.Around(settings!, TimeProvider.System);
        surroundings.Cluster = cluster.Client;
        var (_, outputs) = await Deployment.TestAsync(
            mocks, new TestOptions { ProjectName = "coder-infra", StackName = "dev", IsPreview = preview }, () => CoderStack.DeclareAsync(settings!, problems, surroundings, found));
        return outputs;
    }

    /// <summary>The value of an output.</summary>
    internal static async Task<T> ValueAsync<T>(IDictionary<string, object?> outputs, string name) =>
        outputs[name] is Output<T> output ? await OutputUtilities.GetValueAsync(output) : (T)outputs[name]!;
}
