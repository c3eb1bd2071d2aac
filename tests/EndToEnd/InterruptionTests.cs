using System.Diagnostics;
using System.Text;

namespace Coder.Infra.EndToEnd;

[Collection(EndToEndCollection.Name)]
public sealed class InterruptionTests
{
    [Theory]
    [InlineData("/api/v1/namespaces/coder-eu/secrets/sh.helm.release.v1.coder-workspace-provider.v1")]
    public async Task A_run_killed_once_something_exists_is_resumed_by_running_again(string path)
    {
        // What was killed is settled once its operation cannot be running any more: after the release's own timeout.
        await using var project = new TestProject(("timeouts", "{release: 10s}"));
        Assert.True(await project.KillWhenAsync(async () => await project.GetAsync(path) is not null, "up", "--yes", "--skip-preview"), "up ended before it was killed");

        var resumed = await project.RunAsync("up", "--yes");

        Assert.Contains("status         : \"ready\"", resumed);
        Assert.Single(await project.ProvidersAsync());
        await project.RunAsync("up", "--yes", "--expect-no-changes");
        await project.RunAsync("destroy", "--yes");
        Assert.Empty(await project.ProvidersAsync());
    }

    [Fact]
    public async Task Ctrl_C_while_Coder_is_waited_for_says_what_was_reached_and_running_again_goes_on()
    {
        await using var project = new TestProject(("clusterAddress", "https://elsewhere.example.com:6443"), ("timeouts", "{admission: 20m}"));
        using var process = project.StartGroup("up", "--yes", "--skip-preview");
        var errors = process.StandardError.ReadToEndAsync();
        var output = new StringBuilder();
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            output.AppendLine(line);
            if (line.Contains("cannot be reached from the deployment", StringComparison.Ordinal))
                break;
        }

        // A terminal sends it to the engine, the program and the plugin alike.
        using (var signal = Process.Start("kill", ["-INT", "--", $"-{process.Id}"]))
            await signal.WaitForExitAsync();
        output.Append(await process.StandardOutput.ReadToEndAsync()).Append(await errors);
        await process.WaitForExitAsync();

        Assert.NotEqual(0, process.ExitCode);
        Assert.DoesNotContain("A task was canceled", output.ToString());
        Assert.Contains("Interrupted while waiting for Coder to report the workspace provider ready", output.ToString());
        Assert.Contains("cannot be reached from the deployment", output.ToString());
        await project.RunAsync("config", "rm", "clusterAddress");
        Assert.Contains("status         : \"ready\"", await project.RunAsync("up", "--yes"));
        Assert.Single(await project.ProvidersAsync());
    }

    [Fact]
    public async Task The_second_of_two_runs_is_told_who_holds_the_lock()
    {
        await using var project = new TestProject();
        using var first = project.Start("up", "--yes", "--skip-preview");
        var reading = first.StandardOutput.ReadToEndAsync();
        var locks = Path.Combine(project.Folder, ".pulumi", "locks", "organization", "coder-infra", "dev");
        while (!first.HasExited && !(Directory.Exists(locks) && Directory.EnumerateFiles(locks, "*.json").Any()))
            await Task.Yield();

        var refused = await project.FailAsync("up", "--yes", "--skip-preview");

        Assert.Contains("the stack is currently locked by 1 lock(s)", refused);
        Assert.Contains("(pid ", refused);
        await first.WaitForExitAsync();
        Assert.True(first.ExitCode == 0, await reading);
    }
}
