using Coder.Infra.Engine.Backend.Checkpoints;
using Coder.Infra.Engine.Cli.Parsing;
using Coder.Infra.Engine.Deployment;
using Coder.Infra.Engine.Deployment.Model;
using Coder.Infra.Engine.Display.Text;
using Coder.Infra.Protocol.Properties;

namespace Coder.Infra.Engine.Cli.Stacks;

/// <summary><c>pulumi stack</c>: shows the current stack; its subcommands work on stacks.</summary>
internal static partial class StackCommand
{
    public static Command Command { get; } = new("stack", "Manage stacks and view stack state")
    {
        Flags = [CommandTree.StackFlag, Flag.Switch("show-ids", "Display each resource's provider-assigned unique ID", 'i'), Flag.Switch("show-urns", "Display each resource's Pulumi-assigned globally unique URN", 'u'), Flag.Switch("show-secrets", "Display stack outputs which are marked as secret in plaintext"), Flag.Switch("show-name", "Display only the stack name")],
        Run = ShowAsync,
        Commands =
        [
            new("init", "Create an empty stack with the given name, ready for updates") { Aliases = ["new", "create", "setup"], Arguments = "[<name>]", Count = (0, 1), Run = InitAsync, Flags = [Flag.Text("secrets-provider", "The type of the provider that should be used to encrypt and decrypt secrets: passphrase"), Flag.Switch("no-select", "Do not select the stack"), Flag.Text("copy-config-from", "The name of the stack to copy existing config from")] },
            new("ls", "List stacks") { Aliases = ["list"], Run = ListAsync, Flags = [Flag.Switch("json", "Emit output as JSON", 'j'), Flag.Switch("all", "List all stacks instead of just stacks for the current project", 'a'), Flag.Text("tag", "Filter returned stacks to those with a specific tag (tag-name or tag-name=tag-value)", 't'), Flag.Text("project", "Filter returned stacks to those with a specific project name", 'p')] },
            new("select", "Switch the current workspace to the given stack") { Arguments = "[<stack>]", Count = (0, 1), Run = SelectAsync, Flags = [Flag.Switch("create", "If selected stack does not exist, create it", 'c'), Flag.Text("secrets-provider", "Use with --create flag")] },
            new("unselect", "Resets stack selection from the current workspace") { Run = UnselectAsync },
            new("rm", "Remove a stack and its configuration") { Aliases = ["remove", "delete"], Arguments = "[<stack-name>]", Count = (0, 1), Run = RemoveAsync, Flags = [Flag.Switch("yes", "Skip confirmation prompts, and proceed with removal anyway", 'y'), Flag.Switch("force", "Forces deletion of the stack, leaving behind any resources managed by the stack", 'f'), Flag.Switch("preserve-config", "Do not delete the corresponding Pulumi.<stack-name>.yaml configuration file for the stack"), Flag.Switch("remove-backups", "Additionally remove backups of the stack")] },
            new("rename", "Rename an existing stack") { Arguments = "<new-stack-name>", Count = (1, 1), Run = RenameAsync },
            new("output", "Show a stack's output properties") { Aliases = ["outputs"], Arguments = "[property-name]", Count = (0, 1), Run = OutputAsync, Flags = [Flag.Switch("json", "Emit output as JSON", 'j'), Flag.Switch("shell", "Emit output as a shell script")] },
            new("export", "Export a stack's deployment to standard out") { Run = ExportAsync, Flags = [Flag.Text("file", "A filename to write stack output to"), Flag.Text("version", "Previous stack version to export")] },
            new("import", "Import a deployment from standard in into an existing stack") { Run = ImportAsync, Flags = [Flag.Text("file", "A filename to read stack input from"), Flag.Switch("force", "Force the import to occur, even if apparent errors are discovered beforehand", 'f')] },
            new("history", "Display history for a stack") { Aliases = ["hist"], Run = HistoryAsync, Flags = [Flag.Switch("json", "Emit output as JSON", 'j'), Flag.Number("page-size", "Used with 'page' to control number of results returned"), Flag.Number("page", "Used with 'page-size' to paginate results"), Flag.Switch("full-dates", "Show full dates, instead of relative dates")] },
            new("graph", "Export a stack's dependency graph to a file") { Arguments = "<filename>", Count = (1, 1), Run = GraphAsync, Flags = [Flag.Switch("ignore-parent-edges", "Ignores edges introduced by parent/child resource relationships"), Flag.Switch("ignore-dependency-edges", "Ignores edges introduced by dependency resource relationships"), Flag.Switch("short-node-name", "Sets the resource name as the node label for each node of the graph"), Flag.Text("dependency-edge-color", "Sets the color of dependency edges in the graph"), Flag.Text("parent-edge-color", "Sets the color of parent edges in the graph"), Flag.Text("dot-fragment", "An optional DOT fragment that is inserted at the end of the digraph element")] },
            new("change-secrets-provider", "Change the secrets provider for the current stack") { Arguments = "<new-secrets-provider>", Count = (1, 1), Run = ChangeSecretsProviderAsync },
            TagCommand,
        ],
    };

