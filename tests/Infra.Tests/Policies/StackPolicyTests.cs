using System.Collections.Immutable;
using System.Reflection;
using Coder.Infra.Tests.Generated;
using Coder.Infra.Tests.Stack;
using Pulumi;

namespace Coder.Infra.Tests.Policies;

/// <summary>What must hold of everything that the stack makes.</summary>
[Collection(StackRun.Name)]
public sealed class StackPolicyTests
{
    private static readonly string[] Secrets = ["admin-token", "shared-secret", "c2VjcmV0"];

    [Fact]
    public async Task No_output_holds_a_secret_unless_it_is_one()
    {
        var stack = (await StackRun.RunAsync(new ProviderMocks())).OfType<WorkspaceProviderStack>().Single();

        var secret = new List<string>();
        foreach (var property in typeof(WorkspaceProviderStack).GetProperties().Where(property => property.GetCustomAttribute<OutputAttribute>() is not null))
        {
            if (property.GetValue(stack) is not Output<string> output || await StackRun.ValueAsync(output) is not { } value)
                continue;
            if (await Output.IsSecretAsync(output))
                secret.Add(property.Name);
            else
                Assert.DoesNotContain(Secrets, hidden => value.Contains(hidden));
        }

        Assert.Contains("EnvproxyToken", secret);
    }

    [Fact]
    public async Task Secrets_are_given_to_nobody_but_those_who_need_them()
    {
        var mocks = new ProviderMocks();
        await StackRun.RunAsync(mocks, StackRun.Config(("organizations", """["default"]"""), ("devurlsHost", "*.eu.coder.example.com")));

        // Where: the providers' own configuration, the release's values, the records' key.
        var holders = mocks.Resources.Where(resource => Secrets.Any(secret => Holds(resource.Inputs, secret))).Select(resource => resource.Name).Order();
        Assert.Equal(["coder", "coder-workspace-provider", "dns", "dns-devurls"], holders);
    }

    [Fact]
    public async Task Every_object_in_the_cluster_is_named_and_labelled()
    {
        var mocks = new ProviderMocks();
        await StackRun.RunAsync(mocks);

        foreach (var resource in mocks.Resources.Where(resource => resource.Type!.StartsWith("kubernetes:") && resource.Id is null or ""))
        {
            if (resource.Type == "kubernetes:helm.sh/v3:Release")
            {
                Assert.NotEmpty((string)resource.Inputs["name"]);
                Assert.Matches(@"^\d+\.\d+\.\d+$", (string)resource.Inputs["version"]);
                continue;
            }

            var metadata = (ImmutableDictionary<string, object>)resource.Inputs["metadata"];
            Assert.NotEmpty((string)metadata["name"]);
            if (resource.Type is "kubernetes:core/v1:Namespace" or "kubernetes:core/v1:Secret")
                Assert.Equal("Pulumi", ((ImmutableDictionary<string, object>)metadata["labels"])["app.kubernetes.io/managed-by"]);
        }
    }

    [Fact]
    public void Nothing_experimental_is_used_but_by_the_provider()
    {
        // The program itself: what runs on every engine, by the packages' stable API alone.
        string[] provider = ["Provider", "Adoption", "Checks"];
        var infra = Path.Combine(GeneratedFile.Root, "infra");
        foreach (var file in Directory.EnumerateFiles(infra, "*.cs", SearchOption.AllDirectories))
        {
            var folder = Path.GetRelativePath(infra, file).Split(Path.DirectorySeparatorChar)[0];
            if (folder is not ("bin" or "obj") && !provider.Contains(folder))
                Assert.DoesNotContain("Pulumi.Experimental", File.ReadAllText(file));
        }
    }

    private static bool Holds(object? value, string secret) => value switch
    {
        string text => text.Contains(secret),
        IReadOnlyDictionary<string, object> map => map.Values.Any(item => Holds(item, secret)),
        IEnumerable<object> items => items.Any(item => Holds(item, secret)),
        _ => false,
    };
}
