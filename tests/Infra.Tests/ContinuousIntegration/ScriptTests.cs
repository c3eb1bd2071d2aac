using System.Diagnostics;
using Coder.Infra.Tests.Generated;

namespace Coder.Infra.Tests.ContinuousIntegration;

/// <summary>The small scripts of <c>.ci</c>.</summary>
public sealed class ScriptTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("scripts-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void State_that_was_pushed_is_pulled_again_and_an_unchanged_one_is_not_pushed()
    {
        // A copy of the script in a project of its own: it works on the project it lies in.
        var project = Directory.CreateDirectory(Path.Combine(_folder, "project")).FullName;
        Directory.CreateDirectory(Path.Combine(project, ".ci"));
        File.Copy(Path.Combine(GeneratedFile.Root, ".ci", "state"), Path.Combine(project, ".ci", "state"));
        Run("git", "init", "--quiet", "--bare", Path.Combine(_folder, "remote.git"));
        var script = Path.Combine(project, ".ci", "state");
        var file = Path.Combine(project, ".state", ".pulumi", "stacks", "coder-infra", "eu.json");

        Run(script, "pull");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, "{}");
        Run(script, "push");
        Directory.Delete(Path.Combine(project, ".state"), recursive: true);
        Run(script, "pull");

        Assert.Equal("{}", File.ReadAllText(file));
        Assert.Contains("The state is unchanged", Run(script, "push"));
    }

    [Fact]
    public void The_stacks_of_a_project_are_a_json_list()
    {
        Assert.StartsWith("[\"ap-data\",\"ap-platform\",", Run(Path.Combine(GeneratedFile.Root, ".ci", "stacks"), Path.Combine(GeneratedFile.Root, "examples", "fleet")));
    }

    [Fact]
    public void A_summary_has_a_row_and_a_fold_for_each_stack()
    {
        var (eu, us) = (Path.Combine(_folder, "eu.md"), Path.Combine(_folder, "us.md"));
        File.WriteAllText(eu, "<!-- coder-infra: preview of eu -->\n### Preview of `eu`: no changes\n");
        File.WriteAllText(us, "<!-- coder-infra: preview of us -->\n### Preview of `us`: 1 to update\n\nwhat\n");

        var summary = Run(Path.Combine(GeneratedFile.Root, ".ci", "summary"), "Fleet", eu, us);

        Assert.StartsWith("<!-- coder-infra: summary of Fleet -->\n### Fleet\n", summary);
        Assert.Contains("| `eu` | no changes |\n| `us` | 1 to update |\n", summary);
        Assert.Contains("<details><summary>Preview of us: 1 to update</summary>", summary);
    }

    private string Run(string command, params string[] arguments)
    {
        var start = new ProcessStartInfo(command, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _folder,
            Environment = { ["STATE_REMOTE"] = Path.Combine(_folder, "remote.git"), ["GIT_CONFIG_GLOBAL"] = "/dev/null" },
        };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{command} {string.Join(' ', arguments)}: {output}{error.Result}");
        return output;
    }
}
