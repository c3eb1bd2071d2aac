using System.Diagnostics;
using System.Globalization;
using Coder.Infra.Engine.Tests.Cli;

namespace Coder.Infra.Engine.Tests.Plugins;

/// <summary>What an engine leaves behind that is killed without a chance to put things in order.</summary>
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed class KilledEngineTests : IDisposable
{
    private readonly CommandLineFixture _cli = new("name: coder-infra\nruntime:\n  name: dotnet\n  options:\n    binary: program\n");

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task A_program_ends_when_its_engine_is_killed()
    {
        await _cli.OkAsync("stack", "init", "dev");
        using var engine = await StartAsync("program", "up", "--yes", "--skip-preview");
        var program = await WatchedAsync();

        engine.Kill();
        await UntilAsync(() => !IsRunning(program));
    }

    [Fact]
    public async Task A_plugin_may_finish_what_it_is_doing_when_its_engine_is_killed_and_ends_then()
    {
        _cli.Put("up-create.json");
        await File.AppendAllTextAsync(_cli.Path("Pulumi.yaml"), "plugins:\n  providers:\n  - name: kubernetes\n    path: plugin\n");
        using var engine = await StartAsync(
            "plugin/pulumi-resource-kubernetes", "refresh", "--yes", "--skip-preview", "--stack", "dev", "--target", "**Namespace::provider");
        var plugin = await WatchedAsync();

        engine.Kill();
        await engine.WaitForExitAsync();
        var pause = 0;
        await UntilAsync(() => (pause = Children(WatchOf(plugin)).FirstOrDefault(child => Arguments(child) is ["sleep", _])) != 0);
        Assert.True(IsRunning(plugin));
        Assert.Equal("300", Arguments(pause)[1]);

        // The five minutes are over.
        Process.GetProcessById(pause).Kill();
        await UntilAsync(() => !IsRunning(plugin));
    }

    /// <summary>Starts the engine with an executable that notes that it runs, and does nothing more.</summary>
    private async Task<Process> StartAsync(string executable, params string[] command)
    {
        var (file, started) = (_cli.Path(executable), _cli.Path("started"));
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await File.WriteAllTextAsync(file, $"#!/bin/sh\necho $$ >'{started}.new'\nmv '{started}.new' '{started}'\nexec sleep 600\n");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "Coder.Infra.Engine"), command)
        {
            WorkingDirectory = _cli.Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in _cli.Environment)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }

    /// <summary>The executable's process, once it runs and the engine has set the watch over it.</summary>
    private async Task<int> WatchedAsync()
    {
        await UntilAsync(() => File.Exists(_cli.Path("started")));
        var id = int.Parse(await File.ReadAllTextAsync(_cli.Path("started")), CultureInfo.InvariantCulture);
        await UntilAsync(() => WatchOf(id) != 0);
        Assert.True(IsRunning(id));
        return id;
    }

    /// <summary>The shell that ends a process when the engine is gone; 0 where there is none.</summary>
    private static int WatchOf(int process) => Directory.EnumerateDirectories("/proc")
        .Select(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id) ? id : 0)
        .FirstOrDefault(id => id != 0 && Arguments(id) is [.., "watch", var watched, _] && watched == process.ToString(CultureInfo.InvariantCulture));

    private static IEnumerable<int> Children(int id) =>
        Read($"/proc/{id}/task/{id}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(child => int.Parse(child, CultureInfo.InvariantCulture));

    private static string[] Arguments(int id) => Read($"/proc/{id}/cmdline").TrimEnd('\0').Split('\0');

    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    /// <summary>Whether a process runs; one that nobody has waited for yet (state Z, proc_pid_stat(5)) has ended.</summary>
    private static bool IsRunning(int id)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/stat").Split(") ")[^1][0] != 'Z';
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (!condition())
            await Task.Delay(20, limit.Token);
    }
}
