using System.Text.Json.Nodes;

namespace Coder.Infra.Engine.Tests.Cli;

public sealed class StackCommandTests : IDisposable
{
    private const string ReleaseUrn = "urn:pulumi:dev::coder-infra::kubernetes:helm.sh/v3:Release::coder-workspace-provider";
    private const string NamespaceUrn = "urn:pulumi:dev::coder-infra::kubernetes:core/v1:Namespace::provider";

    private readonly CommandLineFixture _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task A_stack_is_made_selected_listed_and_removed()
    {
        Assert.Equal("Created stack 'dev'\n", await _cli.OkAsync("stack", "init", "dev"));
        Assert.StartsWith("encryptionsalt: v1:", File.ReadAllText(_cli.Path("Pulumi.dev.yaml")), StringComparison.Ordinal);
        await _cli.OkAsync("stack", "init", "other", "--no-select");
        Assert.Matches("^NAME   LAST UPDATE +RESOURCE COUNT\ndev\\*   .+  0\nother  .+  0\n$", await _cli.OkAsync("stack", "ls"));
        await _cli.OkAsync("stack", "select", "other");
        Assert.Equal("other\n", await _cli.OkAsync("stack", "--show-name"));
        Assert.Contains("already exists", await _cli.FailsAsync("stack", "init", "dev"));
        Assert.Contains("--yes must be passed", await _cli.FailsAsync("stack", "rm", "dev"));
        await _cli.OkAsync("stack", "rm", "dev", "--yes");
        Assert.False(File.Exists(_cli.Path("Pulumi.dev.yaml")));
        Assert.Contains("no stack named 'dev' found; there are: other", await _cli.FailsAsync("stack", "select", "dev"));
        await _cli.OkAsync("stack", "unselect");
        Assert.Contains("no stack selected", await _cli.FailsAsync("stack"));
    }

    [Fact]
    public async Task A_stack_belongs_to_the_project_in_whose_folder_it_is_made()
    {
        Assert.Contains("could not create stack: provided project name \"else\" doesn't match Pulumi.yaml", await _cli.FailsAsync("stack", "init", "organization/else/dev"));
        Assert.Contains("doesn't match Pulumi.yaml", await _cli.FailsAsync("stack", "select", "organization/else/dev", "--create"));
        await _cli.OkAsync("stack", "new", "organization/coder-infra/dev");
    }

    [Fact]
    public async Task Stacks_are_listed_as_json_with_the_time_of_their_state()
    {
        await _cli.OkAsync("stack", "init", "dev");
        var stack = Assert.Single(JsonNode.Parse(await _cli.OkAsync("stack", "ls", "--json"))!.AsArray())!.AsObject();
        Assert.Equal(["name", "current", "lastUpdate", "resourceCount"], stack.Select(field => field.Key));
        Assert.Equal(0, (int)stack["resourceCount"]!);
    }

    [Fact]
    public async Task Tags_are_kept_beside_the_state_and_go_with_the_stack()
    {
        await _cli.OkAsync("stack", "init", "dev");
        await _cli.OkAsync("stack", "init", "other", "--no-select");
        await _cli.OkAsync("stack", "tag", "set", "a", "b");
        await _cli.OkAsync("stack", "tag", "set", "c:d", "e", "--stack", "dev");
        Assert.Equal("{\n  \"a\": \"b\",\n  \"c:d\": \"e\"\n}\n", await _cli.OkAsync("stack", "tag", "ls", "--json"));
        Assert.Equal("b\n", await _cli.OkAsync("stack", "tag", "get", "a"));
        var file = _cli.Path(".pulumi/stacks/coder-infra/dev.pulumi-tags");
        Assert.Equal(1, (int)JsonNode.Parse(File.ReadAllText(file))!["version"]!);
        Assert.Equal("dev", (string)Assert.Single(JsonNode.Parse(await _cli.OkAsync("stack", "ls", "--json", "--tag", "a=b"))!.AsArray())!["name"]!);
        Assert.Contains("invalid stack tag name \"a b\"", await _cli.FailsAsync("stack", "tag", "set", "a b", "x"));
        await _cli.OkAsync("stack", "tag", "rm", "a");
        Assert.Contains("stack tag 'a' not found", await _cli.FailsAsync("stack", "tag", "get", "a"));
        await _cli.OkAsync("stack", "rename", "renamed");
        Assert.Equal("e\n", await _cli.OkAsync("stack", "tag", "get", "c:d"));
        await _cli.OkAsync("stack", "rm", "--yes");
        Assert.Empty(Directory.EnumerateFiles(_cli.Path(".pulumi/stacks/coder-infra"), "*.pulumi-tags"));
    }

