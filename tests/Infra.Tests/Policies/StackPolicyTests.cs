using System.Collections.Immutable;
using Coder.Infra.Tests.Generated;
using Coder.Infra.Tests.Stack;
using Pulumi;
using Pulumi.Utilities;

namespace Coder.Infra.Tests.Policies;

/// <summary>What must hold of everything that the stack makes.</summary>
[Collection(StackRun.Name)]
public sealed class StackPolicyTests
{
    private static readonly string[] Secrets = ["admin-token", "shared-secret", "c2VjcmV0"];

    [Fact]
    public async Task No_output_holds_a_secret_unless_it_is_one()
    {
        var secret = new List<string>();
        foreach (var (name, value) in await StackRun.RunAsync(new ProviderMocks()))
        {
            if (value is Output<string> output && await Output.IsSecretAsync(output))
                secret.Add(name);
            else if ((value is Output<string> plain ? await OutputUtilities.GetValueAsync(plain) : value as string) is { } text)
                Assert.DoesNotContain(Secrets, text.Contains);
        }

        Assert.Equal(["envproxyToken"], secret);
    }

    [Fact]
    public async Task Secrets_are_given_to_nobody_but_those_who_need_them()
    {
        var mocks = new ProviderMocks();
        await StackRun.RunAsync(mocks, StackRun.Config(("organizations", """["default"]"""), ("devurlsHost", "*.eu.coder.example.com")));

        // The provider's configuration, the release's values, and the removal, which knows its release by the token.
        var holders = mocks.Resources.Where(resource => Secrets.Any(secret => Holds(resource.Inputs, secret))).Select(resource => resource.Name).Order();
        Assert.Equal(["coder", "coder-workspace-provider", "release-removal"], holders);
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
        string[] provider = ["Provider"];
        var infra = Path.Combine(GeneratedFile.Root, "infra");
        foreach (var file in Directory.EnumerateFiles(infra, "*.cs", SearchOption.AllDirectories))
        {
            var folder = Path.GetRelativePath(infra, file).Split(Path.DirectorySeparatorChar)[0];
            if (folder is not ("bin" or "obj") && !provider.Contains(folder) && !file.EndsWith("Handler.cs", StringComparison.Ordinal))
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
