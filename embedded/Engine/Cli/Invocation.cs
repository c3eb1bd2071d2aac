using Coder.Infra.Engine.Backend;
using Coder.Infra.Engine.Cli.Parsing;
using Coder.Infra.Engine.Display.Text;
using Coder.Infra.Engine.Workspace;

namespace Coder.Infra.Engine.Cli;

/// <summary>A command being run: its flags and arguments, and what they lead to (project, backend, stack).</summary>
internal sealed class Invocation
{
    private readonly Lazy<Project?> _project;
    private readonly Lazy<FileBackend> _backend;

    public Invocation(CommandHost host, ParsedCommand parsed)
    {
        Host = host;
        Flags = parsed.Flags;
        Arguments = parsed.Arguments;
        WorkingDirectory = Flags.Text("cwd") is { } directory ? Path.GetFullPath(Path.Combine(host.WorkingDirectory, directory)) : host.WorkingDirectory;
        if (!Directory.Exists(WorkingDirectory))
            throw new UserErrorException($"the folder {WorkingDirectory} (--cwd) does not exist");
        IsInteractive = host.IsTerminal && !Flags.Switch("non-interactive");
        Palette = Palette.Of(Flags.Text("color"), host.IsTerminal && !host.Environment.ContainsKey("NO_COLOR"));
        _project = new(() => ProjectLoader.Find(WorkingDirectory) is { } path ? ProjectLoader.Read(path) : null);
        _backend = new(() => FileBackend.Open(host.Environment, _project.Value, WorkingDirectory));
        Home = PulumiHome.FromEnvironment(host.Environment);
    }

    public CommandHost Host { get; }

    public FlagValues Flags { get; }

    public IReadOnlyList<string> Arguments { get; }

    /// <summary>The folder the command is about: <c>--cwd</c>, else the current one.</summary>
    public string WorkingDirectory { get; }

    /// <summary>Whether questions may be asked and the screen may be drawn on.</summary>
    public bool IsInteractive { get; }

    /// <summary>Whether what needs a confirmation is confirmed already: <c>--yes</c>, or <c>PULUMI_SKIP_CONFIRMATIONS</c> is true.</summary>
    public bool IsConfirmed => Flags.Switch("yes") || Host.Environment.GetValueOrDefault("PULUMI_SKIP_CONFIRMATIONS") is "true" or "1";

    public Palette Palette { get; }

    public PulumiHome Home { get; }

    public FileBackend Backend => _backend.Value;

    /// <summary>The project, or null outside of one.</summary>
    public Project? FindProject() => _project.Value;

    /// <summary>The project.</summary>
    public Project Project => _project.Value ?? ProjectLoader.Load(WorkingDirectory);

    public TextWriter Out => Host.Out;

    /// <summary>Says something that is not the command's result, on standard error.</summary>
    public void Warn(string message) => Host.Error.WriteLine($"{Palette.Warning("warning:")} {message}");

    /// <summary>Asks for a hidden text.</summary>
    public string? Ask(string prompt)
    {
        Host.Error.Write(prompt);
        var answer = Host.ReadHidden();
        Host.Error.WriteLine();
        return answer;
    }

    /// <summary>Asks a question on the screen; an answer other than <paramref name="expected"/> declines.</summary>
    public bool Confirm(string prompt, string expected)
    {
        Host.Out.Write(prompt);
        Host.Out.Flush();
        return Host.In.ReadLine()?.Trim() == expected;
    }

    /// <summary>Lets the user confirm a command that cannot be undone.</summary>
    /// <exception cref="UserErrorException">The user declined, or nobody can be asked and <c>--yes</c> is not given.</exception>
    public void RequireConfirmation(string prompt, string expected)
    {
        if (IsConfirmed)
            return;
        if (!IsInteractive)
            throw new UserErrorException("--yes must be passed in to proceed when running in non-interactive mode", ExitCodes.NoConfirmation);
        if (!Confirm(prompt, expected))
            throw new UserErrorException("confirmation declined");
    }

    /// <summary>Where a path given by the user lies.</summary>
    public string PathOf(string path) => Path.GetFullPath(Path.Combine(WorkingDirectory, path));

    /// <summary>A file that the user named.</summary>
    public byte[] Read(string file)
    {
        try
        {
            return File.ReadAllBytes(PathOf(file));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException(error is FileNotFoundException or DirectoryNotFoundException
                ? $"open {file}: no such file or directory"
                : $"could not read {file}: {error.Message}");
        }
    }
}
