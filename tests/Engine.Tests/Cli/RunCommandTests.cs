using System.Text.Json.Nodes;
using Coder.Infra.Engine.Deployment.Model;

namespace Coder.Infra.Engine.Tests.Cli;

/// <summary>Runs that need no program: import, refresh and destroy of resources of the built-in random provider.</summary>
public sealed class RunCommandTests : IAsyncLifetime
{
    private const string Type = "random:index/randomUuid:RandomUuid";
    private const string Uuid = "6f1ed002-ab5b-4b1c-9a8a-0a0a0a0a0a0a";
    private const string Urn = $"urn:pulumi:dev::coder-infra::{Type}::";

    private readonly CommandLineFixture _cli = new();

    public Task InitializeAsync() => _cli.OkAsync("stack", "init", "dev");

    public Task DisposeAsync()
    {
        _cli.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task An_import_takes_the_resource_and_prints_its_declaration()
    {
        var printed = await _cli.OkAsync("import", Type, "my-id", Uuid, "--yes");
        Assert.Contains("    = 1 imported\n", printed);
        Assert.Contains("Please note that the imported resources are marked as protected.", printed);
        Assert.EndsWith("""
            import * as pulumi from "@pulumi/pulumi";
            import * as random from "@pulumi/random";

            const myId = new random.RandomUuid("my-id", {}, {
                protect: true,
            });

            """.ReplaceLineEndings("\n"), printed);
        Assert.Contains(Uuid, await _cli.OkAsync("stack", "export"));
        // An import that is repeated changes nothing.
        Assert.DoesNotContain("\"importID\"", await _cli.OkAsync("stack", "export"));
        Assert.Contains("Resources:\n    2 unchanged\n", await _cli.OkAsync("import", Type, "my-id", Uuid, "--yes", "--skip-preview"));
        Assert.Contains("already exists", (await _cli.RunAsync("import", Type, "my-id", Uuid.Replace('6', '7'), "--yes")).Output);
    }

    [Fact]
    public async Task An_import_file_takes_several_and_its_problems_are_told_at_once()
    {
        File.WriteAllText(_cli.Path("import.json"), $$"""{"resources":[{"type":"{{Type}}","name":"a","id":"<PLACEHOLDER>"},{"type":"{{Type}}","id":"x","parent":"p"}]}""");
        var error = await _cli.FailsAsync("import", "--file", "import.json", "--yes");
        Assert.Contains("resource 1: the id of a is still <PLACEHOLDER>", error);
        Assert.Contains("resource 2: it has no name", error);
        Assert.Contains("resource 2: the parent \"p\" is neither in its nameTable", error);
        File.WriteAllText(_cli.Path("import.json"), $$"""{"resources":[{"type":"{{Type}}","name":"a","id":"{{Uuid}}"},{"type":"{{Type}}","name":"b","id":"{{Uuid}}"}]}""");
        await _cli.OkAsync("import", "-f", "import.json", "--yes", "--protect=false", "--out", "code.ts");
        var code = File.ReadAllText(_cli.Path("code.ts"));
        Assert.Contains("const a = new random.RandomUuid(\"a\", {});\nconst b = new random.RandomUuid(\"b\", {});\n", code);
    }

    [Fact]
    public async Task An_import_file_takes_components_with_what_is_under_them_and_chosen_properties()
    {
        File.WriteAllText(_cli.Path("import.json"), $$"""
            {"resources":[
              {"type":"{{Type}}","name":"a","id":"{{Uuid}}","parent":"group","logicalName":"inner"},
              {"type":"test:index:Group","name":"group","component":true},
              {"type":"random:index/randomString:RandomString","name":"b","id":"abcdef","properties":["length"]}]}
            """);
        var printed = await _cli.OkAsync("import", "-f", "import.json", "--yes", "--protect=false");
        Assert.Contains("    = 3 imported\n", printed);
        // Resources that do not depend on each other may be read in any order.
        Assert.Contains("const group = new test.Group(\"group\", {});\n", printed);
        Assert.Contains("const b = new random.RandomString(\"b\", {\n    length: 6,\n});\n", printed);
        Assert.Contains("= new random.RandomUuid(\"inner\", {}, {\n    parent: group,\n});\n", printed);
        var urns = await _cli.OkAsync("stack", "--show-urns");
        Assert.Contains("URN: urn:pulumi:dev::coder-infra::test:index:Group::group", urns);
        Assert.Contains($"URN: urn:pulumi:dev::coder-infra::test:index:Group${Type}::inner", urns);

        File.WriteAllText(_cli.Path("import.json"), """{"resources":[{"type":"t:i:G","name":"a","component":true,"parent":"b","id":"x"},{"type":"t:i:G","name":"b","remote":true,"id":"y"}]}""");
        var error = await _cli.FailsAsync("import", "-f", "import.json", "--yes");
        Assert.Contains("resource 1: a is a component, and a component has no id", error);
        Assert.Contains("resource 2: b is remote, which only a component", error);
        File.WriteAllText(_cli.Path("import.json"), """{"resources":[{"type":"t:i:G","name":"a","component":true,"parent":"b"},{"type":"t:i:G","name":"b","component":true,"parent":"a"}]}""");
        Assert.Contains("a and b have each other as parents", await _cli.FailsAsync("import", "-f", "import.json", "--yes"));
    }

    [Fact]
    public async Task A_destroy_leaves_protected_resources_out_when_asked_to_and_removes_the_stack_when_all_are_gone()
    {
        await _cli.OkAsync("import", Type, "kept", Uuid, "--yes");
        await _cli.OkAsync("import", Type, "gone", Uuid, "--yes", "--protect=false");
        Assert.Contains("because it is protected", (await _cli.RunAsync("destroy", "--yes")).Output);
        var printed = await _cli.OkAsync("destroy", "--yes", "--skip-preview", "--exclude-protected");
        Assert.Contains("    - 1 deleted\n", printed);
        Assert.Contains("All unprotected resources were destroyed. There are still 3 protected resources associated with this stack.", printed);
        Assert.Contains($"{Urn}kept", await _cli.OkAsync("stack", "--show-urns"));
        var before = (await _cli.OkAsync("stack", "history", "--json"));
        Assert.Equal("There were no unprotected resources to destroy. There are still 3 protected resources associated with this stack.\n", await _cli.OkAsync("destroy", "--yes", "--exclude-protected"));
        Assert.Equal(before, await _cli.OkAsync("stack", "history", "--json"));
        await _cli.OkAsync("state", "unprotect", "--all");
        Assert.Contains("the stack itself has been removed", await _cli.OkAsync("destroy", "--yes", "--remove"));
        Assert.False(File.Exists(_cli.Checkpoint));
        Assert.False(File.Exists(_cli.Path("Pulumi.dev.yaml")));
    }

    [Fact]
    public async Task A_refresh_finds_nothing_changed_and_its_events_are_logged()
    {
        await _cli.OkAsync("import", Type, "a", Uuid, "--yes", "--protect=false");
        Assert.Contains("2 unchanged", await _cli.OkAsync("refresh", "--yes", "--skip-preview", "--expect-no-changes", "--event-log", "events.json"));
        var events = File.ReadAllLines(_cli.Path("events.json")).Select(line => JsonNode.Parse(line)!).ToArray();
        Assert.NotNull(events[0]["preludeEvent"]);
        Assert.Equal(2, (int)events[^2]["summaryEvent"]!["resourceChanges"]!["same"]!);
        Assert.NotNull(events[^1]["cancelEvent"]);
        Assert.Equal("no changes were expected but changes were proposed", (await _cli.FailsAsync("destroy", "--preview-only", "--expect-no-changes"))["error: ".Length..].Trim());
        var history = JsonNode.Parse(await _cli.OkAsync("stack", "history", "--json", "--page-size", "1"))!.AsArray();
        Assert.Equal("refresh", (string)Assert.Single(history)!["kind"]!);
    }

    [Fact]
    public async Task Pending_creates_are_dropped_on_request()
    {
        _cli.Put("killed-during-create.json");
        Assert.Contains("\"creating\"", await _cli.OkAsync("stack", "export"));
        await _cli.OkAsync("refresh", "--yes", "--skip-preview", "--exclude", "**", "--clear-pending-creates");
        Assert.DoesNotContain("\"creating\"", await _cli.OkAsync("stack", "export"));
    }

    [Fact]
    public async Task Errors_end_with_the_official_exit_codes()
    {
        Assert.Equal(2, (await _cli.RunAsync("destroy")).Code);
        Assert.Equal(2, (await _cli.RunAsync("stack", "rm")).Code);
        Assert.Equal(6, (await _cli.RunAsync("stack", "select", "gone")).Code);
        Assert.Equal(6, (await _cli.RunAsync("refresh", "--yes", "--stack", "gone")).Code);
        await _cli.OkAsync("import", Type, "a", Uuid, "--yes", "--protect=false");
        Assert.Equal(7, (await _cli.RunAsync("destroy", "--preview-only", "--expect-no-changes")).Code);
        Assert.Equal(1, (await _cli.RunAsync("up", "--wat")).Code);
    }

    [Theory]
    [InlineData("up", "--yes")]
    [InlineData("preview")]
    [InlineData("refresh", "--yes")]
    [InlineData("destroy", "--yes")]
    [InlineData("import", Type, "a", Uuid, "--yes")]
    public async Task A_project_that_requires_another_version_of_Pulumi_is_refused(params string[] command)
    {
        File.AppendAllText(_cli.Path("Pulumi.yaml"), "requiredPulumiVersion: \">=9.0.0\"\n");
        Assert.Contains("Pulumi CLI version 3.274.1 does not satisfy the version range \">=9.0.0\"", await _cli.FailsAsync(command));
        File.WriteAllText(_cli.Path("Pulumi.yaml"), "name: coder-infra\nruntime: nodejs\nrequiredPulumiVersion: nine\n");
        Assert.Contains("requiredPulumiVersion \"nine\" is not a range of versions", await _cli.FailsAsync(command));
    }

    [Fact]
    public async Task The_history_tells_how_and_from_which_commit_a_run_was_started()
    {
        async Task GitAsync(params string[] arguments)
        {
            using var git = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("git", ["-c", "user.name=A", "-c", "user.email=a@example.org", .. arguments]) { WorkingDirectory = _cli.Folder, RedirectStandardOutput = true, RedirectStandardError = true })!;
            await git.WaitForExitAsync();
            Assert.Equal(0, git.ExitCode);
        }

        await GitAsync("init", "--quiet", "--initial-branch", "main");
        await GitAsync("remote", "add", "origin", "git@github.com:owner/repo.git");
        await GitAsync("commit", "--quiet", "--allow-empty", "-m", "A title\n\nand more");
        (_cli.Environment["GITHUB_ACTIONS"], _cli.Environment["GITHUB_RUN_ID"]) = ("true", "7");
        await _cli.OkAsync("import", Type, "a", Uuid, "--yes", "--skip-preview");
        var entry = JsonNode.Parse(await _cli.OkAsync("stack", "history", "--json"))!.AsArray().Single()!;
        Assert.Equal(("A title", 0), ((string)entry["message"]!, (int)entry["version"]!));
        var facts = entry["environment"]!;
        string Fact(string name) => (string)facts[name]!;
        Assert.Equal(("owner", "repo", "github.com", "."), (Fact("vcs.owner"), Fact("vcs.repo"), Fact("vcs.kind"), Fact("vcs.root")));
        Assert.Equal(("refs/heads/main", "A", "a@example.org", "true"), (Fact("git.headName"), Fact("git.author"), Fact("git.committer.email"), Fact("git.dirty")));
        Assert.Equal(("GitHub Actions", "7", "cli"), (Fact("ci.system"), Fact("ci.build.id"), Fact("exec.kind")));
        Assert.Equal(("true", "set"), (Fact("pulumi.flag.yes"), Fact("pulumi.env.PULUMI_CONFIG_PASSPHRASE")));
    }

