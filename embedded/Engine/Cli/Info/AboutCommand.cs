using System.Runtime.InteropServices;
using Coder.Infra.Engine.Backend.Checkpoints;
using Coder.Infra.Engine.Deployment.Model;
using Coder.Infra.Engine.Display.Text;
using Coder.Infra.Engine.Processes;
using Coder.Infra.Engine.Workspace;
using Coder.Infra.Engine.Workspace.Programs;

namespace Coder.Infra.Engine.Cli.Info;

/// <summary><c>pulumi about</c>: what to include in a bug report; sections and JSON as the official CLI has them.</summary>
internal static class AboutCommand
{
    public static async Task<int> RunAsync(Invocation invocation)
    {
        var about = await CollectAsync(invocation).ConfigureAwait(false);
        if (invocation.Flags.Switch("json"))
            WriteJson(invocation.Out, about);
        else
            WriteText(invocation.Out, about);
        return 0;
    }

    private static async Task<Facts> CollectAsync(Invocation invocation)
    {
        var project = invocation.FindProject();
        var (resources, pending, stack, warning) = (Array.Empty<ResourceState>(), Array.Empty<string>(), (StackContext?)null, (string?)null);
        try
        {
            stack = project is null ? null : StackContext.Current(invocation);
            if (stack?.Store.Files.Exists is true)
            {
                var snapshot = stack.Store.Files.Load(_ => SecretCoding.Masked).Snapshot;
                (resources, pending) = ([.. snapshot.Resources], [.. snapshot.PendingOperations.Select(operation => operation.Resource.Urn)]);
            }
        }
        catch (UserErrorException e)
        {
            warning = e.Message;
        }

        var (executable, version) = project?.Runtime switch { "nodejs" => ("node", await VersionAsync("node").ConfigureAwait(false)), "dotnet" => ("dotnet", await VersionAsync("dotnet").ConfigureAwait(false)), _ => ("", "") };
        return new Facts(
            PluginList.Find(invocation), Environment.MachineName, invocation.Backend.Url, Environment.UserName, project, executable, version,
            stack?.Stack.Name, stack?.Stack.FullName, resources, pending, warning);
    }

    private static async Task<string> VersionAsync(string executable)
    {
        try
        {
            var said = "";
            await ChildProcess.RunAsync(executable, ["--version"], Directory.GetCurrentDirectory(), [], (line, _) => said = said.Length == 0 ? line.Trim() : said, CancellationToken.None).ConfigureAwait(false);
            return said;
        }
        catch (UserErrorException)
        {
            return "";
        }
    }

    private static void WriteText(TextWriter output, Facts about)
    {
        output.WriteLine("CLI");
        Columns(output, ("Version", EngineVersion.Text[1..]), (".NET Version", Environment.Version.ToString()));
        output.WriteLine("\nPlugins");
        Table.Write(output, ["KIND", "NAME", "VERSION"], about.Plugins.Select(plugin => new[] { plugin.Kind, plugin.Name, plugin.Version.Length > 0 ? plugin.Version : "unknown" }));
        output.WriteLine("\nHost");
        Columns(output, ("OS", RuntimeInformation.OSDescription), ("Arch", Architecture));
        if (about.Project is { } project)
            output.WriteLine($"\nThis project is written in {project.Runtime}{(about.Executable.Length > 0 ? $": executable='{about.Executable}' version='{about.Version}'" : "")}");
        if (about.Stack is { } stack)
        {
            output.WriteLine($"\nCurrent Stack: {about.FullStack}\n");
            if (about.Resources.Length > 0)
                Table.Write(output, ["TYPE", "URN"], about.Resources.Select(state => new[] { state.Type, state.Urn }));
            output.WriteLine(about.Pending.Length == 0 ? $"\nFound no pending operations associated with {stack}" : $"\nPending operations:\n  {string.Join("\n  ", about.Pending)}");
        }

        output.WriteLine("\nBackend");
        Columns(output, ("Name", about.Machine), ("URL", about.Url), ("User", about.User), ("Organizations", ""), ("Token type", "personal"));
        if (about.Warning is { } warning)
            output.WriteLine($"\nwarning: {warning}");
    }

    private static void WriteJson(TextWriter output, Facts about)
    {
        var json = new GoJsonWriter("  ");
        json.BeginObject();
        json.Name("plugins").BeginArray();
        foreach (var plugin in about.Plugins)
            Object(json, ("name", plugin.Name), ("version", plugin.Version), ("kind", plugin.Kind));
        json.EndArray();
        Object(json.Name("host"), ("os", RuntimeInformation.OSDescription), ("version", Environment.OSVersion.Version.ToString()), ("arch", Architecture));
        Object(json.Name("backend"), ("name", about.Machine), ("url", about.Url), ("user", about.User));
        if (about.Stack is { } stack)
        {
            json.Name("currentStack").BeginObject();
            json.Name("name").String(stack);
            json.Name("fullyQualifiedName").String(about.FullStack!);
            json.Name("resources").BeginArray();
            foreach (var state in about.Resources)
                Object(json, ("type", state.Type), ("urn", state.Urn));
            json.EndArray();
            json.Name("pending_ops").BeginArray();
            foreach (var urn in about.Pending)
                json.String(urn);
            json.EndArray();
            json.EndObject();
        }

        Object(json.Name("cliAbout"), ("version", EngineVersion.Text[1..]), ("dotnetVersion", Environment.Version.ToString()));
        if (about.Project is { } project)
            Object(json.Name("runtime"), ("language", project.Runtime), ("executable", about.Executable), ("version", about.Version));
        json.Name("errors").BeginArray();
        if (about.Warning is { } warning)
            json.String(warning);
        json.EndArray();
        json.EndObject();
        output.WriteLine(json);
    }

    private static string Architecture => RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant();

    private static void Columns(TextWriter output, params (string Name, string Value)[] rows)
    {
        var width = rows.Max(row => row.Name.Length);
        foreach (var (name, value) in rows)
            output.WriteLine($"{name.PadRight(width)}  {value}".TrimEnd());
    }

    private static void Object(GoJsonWriter json, params (string Name, string Value)[] fields)
    {
        json.BeginObject();
        foreach (var (name, value) in fields)
            json.Name(name).String(value);
        json.EndObject();
    }

    private sealed record Facts(
        IReadOnlyList<PluginList.Plugin> Plugins, string Machine, string Url, string User, Project? Project, string Executable, string Version,
        string? Stack, string? FullStack, ResourceState[] Resources, string[] Pending, string? Warning);
}
