using System.Collections.Immutable;
using System.Text.Json;
using Coder.Infra.Settings;
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
            var (content, isSecret) = value switch
            {
                Output<string> output => (await OutputUtilities.GetValueAsync(output), await Output.IsSecretAsync(output)),
                Output<int> output => (await OutputUtilities.GetValueAsync(output), await Output.IsSecretAsync(output)),
                Output<object?> output => (await OutputUtilities.GetValueAsync(output), await Output.IsSecretAsync(output)),
                null or string or int or bool => (value, false),
                _ => throw new NotSupportedException($"The output {name} is of the type {value.GetType()}: say here how it is looked at."),
            };
            if (isSecret)
                secret.Add(name);
            else
                Assert.DoesNotContain(Secrets, text => Holds(content, text));
        }

        Assert.Equal(["envproxyToken"], secret);
    }

    [Fact]
    public async Task Secrets_are_given_to_nobody_but_those_who_need_them()
    {
        var mocks = new ProviderMocks();
        await StackRun.RunAsync(mocks, StackRun.Config(("organizations", """["default"]"""), ("devurlsHost", "*.eu.coder.example.com")));

        var holders = mocks.Resources.SelectMany(resource => Holders(resource.Inputs, resource.Name!)).Order(StringComparer.Ordinal);
        // The provider's configuration, the release's values, and the removal, which knows its release by the token.
        Assert.Equal(["coder-workspace-provider/values/envproxy/token: shared-secret", "coder/dnsKeySecret: c2VjcmV0", "coder/token: admin-token", "release-removal/token: shared-secret"], holders);
    }

    public static TheoryData<string> Kinds => [.. StackKind.All.Select(kind => kind.Name)];

    [Theory]
    [InlineData("workspaceProxy", "token-secret")]
    [InlineData("provisioner", "key-secret")]
    public async Task A_token_of_v2_is_in_a_secret_of_the_namespace_and_nowhere_else(string kind, string holder)
    {
        var mocks = await RunAsync(kind);

        var holders = mocks.Resources.Where(resource => new[] { "shared-secret", Convert.ToBase64String("proxy-1:shared-secret"u8), Convert.ToBase64String("shared-secret"u8) }
            .Any(secret => JsonSerializer.Serialize(resource.Inputs).Contains(secret, StringComparison.Ordinal))).Select(resource => resource.Name);
        Assert.Equal([holder], holders);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Every_object_in_the_cluster_is_named_and_labelled(string kind)
    {
        var mocks = await RunAsync(kind);

        var made = mocks.Resources.Where(resource => resource.Type!.StartsWith("kubernetes:") && resource.Id is null or "").ToList();
        Assert.Superset(new HashSet<string?> { "kubernetes:core/v1:Namespace", "kubernetes:core/v1:Secret", "kubernetes:helm.sh/v3:Release" }, made.Select(resource => resource.Type).ToHashSet());
        Assert.All(made, resource =>
        {
            if (resource.Type == "kubernetes:helm.sh/v3:Release")
            {
                Assert.NotEmpty((string)resource.Inputs["name"]);
                Assert.Matches(@"^\d+\.\d+\.\d+$", (string)resource.Inputs["version"]);
                return;
            }

            var metadata = (ImmutableDictionary<string, object>)resource.Inputs["metadata"];
            Assert.NotEmpty((string)metadata["name"]);
            // A patch is of an object that another made, and labelled.
            if (!resource.Type!.EndsWith("Patch", StringComparison.Ordinal))
            {
                var labels = (ImmutableDictionary<string, object>)metadata["labels"];
                Assert.Equal("Pulumi", labels["app.kubernetes.io/managed-by"]);
                Assert.Equal("dev", labels["app.kubernetes.io/instance"]);
            }
        });
    }

    private static async Task<ProviderMocks> RunAsync(string kind)
    {
        var mocks = new ProviderMocks();
        if (kind == StackKind.WorkspaceProvider.Name)
            await StackRun.RunAsync(mocks, StackRun.Config(("coderUrl", "https://coder.example.com"), ("tls", "issue")));
        else
            await StackRun.RunAsync(mocks, kind == StackKind.WorkspaceProxy.Name ? StackRun.ProxyConfig() : StackRun.ProvisionerConfig(), found: StackRun.FoundV2);
        return mocks;
    }

    [Fact]
    public void Nothing_experimental_is_used_but_by_the_provider()
    {
        // The program itself: what runs on every engine, by the packages' stable API alone.
        var infra = Path.Combine(GeneratedFile.Root, "infra");
        foreach (var file in Directory.EnumerateFiles(infra, "*.cs", SearchOption.AllDirectories))
        {
            var folder = Path.GetRelativePath(infra, file).Split(Path.DirectorySeparatorChar)[0];
            var text = File.ReadAllText(file);
            if (folder is not ("bin" or "obj" or "Provider") && !text.Contains(" : ResourceHandler", StringComparison.Ordinal))
                Assert.DoesNotContain("Pulumi.Experimental", text);
        }
    }

    /// <summary>Where a value holds secrets: each with its path.</summary>
    private static IEnumerable<string> Holders(object? value, string path) => value switch
    {
        string text => Secrets.Where(text.Contains).Select(secret => $"{path}: {secret}"),
        IReadOnlyDictionary<string, object> map => map.SelectMany(item => Holders(item.Value, $"{path}/{item.Key}")),
        IEnumerable<object> items => items.SelectMany((item, index) => Holders(item, $"{path}/{index}")),
        _ => [],
    };

    private static bool Holds(object? value, string secret) => value switch
    {
        string text => text.Contains(secret),
        IReadOnlyDictionary<string, object> map => map.Values.Any(item => Holds(item, secret)),
        IEnumerable<object> items => items.Any(item => Holds(item, secret)),
        _ => false,
    };
}