    private static Task<int> ShowAsync(Invocation invocation)
    {
        var context = StackContext.Current(invocation);
        var output = invocation.Out;
        if (invocation.Flags.Switch("show-name"))
        {
            output.WriteLine(context.Stack.Name);
            return Task.FromResult(0);
        }

        var checkpoint = context.Load(invocation.Flags.Switch("show-secrets"));
        output.WriteLine($"Current stack is {context.Stack.Display(invocation.FindProject()?.Name)}:");
        output.WriteLine($"    Managed by {Environment.MachineName}");
        var updated = checkpoint.HasDeployment && !checkpoint.Snapshot.Resources.IsEmpty;
        if (updated)
        {
            var time = checkpoint.Forms.Time("", checkpoint.Snapshot.Time).TrimEnd('Z').Replace('T', ' ');
            output.WriteLine($"    Last updated: {Humanize.Ago(invocation.Host.Time.GetUtcNow() - checkpoint.Snapshot.Time)} ({time} +0000 UTC)");
        }
        else
        {
            output.WriteLine("    Last updated: never");
        }

        var resources = checkpoint.Snapshot.Resources;
        output.WriteLine($"Current stack resources ({resources.Length}):");
        if (resources.IsEmpty)
            output.WriteLine("    No resources currently in this stack");
        else
            ResourceTree.Write(output, resources, invocation.Flags.Switch("show-urns"), invocation.Flags.Switch("show-ids"));
        output.WriteLine();
        WriteOutputs(output, Outputs(checkpoint));
        output.WriteLine();
        output.WriteLine("Use `pulumi stack select` to change stack; `pulumi stack ls` lists known ones");
        return Task.FromResult(0);
    }

    private static PropertyMap Outputs(Checkpoint checkpoint) =>
        checkpoint.Snapshot.Resources.FirstOrDefault(state => state.Type == Urn.StackType && !state.Delete)?.Outputs ?? PropertyMap.Empty;

    private static void WriteOutputs(TextWriter output, PropertyMap outputs)
    {
        output.WriteLine($"Current stack outputs ({outputs.Count}):");
        if (outputs.Count == 0)
            output.WriteLine("    No output values currently in this stack");
        else
            Table.Write(output, ["OUTPUT", "VALUE"], outputs.Select(entry => new[] { entry.Key, Plain(entry.Value) }), "    ");
    }

    private static string Plain(PropertyValue value) => value.Reveal() is StringValue text ? text.Value : Json(value, "");

    private static string Json(PropertyValue value, string indent)
    {
        var json = new GoJsonWriter(indent);
        PropertyJson.Write(json, value.Reveal(), SecretCoding.Plain, "", new OriginalForms());
        return json.ToString();
    }

    private static Task<int> OutputAsync(Invocation invocation)
    {
        var context = StackContext.Current(invocation);
        var outputs = Outputs(context.Load(invocation.Flags.Switch("show-secrets")));
        var output = invocation.Out;
        if (invocation.Arguments is [var name])
        {
            var value = outputs.Get(name) ?? throw new UserErrorException($"current stack does not have output property '{name}'");
            output.WriteLine(invocation.Flags.Switch("json") ? Json(value, "  ") : invocation.Flags.Switch("shell") ? Shell(name, value) : Plain(value));
        }
        else if (invocation.Flags.Switch("json"))
        {
            output.WriteLine(Json(outputs, "  "));
        }
        else if (invocation.Flags.Switch("shell"))
        {
            foreach (var (key, value) in outputs)
                output.WriteLine(Shell(key, value));
        }
        else
        {
            WriteOutputs(output, outputs);
        }

        return Task.FromResult(0);
    }

    private static string Shell(string name, PropertyValue value) =>
        $"{name}='{Plain(value).Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
