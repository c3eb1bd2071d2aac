using Coder.Infra.Engine.Backend;
using Coder.Infra.Engine.Backend.Checkpoints;
using Coder.Infra.Engine.Display.Text;
using Coder.Infra.Engine.Workspace;

namespace Coder.Infra.Engine.Cli.Stacks;

internal static partial class StackCommand
{
    private static Task<int> InitAsync(Invocation invocation)
    {
        var name = invocation.Arguments.FirstOrDefault() ?? invocation.Flags.Text("stack");
        if (name is null && invocation.IsInteractive)
        {
            invocation.Out.Write("Please enter your desired stack name: (dev) ");
            invocation.Out.Flush();
            name = invocation.Host.In.ReadLine() is { Length: > 0 } answer ? answer.Trim() : "dev";
        }

        if (name is null)
            throw new UserErrorException("missing stack name; write `pulumi stack init <name>`");
        RequirePassphraseProvider(invocation.Flags.Text("secrets-provider"));
        RequireOwnProject(invocation.Project, name);
        var context = StackContext.Of(invocation, name);
        context.Create();
        if (invocation.Flags.Text("copy-config-from") is { } source)
            Settings.ConfigCommand.CopyAll(StackContext.Of(invocation, source), context);
        if (!invocation.Flags.Switch("no-select") && context.Project is { } project)
            invocation.Home.Select(project, context.Stack.Name);
        invocation.Out.WriteLine($"Created stack '{context.Stack.Display(context.Project?.Name)}'");
        return Task.FromResult(0);
    }

    /// <summary>A stack belongs to the project in whose folder it is created.</summary>
    private static void RequireOwnProject(Project project, string name)
    {
        if (StackReference.Parse(name, project.Name).Project is var given && given != project.Name)
            throw new UserErrorException($"could not create stack: provided project name \"{given}\" doesn't match Pulumi.yaml");
    }

    private static void RequirePassphraseProvider(string? provider)
    {
        if (provider is not (null or "" or "default" or "passphrase"))
            throw new UserErrorException($"the secrets provider \"{provider}\" is not supported by the embedded engine, which knows passphrase only; use the official CLI (PULUMIW_ENGINE=official)");
    }

    private static Task<int> ListAsync(Invocation invocation)
    {
        var project = invocation.FindProject();
        var only = invocation.Flags.Text("project") ?? (invocation.Flags.Switch("all") ? null : invocation.Project.Name);
        var selected = project is null ? null : invocation.Home.SelectedStack(project);
        var current = project is null ? null : selected is null ? StackContext.OnlySandboxStack(invocation)?.Stack : StackReference.Parse(selected, project.Name);
        var tag = invocation.Flags.Text("tag");
        var rows = invocation.Backend.List(only).Where(stack => tag is null || HasTag(invocation.Backend.Files(stack), tag)).Select(stack =>
        {
            var files = invocation.Backend.Files(stack);
            Checkpoint? checkpoint = null;
            try
            {
                checkpoint = files.Load(_ => SecretCoding.Masked);
            }
            catch (UserErrorException e)
            {
                invocation.Warn(e.Message);
            }

            var snapshot = checkpoint is { HasDeployment: true } ? checkpoint.Snapshot : null;
            return (Stack: stack, Updated: snapshot?.Time, Count: snapshot?.Resources.Length);
        }).ToArray();
        if (invocation.Flags.Switch("json"))
        {
            var json = new GoJsonWriter("  ");
            json.BeginArray();
            foreach (var row in rows)
            {
                json.BeginObject();
                json.Name("name").String(row.Stack.Display(project?.Name));
                json.Name("current").Bool(row.Stack == current);
                if (row.Updated is { } time)
                    json.Name("lastUpdate").String(time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture));
                if (row.Count is { } count)
                    json.Name("resourceCount").Number((long)count);
                json.EndObject();
            }

            json.EndArray();
            invocation.Out.WriteLine(json);
            return Task.FromResult(0);
        }

