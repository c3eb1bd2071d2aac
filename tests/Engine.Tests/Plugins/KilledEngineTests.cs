using System.Diagnostics;
using System.Globalization;
using Coder.Infra.Engine.Tests.Cli;

namespace Coder.Infra.Engine.Tests.Plugins;

/// <summary>What an engine leaves behind that is killed without a chance to put things in order.</summary>
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed class KilledEngineTests : IDisposable
{
    private readonly CommandLineFixture _cli = new("name: probe\nruntime:\n  name: dotnet\n  options:\n    binary: program\n");

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task A_program_ends_when_its_engine_is_killed()
    {
        await _cli.OkAsync("stack", "init", "dev");
        var (program, started) = (_cli.Path("program"), _cli.Path("started"));
        File.WriteAllText(program, $"#!/bin/sh\necho $$ >'{started}.new'\nmv '{started}.new' '{started}'\nexec sleep 600\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "Coder.Infra.Engine"), ["up", "--yes", "--skip-preview"])
        {
            WorkingDirectory = _cli.Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in _cli.Environment)
            start.Environment[name] = value;
        using var engine = Process.Start(start)!;
        await UntilAsync(() => File.Exists(started));
        var id = int.Parse(File.ReadAllText(started), CultureInfo.InvariantCulture);
        Assert.True(IsRunning(id));

        engine.Kill();
        await UntilAsync(() => !IsRunning(id));
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
