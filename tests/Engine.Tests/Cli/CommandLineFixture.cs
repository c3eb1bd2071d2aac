using Coder.Infra.Engine.Backend;
using Coder.Infra.Engine.Cli;

namespace Coder.Infra.Engine.Tests.Cli;

/// <summary>A project folder of its own, and the command line run on it as a user does, without a terminal.</summary>
internal sealed class CommandLineFixture : IDisposable
{
    public CommandLineFixture(string project = "name: coder-infra\nruntime: nodejs\n")
    {
        Directory.CreateDirectory(Folder);
        File.WriteAllText(System.IO.Path.Combine(Folder, "Pulumi.yaml"), project);
        Environment["PULUMI_HOME"] = System.IO.Path.Combine(Folder, "home");
        Environment["PULUMI_CONFIG_PASSPHRASE"] = Recordings.Passphrase;
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("engine-cli-").FullName;

    public Dictionary<string, string> Environment { get; } = [];

    public string? Input { get; set; }

    /// <summary>Whether <see cref="Input"/> is typed at a terminal.</summary>
    public bool IsTerminal { get; set; }

    public string Checkpoint => Path(".pulumi/stacks/coder-infra/dev.json");

    public FileBackend Backend => FileBackend.Open(Environment, null, Folder);

    public StackFiles Files => Backend.Files(new StackReference("coder-infra", "dev"));

    public string Path(string relative) => System.IO.Path.Combine(Folder, relative);

    /// <summary>Runs a command.</summary>
    public async Task<CommandOutcome> RunAsync(params string[] arguments)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var code = await CommandLine.RunAsync(arguments, new CommandHost
        {
            Out = output,
            Error = error,
            In = new StringReader(Input ?? ""),
            IsInputRedirected = Input is not null,
            IsTerminal = IsTerminal,
            Environment = Environment,
            WorkingDirectory = Folder,
        });
        return new CommandOutcome(code, output.ToString(), error.ToString());
    }

    /// <summary>Runs a command that must succeed, and gives what it printed.</summary>
    public async Task<string> OkAsync(params string[] arguments)
    {
        var outcome = await RunAsync(arguments);
        Assert.True(outcome.Code == 0, $"pulumi {string.Join(' ', arguments)}: {outcome.Code}\n{outcome.Output}{outcome.Error}");
        return outcome.Output;
    }

    /// <summary>Runs a command that must fail, and gives what it said.</summary>
    public async Task<string> FailsAsync(params string[] arguments)
    {
        var outcome = await RunAsync(arguments);
        Assert.True(outcome.Code != 0, $"pulumi {string.Join(' ', arguments)} succeeded:\n{outcome.Output}");
        return outcome.Error;
    }

    /// <summary>Puts a recorded checkpoint into the backend as the stack dev.</summary>
    public void Put(string recording)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Checkpoint)!);
        Backend.EnsureExists();
        File.WriteAllText(Checkpoint, Recordings.Text($"state/{recording}"));
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}

/// <summary>How a command ended.</summary>
internal sealed record CommandOutcome(int Code, string Output, string Error);