    [Fact]
    public async Task A_recorded_state_is_shown_as_recorded()
    {
        _cli.Put("up-replace.json");
        var shown = await _cli.OkAsync("stack", "--stack", "dev");
        var recorded = Recordings.Cli("stack.txt");
        string From(string text) => text[text.IndexOf("Current stack resources", StringComparison.Ordinal)..];
        Assert.Equal(From(recorded), From(shown));
    }

    [Fact]
    public async Task Outputs_are_shown_as_recorded()
    {
        _cli.Put("up-replace.json");
        var shown = await _cli.OkAsync("stack", "output", "--json", "-s", "dev") + await _cli.OkAsync("stack", "output", "--json", "--show-secrets", "-s", "dev");
        Assert.Equal(Recordings.Cli("stack-output.txt"), shown);
        Assert.Equal("203.0.113.10\n", await _cli.OkAsync("stack", "output", "address", "-s", "dev"));
        Assert.Contains("does not have output property 'nope'", await _cli.FailsAsync("stack", "output", "nope", "-s", "dev"));
    }

    [Fact]
    public async Task A_recorded_state_is_exported_as_recorded_and_imported_again()
    {
        _cli.Put("up-replace.json");
        var exported = await _cli.OkAsync("stack", "export", "-s", "dev");
        Assert.True(JsonNode.DeepEquals(
            JsonNode.Parse(Recordings.Text("state/up-replace.json"))!["checkpoint"]!["latest"], JsonNode.Parse(exported)!["deployment"]));
        File.WriteAllText(_cli.Path("plain.json"), await _cli.OkAsync("stack", "export", "--show-secrets", "-s", "dev"));
        Assert.Contains("\\\"s3cr3t-token\\\"", File.ReadAllText(_cli.Path("plain.json")));
        Assert.Equal("Import complete.\n", await _cli.OkAsync("stack", "import", "--file", "plain.json", "-s", "dev"));
        Assert.Contains("Stack has never been updated", await _cli.OkAsync("stack", "history", "-s", "dev"));
        Assert.DoesNotContain("plaintext", File.ReadAllText(_cli.Checkpoint));
        Assert.Contains("\"token\": \"s3cr3t-token\"", await _cli.OkAsync("stack", "output", "--json", "--show-secrets", "-s", "dev"));
    }

    [Fact]
    public async Task An_import_into_another_stack_is_refused_unless_forced()
    {
        await _cli.OkAsync("stack", "init", "prod");
        File.Copy(Recordings.Path("state/export-replace.json"), _cli.Path("x.json"));
        var before = File.ReadAllText(_cli.Path(".pulumi/stacks/coder-infra/prod.json"));
        Assert.Contains("is from a different stack (dev != prod)", await _cli.FailsAsync("stack", "import", "--file", "x.json"));
        Assert.Equal(before, File.ReadAllText(_cli.Path(".pulumi/stacks/coder-infra/prod.json")));
        await _cli.OkAsync("stack", "import", "--file", "x.json", "--force");
    }

    [Fact]
    public async Task A_renamed_stack_keeps_its_state_under_new_names()
    {
        _cli.Put("up-replace.json");
        await _cli.OkAsync("stack", "rename", "prod", "-s", "dev");
        Assert.False(File.Exists(_cli.Checkpoint));
        var text = File.ReadAllText(_cli.Path(".pulumi/stacks/coder-infra/prod.json"));
        Assert.DoesNotContain("urn:pulumi:dev::", text);
        Assert.DoesNotContain("coder-infra-dev", text);
        Assert.Contains("urn:pulumi:prod::coder-infra::pulumi:pulumi:Stack::coder-infra-prod", text);
        Assert.Contains("\"token\": \"s3cr3t-token\"", await _cli.OkAsync("stack", "output", "--json", "--show-secrets"));
    }

    [Fact]
    public async Task A_stack_that_has_resources_is_not_removed()
    {
        _cli.Put("up-replace.json");
        Assert.Contains("still has resources", await _cli.FailsAsync("stack", "rm", "dev", "--yes"));
        Assert.True(File.Exists(_cli.Checkpoint));
    }