        var now = invocation.Host.Time.GetUtcNow();
        Table.Write(invocation.Out, ["NAME", "LAST UPDATE", "RESOURCE COUNT"], rows.Select(row => new[]
        {
            row.Stack.Display(project?.Name) + (row.Stack == current ? "*" : ""),
            row.Updated is { } time ? Humanize.Ago(now - time) : "n/a",
            row.Count is { } count ? count.ToString(System.Globalization.CultureInfo.InvariantCulture) : "n/a",
        }));
        return Task.FromResult(0);
    }

    private static Task<int> SelectAsync(Invocation invocation)
    {
        var project = invocation.Project;
        var name = invocation.Arguments.FirstOrDefault() ?? invocation.Flags.Text("stack");
        if (name is null && invocation.IsInteractive)
        {
            foreach (var known in invocation.Backend.List(project.Name))
                invocation.Out.WriteLine($"  {known.Name}");
            invocation.Out.Write("Please choose a stack: ");
            invocation.Out.Flush();
            name = invocation.Host.In.ReadLine()?.Trim();
        }

        if (name is null or "")
            throw new UserErrorException("no stack name given; write `pulumi stack select <name>`");
        var context = StackContext.Of(invocation, name);
        if (!context.Store.Files.Exists)
        {
            if (!invocation.Flags.Switch("create"))
                throw new UserErrorException($"no stack named '{name}' found{Known(invocation, project)}", ExitCodes.StackNotFound);
            RequirePassphraseProvider(invocation.Flags.Text("secrets-provider"));
            RequireOwnProject(project, name);
            context.Create();
            invocation.Out.WriteLine($"Created stack '{context.Stack.Display(project.Name)}'");
        }

        invocation.Home.Select(project, context.Stack.Display(project.Name));
        return Task.FromResult(0);
    }

    private static string Known(Invocation invocation, Project project) => invocation.Backend.List(project.Name) is { Count: > 0 } stacks
        ? $"; there are: {string.Join(", ", stacks.Select(stack => stack.Name))}"
        : "; create it with: pulumi stack init";

    private static Task<int> UnselectAsync(Invocation invocation)
    {
        if (invocation.Home.SelectedStack(invocation.Project) is null)
            throw new UserErrorException("no stack is selected");
        invocation.Home.Select(invocation.Project, null);
        invocation.Out.WriteLine("Stack was unselected");
        return Task.FromResult(0);
    }

    private static Task<int> RemoveAsync(Invocation invocation)
    {
        var context = StackContext.Current(invocation, invocation.Arguments.FirstOrDefault());
        var name = context.Stack.Display(context.Project?.Name);
        invocation.RequireConfirmation($"This will permanently remove the '{name}' stack!\nPlease confirm that this is what you'd like to do by typing `{name}`: ", name);
        using (context.Store.Lock())
        {
            var checkpoint = context.Store.Files.Load(_ => SecretCoding.Sealed);
            if (!checkpoint.Snapshot.Resources.IsEmpty && !invocation.Flags.Switch("force"))
                throw new UserErrorException(
                    $"'{name}' still has resources; removal rejected. Possible actions:\n- Make sure that '{name}' is the stack that you want to destroy\n" +
                    "- Run `pulumi destroy` to delete the resources, then run `pulumi stack rm`\n- Run `pulumi stack rm --force` to override this error");
            context.Store.Files.Remove();
            if (invocation.Flags.Switch("remove-backups") && Directory.Exists(context.Store.Files.Backups))
                Directory.Delete(context.Store.Files.Backups, recursive: true);
        }

        if (!invocation.Flags.Switch("preserve-config") && context.Settings.Exists)
            File.Delete(context.Settings.Path);
        if (context.Project is { } project && invocation.Home.SelectedStack(project) is { } selected && StackReference.Parse(selected, project.Name) == context.Stack)
            invocation.Home.Select(project, null);
        invocation.Out.WriteLine($"Stack '{name}' has been removed!");
        return Task.FromResult(0);
    }

    private static Task<int> RenameAsync(Invocation invocation)
    {
        var context = StackContext.Current(invocation);
        var renamed = StackContext.Of(invocation, invocation.Arguments[0]);
        if (renamed.Stack.Project != context.Stack.Project)
            throw new UserErrorException($"a stack keeps its project ('{context.Stack.Project}') when it is renamed; '{renamed.Stack.FullName}' is in another one");
        if (renamed.Store.Files.Exists)
            throw new UserErrorException($"a stack named {renamed.Stack.Name} already exists");
        using (context.Store.Lock())
        {
            var checkpoint = context.Store.Files.Load(_ => SecretCoding.Sealed);
            var moved = StackRename.Apply(checkpoint, context.Stack, renamed.Stack);
            renamed.Store.Save(moved, SecretCoding.Sealed);
            StackTags.Write(renamed.Store.Files, StackTags.Read(context.Store.Files));
            context.Store.Files.Remove(keepHistory: true);
            if (Directory.Exists(context.Store.Files.History))
                Directory.Move(context.Store.Files.History, renamed.Store.Files.History);
        }

        if (context.Settings.Exists && renamed.Settings.Path != context.Settings.Path)
            File.Move(context.Settings.Path, renamed.Settings.Path, overwrite: true);
        if (context.Project is { } project)
            invocation.Home.Select(project, renamed.Stack.Name);
        invocation.Out.WriteLine($"Renamed {context.Stack.Name} to {renamed.Stack.Name}");
        return Task.FromResult(0);
    }
}
