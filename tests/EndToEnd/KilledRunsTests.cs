using System.Diagnostics;
using System.Globalization;

namespace Coder.Infra.EndToEnd;

/// <summary>
/// A command that is killed with SIGKILL at any point ends well when it is run again: no step by hand, no second registration, nothing left
/// over. A point is a number of lines that the command has printed, so that it does not depend on the machine's speed; every other one is a
/// moment later than its line. Killed is the engine alone, the whole tree, or one of the engine's children: the program and its plugin. Two
/// points are tried by default; <c>KILL_POINTS=40</c> tries forty of each command.
/// </summary>
[Collection(EndToEndCollection.Name)]
public sealed class KilledRunsTests
{
    private static int Points => int.TryParse(Environment.GetEnvironmentVariable("KILL_POINTS"), NumberStyles.None, CultureInfo.InvariantCulture, out var points) ? points : 2;

    [Fact]
    public async Task A_first_up_a_bump_and_a_destroy_converge_after_a_kill_anywhere()
    {
        // What was killed is settled once its operation cannot be running any more: after the release's own timeout.
        await using var project = new TestProject(("timeouts", "{release: 8s}"), ("allowDowngrade", "true"));
        var lines = new Dictionary<string, int>();
        async Task RunAsync(string name, params string[] arguments) => lines[name] = (await project.RunAsync(arguments)).Split('\n').Length;
        await RunAsync("up", "up", "--yes", "--skip-preview");
        await VersionAsync(project, "1.20.0");
        await RunAsync("bump", "up", "--yes", "--skip-preview");
        await VersionAsync(project, "1.19.2");
        await RunAsync("destroy", "destroy", "--yes", "--skip-preview");

        for (var point = 1; point <= Points; point++)
        {
            int At(string name) => Math.Max(1, lines[name] * point / (Points + 1));

            await KillAsync(project, At("up"), point, "up", "--yes", "--skip-preview");
            await ReadyAsync(project, "1.19.2");

            await VersionAsync(project, "1.20.0");
            await KillAsync(project, At("bump"), point, "up", "--yes", "--skip-preview");
            await ReadyAsync(project, "1.20.0");

            await VersionAsync(project, "1.19.2");
            await KillAsync(project, At("destroy"), point, "destroy", "--yes", "--skip-preview");
            await project.RunAsync("destroy", "--yes", "--skip-preview");
            Assert.Empty(await project.ProvidersAsync());
            Assert.Null(await project.GetAsync("/api/v1/namespaces/coder-eu"));
            Assert.DoesNotContain("urn:pulumi:", project.State);
        }
    }

    private static async Task VersionAsync(TestProject project, string version)
    {
        await project.RunAsync("sandbox", "coder-version", version);
        await project.RunAsync("config", "set", "coderVersion", version);
    }

    private static async Task ReadyAsync(TestProject project, string version)
    {
        await project.RunAsync("up", "--yes", "--skip-preview");
        Assert.Equal("ready", (string?)Assert.Single(await project.ProvidersAsync())!["status"]);
        Assert.Equal(version, (await project.RunAsync("stack", "output", "releaseVersion")).Trim());
        var records = (await project.GetAsync("/api/v1/namespaces/coder-eu/secrets?labelSelector=owner%3Dhelm"))!["items"]!.AsArray();
        Assert.DoesNotContain(records, record => ((string)record!["metadata"]!["labels"]!["status"]!).StartsWith("pending", StringComparison.Ordinal));
        await project.RunAsync("up", "--yes", "--expect-no-changes");
    }

    /// <summary>Kills a command once it has printed a number of lines; one that ends before was not slow enough, and that is as well.</summary>
    private static async Task KillAsync(TestProject project, int lines, int point, params string[] arguments)
    {
        using var process = project.Start(arguments);
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        for (var line = 0; line < lines && await process.StandardOutput.ReadLineAsync() is not null; line++)
        {
        }

        if (point % 2 == 0)
            await Task.Delay(TimeSpan.FromMilliseconds(37 * (point % 9)));
        if (!process.HasExited)
            Kill(process, point);
        _ = process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
    }

    private static void Kill(Process process, int point)
    {
        switch (point % 4)
        {
            case 0:
                process.Kill(entireProcessTree: true);
                break;
            case 1:
                process.Kill();
                break;
            default:
                // The program is started before the plugin. One that has ended already is no loss.
                var children = Children(process.Id);
                if (children.Count > 0)
                    using (var child = Process.GetProcessById(point % 4 == 2 ? children[0] : children[^1]))
                        child.Kill();
                break;
        }
    }

    private static List<int> Children(int parent) =>
    [
        .. Process.GetProcesses().Select(process => process.Id).Order().Where(id => ParentOf(id) == parent),
    ];

    /// <summary>The parent of a process: the second field after its name in <c>/proc/ID/stat</c>.</summary>
    private static int? ParentOf(int id)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{id}/stat");
            return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