    [Theory]
    [InlineData("{\"version\":3,\"checkpoint\":{\"stack\":")]
    [InlineData("{\"version\":9,\"checkpoint\":{}}")]
    public async Task A_state_that_cannot_be_read_is_named_and_left_as_it_is(string text)
    {
        _cli.Put("up-replace.json");
        File.WriteAllText(_cli.Checkpoint, text);
        foreach (var command in new[] { new[] { "stack", "export" }, ["stack", "output"], ["state", "unprotect", "--all"], ["destroy", "--yes"] })
            Assert.Contains(_cli.Checkpoint, await _cli.FailsAsync([.. command, "-s", "dev"]));
        Assert.Equal(text, File.ReadAllText(_cli.Checkpoint));
    }

    [Fact]
    public async Task Resources_are_deleted_protected_and_renamed_in_the_state_without_the_passphrase()
    {
        _cli.Environment.Remove("PULUMI_CONFIG_PASSPHRASE");
        _cli.Put("up-replace.json");
        Assert.Contains("depend on it", await _cli.FailsAsync("state", "delete", NamespaceUrn, "-s", "dev"));
        await _cli.OkAsync("state", "protect", ReleaseUrn, "-s", "dev");
        Assert.Contains("protected", await _cli.FailsAsync("state", "delete", NamespaceUrn, "--target-dependents", "-s", "dev"));
        await _cli.OkAsync("state", "unprotect", "--all", "-s", "dev");
        Assert.Contains("invalid name \"a b\"", await _cli.FailsAsync("state", "rename", ReleaseUrn, "a b", "-s", "dev"));
        await _cli.OkAsync("state", "rename", ReleaseUrn, "renamed", "-s", "dev");
        Assert.Contains("Release::renamed", await _cli.OkAsync("stack", "--show-urns", "-s", "dev"));
        await _cli.OkAsync("state", "delete", NamespaceUrn, "--target-dependents", "-s", "dev");
        var exported = await _cli.OkAsync("stack", "export", "-s", "dev");
        Assert.DoesNotContain("Namespace::provider\"", exported);
        Assert.DoesNotContain("Release::renamed\"", exported);
        Assert.Contains("ciphertext", exported);
        Assert.Contains("No such resource", await _cli.FailsAsync("state", "delete", NamespaceUrn, "-s", "dev"));
    }

    [Fact]
    public async Task A_state_out_of_order_is_repaired()
    {
        _cli.Put("up-replace.json");
        var json = JsonNode.Parse(File.ReadAllText(_cli.Checkpoint))!;
        var resources = json["checkpoint"]!["latest"]!["resources"]!.AsArray();
        var release = resources.Single(resource => (string)resource!["urn"]! == ReleaseUrn)!;
        release["dependencies"]!.AsArray().Add("urn:pulumi:dev::coder-infra::a:b:C::gone");
        resources.Remove(release);
        resources.Insert(0, release);
        File.WriteAllText(_cli.Checkpoint, json.ToJsonString());
        Assert.Contains("a:b:C::gone", await _cli.OkAsync("state", "repair", "-s", "dev"));
        Assert.Contains("nothing was changed", await _cli.OkAsync("state", "repair", "-s", "dev"));
    }

    [Fact]
    public async Task The_secrets_move_to_a_new_passphrase()
    {
        _cli.Put("up-replace.json");
        await _cli.OkAsync("config", "set", "--secret", "pin", "1234", "-s", "dev");
        _cli.Input = "new-words\n";
        await _cli.OkAsync("stack", "change-secrets-provider", "passphrase", "-s", "dev");
        Assert.Contains("incorrect passphrase", await _cli.FailsAsync("config", "get", "pin", "-s", "dev"));
        _cli.Environment["PULUMI_CONFIG_PASSPHRASE"] = "new-words";
        Assert.Equal("1234\n", await _cli.OkAsync("config", "get", "pin", "-s", "dev"));
        Assert.Contains("s3cr3t-token", await _cli.OkAsync("stack", "output", "--json", "--show-secrets", "-s", "dev"));
    }

    [Fact]
    public async Task Locks_are_cancelled()
    {
        _cli.Put("up-replace.json");
        Directory.CreateDirectory(_cli.Files.Locks);
        File.WriteAllText(Path.Combine(_cli.Files.Locks, "l.json"), """{"pid":1,"username":"u","hostname":"far","timestamp":"2026-11-24T07:40:20Z"}""");
        Assert.Contains("u@far (pid 1)", await _cli.FailsAsync("state", "unprotect", "--all", "-s", "dev"));
        await _cli.OkAsync("cancel", "--yes", "-s", "dev");
        await _cli.OkAsync("state", "unprotect", "--all", "-s", "dev");
    }
}
