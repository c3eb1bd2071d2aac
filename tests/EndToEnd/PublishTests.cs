using System.Diagnostics;
using System.Globalization;

namespace Coder.Infra.EndToEnd;

[Collection(EndToEndCollection.Name)]
public sealed class PublishTests
{
    [Fact]
    public async Task A_published_folder_needs_neither_the_SDK_nor_the_repository()
    {
        await using var project = new TestProject();
        var folder = Path.Combine(project.Folder, "published");
        var published = await project.ScriptAsync("pulumiw", "publish", folder);
        Assert.True(published.ExitCode == 0, published.ToString());

        // What the official CLI reads: a binary that it runs, and a folder with the executable of the plugin's name.
        var yaml = await File.ReadAllTextAsync(Path.Combine(folder, "Pulumi.yaml"));
        Assert.Contains("binary: bin/coder-infra", yaml);
        Assert.Contains("path: plugin", yaml);
        Assert.DoesNotContain(TestProject.Root, yaml);
        Assert.True(File.Exists(Path.Combine(folder, "Pulumi.dev.yaml")));
        Assert.InRange(await PortAsync(Path.Combine(folder, "plugin", "pulumi-resource-coder-infra")), 1, 65535);

        try
        {
            var up = await project.RunAsync("up", "--yes", "--cwd", folder);
            Assert.Contains("+ 11 created", up);
            Assert.Contains("status         : \"ready\"", up);
        }
        finally
        {
            Assert.Equal(0, (await project.ScriptAsync("pulumiw", "--cwd", folder, "sandbox", "stop")).ExitCode);
        }
    }

    /// <summary>Starts a plugin as an engine does, without any .NET in its environment, and reads the port that it prints.</summary>
    private static async Task<int> PortAsync(string plugin)
    {
        var start = new ProcessStartInfo(plugin, "127.0.0.1:1") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DOTNET_ROOT"] = "/nowhere";
        start.Environment["PATH"] = "";
        using var process = Process.Start(start)!;
        try
        {
            return int.Parse((await process.StandardOutput.ReadLineAsync())!, CultureInfo.InvariantCulture);
        }
        finally
        {
            process.Kill();
        }
    }
}