    [Theory]
    [InlineData("up")]
    [InlineData("destroy")]
    [InlineData("refresh")]
    [InlineData("import", Type, "a", Uuid)]
    public async Task Nothing_is_changed_unasked_without_a_terminal(params string[] command)
    {
        var before = File.ReadAllText(_cli.Checkpoint);
        Assert.Contains("--yes or --skip-preview must be passed in", await _cli.FailsAsync(command));
        Assert.Equal(before, File.ReadAllText(_cli.Checkpoint));
        _cli.Environment["PULUMI_SKIP_CONFIRMATIONS"] = "true";
        Assert.DoesNotContain("--yes or --skip-preview", (await _cli.RunAsync(command)).Error);
    }

    [Fact]
    public async Task At_a_terminal_a_run_is_shown_in_detail_on_request_and_begins_after_a_yes()
    {
        (_cli.IsTerminal, _cli.Environment["NO_COLOR"]) = (true, "1");
        _cli.Input = "perhaps\ndetails\nno\n";
        var outcome = await _cli.RunAsync("import", Type, "a", Uuid, "--protect=false");
        Assert.Equal((1, "error: confirmation declined, not proceeding with the import\n"), (outcome.Code, outcome.Error));
        Assert.Contains("Please answer yes or no", outcome.Output);
        Assert.Contains($"    = random:index/randomUuid:RandomUuid: (import)\n        [id={Uuid}]\n        [urn={Urn}a]\n", outcome.Output);
        Assert.DoesNotContain("Importing (dev):", outcome.Output);
        _cli.Input = "yes\n";
        Assert.Contains(" =   └─ random:index:RandomUuid  a", await _cli.OkAsync("import", Type, "a", Uuid, "--protect=false"));
        _cli.Input = "other\n";
        Assert.Contains("confirmation declined", await _cli.FailsAsync("stack", "rm", "--force"));
        _cli.Input = "dev\n";
        Assert.Contains("Stack 'dev' has been removed!", await _cli.OkAsync("stack", "rm", "--force"));
    }

