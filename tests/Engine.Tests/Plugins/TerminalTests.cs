using System.Diagnostics;
using Coder.Infra.Engine.Tests.Cli;

namespace Coder.Infra.Engine.Tests.Plugins;

/// <summary>A test in a pseudo-terminal; skipped, with a word, where nothing makes one.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class TerminalFactAttribute : FactAttribute
{
    public TerminalFactAttribute()
    {
        if (!OperatingSystem.IsLinux() || !File.Exists(TerminalTests.Script))
            Skip = "script (util-linux) is not installed.";
    }
}

/// <summary>The engine in a terminal (a pseudo-terminal of <c>script</c>), where Ctrl-C goes to every process of a group.</summary>
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed class TerminalTests : IDisposable
{
    internal const string Script = "/usr/bin/script";
    private readonly CommandLineFixture _cli = new("name: probe\nruntime: nodejs\n");

    public void Dispose() => _cli.Dispose();

    [TerminalFact]
    public async Task A_plugin_has_a_session_of_its_own_so_that_Ctrl_C_does_not_reach_it()
    {
        await _cli.OkAsync("stack", "init", "dev");
        var (plugin, session) = (_cli.Path("bin/pulumi-resource-probe"), _cli.Path("session"));
        Directory.CreateDirectory(Path.GetDirectoryName(plugin)!);
        // Process id and session (proc_pid_stat(5)); then it ends, which is all that is wanted of it.
        File.WriteAllText(plugin, $"#!/bin/sh\ncut -d' ' -f1,6 /proc/$$/stat >'{session}'\nexit 1\n");
        File.SetUnixFileMode(plugin, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var engine = Path.Combine(AppContext.BaseDirectory, "Coder.Infra.Engine");
        var start = new ProcessStartInfo(Script, ["-qec", $"'{engine}' import probe:index:Thing a b --yes --skip-preview", "/dev/null"])
        {
            WorkingDirectory = _cli.Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        foreach (var (name, value) in _cli.Environment.Append(KeyValuePair.Create("PATH", $"{Path.GetDirectoryName(plugin)}:{Environment.GetEnvironmentVariable("PATH")}")))
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var printed = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Contains("The plugin probe ended unexpectedly with exit code 1.", printed);
        var ids = File.ReadAllText(session).Split(' ', StringSplitOptions.TrimEntries);
        Assert.Equal(ids[0], ids[1]);
    }
}
