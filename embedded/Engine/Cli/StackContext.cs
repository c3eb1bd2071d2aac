using Coder.Infra.Engine.Backend;
using Coder.Infra.Engine.Backend.Checkpoints;
using Coder.Infra.Engine.Workspace;
using Coder.Infra.Engine.Workspace.Configuration;
using Coder.Infra.Engine.Workspace.Secrets;

namespace Coder.Infra.Engine.Cli;

/// <summary>A stack that a command works on: its files in the backend, its settings, its secrets.</summary>
internal sealed class StackContext
{
    private StackContext(Invocation invocation, StackReference stack)
    {
        Invocation = invocation;
        Stack = stack;
        var project = invocation.FindProject();
        Project = project is not null && project.Name == stack.Project ? project : null;
        Store = new StackStore(invocation.Backend.Files(stack), invocation.Host.Time, invocation.Warn);
        var file = invocation.Flags.Text("config-file") is { } given
            ? invocation.PathOf(given)
            : Project?.StackFile(stack.Name) ?? Path.Combine(invocation.WorkingDirectory, $"Pulumi.{stack.Name}.yaml");
        Settings = StackSettings.Load(file, stack.Project);
        Sandbox = StackSandbox.Of(Project?.Directory ?? invocation.WorkingDirectory, Settings);
        Passphrase = new PassphraseSource(invocation.Host.Environment, invocation.IsInteractive ? invocation.Ask : null, Sandbox is not null);
        Secrets = new StackSecrets(Settings, () => Passphrase.Get(confirm: !Store.Files.Exists));
    }

    public Invocation Invocation { get; }

    public StackReference Stack { get; }

    /// <summary>The stack's project, where the command runs in it.</summary>
    public Project? Project { get; }

    public StackStore Store { get; }

    public StackSettings Settings { get; }

    /// <summary>The sandbox that the stack's settings point into; null for a stack on a real cluster.</summary>
    public StackSandbox? Sandbox { get; }

    public PassphraseSource Passphrase { get; }

    public StackSecrets Secrets { get; }

    /// <summary>The stack of a given name, which need not exist.</summary>
    public static StackContext Of(Invocation invocation, string name) =>
        new(invocation, StackReference.Parse(name, invocation.FindProject()?.Name ?? (name.Count(c => c == '/') == 0 ? invocation.Project.Name : "")));

    /// <summary>
    /// The stack that the command is about: <c>--stack</c>, <c>PULUMI_STACK</c>, the selected one, else the project's only stack
    /// if it runs in the sandbox; the official CLI asks in that last case.
    /// </summary>
    public static StackContext Current(Invocation invocation, string? name = null)
    {
        name ??= invocation.Flags.Text("stack");
        if (name is null && invocation.Host.Environment.GetValueOrDefault("PULUMI_STACK") is { Length: > 0 } set)
            name = set;
        var project = invocation.FindProject();
        name ??= project is null ? null : invocation.Home.SelectedStack(project);
        if (name is not null)
            return Of(invocation, name);
        if (project is null)
            _ = invocation.Project;
        if (OnlySandboxStack(invocation) is { } only)
            return only;
        throw new UserErrorException("no stack selected; please use `pulumi stack select` or `pulumi stack init` to choose one");
    }

    /// <summary>The same, and the stack exists; a sandbox stack is created if it does not.</summary>
    public static StackContext CurrentForRun(Invocation invocation)
    {
        var context = Current(invocation);
        if (!context.Store.Files.Exists && context.Sandbox is not null)
        {
            context.Create();
            invocation.Out.WriteLine($"Created stack '{context.Stack.Name}' (in the sandbox)");
        }

        context.Store.RequireExists();

        return context;
    }

    /// <summary>The same, for its settings: those of a sandbox stack can be written before it is created.</summary>
    public static StackContext CurrentForSettings(Invocation invocation)
    {
        var context = Current(invocation);
        if (context.Sandbox is null)
            context.Store.RequireExists();
        return context;
    }

    /// <summary>
    /// Writes the settings. A stack that is meant only because it runs in the sandbox, and no longer does, is selected: later commands
    /// would not find it otherwise.
    /// </summary>
    public void SaveSettings()
    {
        Settings.Save();
        if (Project is not null && Sandbox is not null && StackSandbox.Of(Project.Directory, Settings) is null && Invocation.Home.SelectedStack(Project) is null)
            Invocation.Home.Select(Project, Stack.Name);
    }

    /// <summary>Makes the stack, with a salt for its secrets.</summary>
    public void Create()
    {
        if (Store.Files.Exists)
            throw new UserErrorException($"stack '{Stack.FullName}' already exists");
        var cipher = Secrets.Require(null);
        Invocation.Backend.EnsureExists();
        Store.Files.WriteCheckpoint(CheckpointJson.Write(
            new Checkpoint
            {
                Stack = Stack.FullName,
                HasDeployment = true,
                Secrets = SecretsProvider.Passphrase(cipher.Salt),
                Snapshot = Deployment.Model.Snapshot.Empty with { Time = Invocation.Host.Time.GetUtcNow() },
            },
            SecretCoding.Sealed));
    }

    /// <summary>Reads the state with secrets decrypted, or masked.</summary>
    public Checkpoint Load(bool showSecrets) => Store.Load(showSecrets ? Secrets.Coding : _ => SecretCoding.Masked);

    /// <summary>The cipher for the stack's settings, for reading.</summary>
    public IValueCipher ConfigCipher() => Secrets.Existing(State()) ?? throw new UserErrorException(
        $"{Settings.Path}: a setting is encrypted, but neither the file nor the state holds an encryptionsalt; take the file's encryptionsalt from where the setting came from");

    /// <summary>The cipher for the stack's settings, for writing; a salt is created where there is none.</summary>
    public IValueCipher ConfigCipherForWriting() => Secrets.Require(State());

    /// <summary>Who encrypted the stack's state; null where it does not exist.</summary>
    public SecretsProvider? State() => Store.Files.Exists ? Store.Files.Load(_ => SecretCoding.Sealed).Secrets : null;

    /// <summary>A key given by the user.</summary>
    public ConfigKey Key(string text) => ConfigKey.Parse(text, Stack.Project);

    /// <summary>
    /// The stack that is meant where none is selected: all stacks of the project run in the sandbox, and this is the only one with
    /// the sandbox's own kubeconfig.
    /// </summary>
    public static StackContext? OnlySandboxStack(Invocation invocation)
    {
        var project = invocation.Project;
        var folder = Path.GetDirectoryName(project.StackFile("x"))!;
        if (!Directory.Exists(folder))
            return null;
        var stacks = Directory.EnumerateFiles(folder, Path.GetFileName(project.StackFile("*"))).Select(file => Path.GetFileNameWithoutExtension(file)["Pulumi.".Length..]).ToArray();
        var contexts = stacks.Select(stack => Of(invocation, stack)).ToArray();
        return contexts.All(context => context.Sandbox is not null) && contexts.Where(context => context.Sandbox!.Part is null).ToArray() is [var only] ? only : null;
    }
}