    [Fact]
    public async Task A_wrong_passphrase_or_none_is_told_before_anything_is_done()
    {
        await _cli.OkAsync("import", Type, "a", Uuid, "--yes");
        var before = File.ReadAllText(_cli.Checkpoint);
        _cli.Environment["PULUMI_CONFIG_PASSPHRASE"] = "wrong";
        Assert.Contains("incorrect passphrase", await _cli.FailsAsync("refresh", "--yes"));
        _cli.Environment.Remove("PULUMI_CONFIG_PASSPHRASE");
        Assert.Contains("passphrase must be set with PULUMI_CONFIG_PASSPHRASE", await _cli.FailsAsync("refresh", "--yes"));
        Assert.Equal(before, File.ReadAllText(_cli.Checkpoint));
        Assert.False(Directory.Exists(_cli.Files.Locks) && Directory.EnumerateFiles(_cli.Files.Locks).Any());
    }

    [Fact]
    public async Task A_second_run_says_who_holds_the_lock_and_a_dead_one_is_taken_over()
    {
        await _cli.OkAsync("import", Type, "a", Uuid, "--yes");
        Directory.CreateDirectory(_cli.Files.Locks);
        var lockFile = Path.Combine(_cli.Files.Locks, "l.json");
        string Lock(int pid, string host) => $$"""{"pid":{{pid}},"username":"u","hostname":"{{host}}","timestamp":"2026-11-24T07:40:20Z"}""";
        File.WriteAllText(lockFile, Lock(1, "far"));
        var error = await _cli.FailsAsync("refresh", "--yes");
        Assert.Contains("the stack is currently locked by 1 lock(s). Either wait for the other process(es) to end or delete the lock file with `pulumi cancel`.", error);
        Assert.Contains("created by u@far (pid 1) at 2026-11-24T07:40:20Z", error);

        // No process has a number this high.
        File.WriteAllText(lockFile, Lock(int.MaxValue, Environment.MachineName));
        var outcome = await _cli.RunAsync("refresh", "--yes");
        Assert.Equal(0, outcome.Code);
        Assert.Contains($"(pid {int.MaxValue})", outcome.Error);
        Assert.Empty(Directory.EnumerateFiles(_cli.Files.Locks));
    }

    [Fact]
    public async Task A_plan_that_cannot_be_read_is_named_with_the_way_to_make_one()
    {
        File.WriteAllText(_cli.Path("plan.json"), "{}");
        var error = await _cli.FailsAsync("up", "--yes", "--plan", "plan.json");
        Assert.Contains("plan.json: it has no manifest", error);
        Assert.Contains("pulumi preview --save-plan", error);
    }

    [Fact]
    public async Task Tainted_resources_are_marked_in_the_state_until_they_are_untainted()
    {
        await _cli.OkAsync("import", Type, "a", Uuid, "--yes");
        await _cli.OkAsync("state", "taint", $"{Urn}a", "--yes");
        Assert.Contains("\"taint\": true", await _cli.OkAsync("stack", "export"));
        await _cli.OkAsync("state", "untaint", "--all", "--yes");
        Assert.DoesNotContain("\"taint\"", await _cli.OkAsync("stack", "export"));
    }
}
