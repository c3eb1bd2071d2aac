using Coder.Infra.Engine.Cli.Parsing;
using Coder.Infra.Engine.Display.Text;
using Coder.Infra.Engine.Workspace;
using Coder.Infra.Engine.Workspace.Configuration;

namespace Coder.Infra.Engine.Cli.Settings;

/// <summary><c>pulumi config</c> and its subcommands.</summary>
internal static partial class ConfigCommand
{
    private static readonly Flag PathFlag = Flag.Switch("path", "The key contains a path to a property in a map or list to set or get");
    private static readonly Flag JsonFlag = Flag.Switch("json", "Emit output as JSON", 'j');

    public static Command Command { get; } = new("config", "Manage configuration")
    {
        Aliases = ["conf"],
        Run = ListAsync,
        Flags = [CommandTree.StackFlag, Flag.Text("config-file", "Use the configuration values in the specified file rather than detecting the file name"), Flag.Switch("show-secrets", "Show secret values when listing config instead of displaying blinded values"), JsonFlag],
        Commands =
        [
            new("get", "Get a single configuration value") { Arguments = "<key>", Count = (1, 1), Run = GetAsync, Flags = [PathFlag] },
            new("set", "Set configuration value") { Arguments = "<key> [value]", Count = (1, 2), Run = SetAsync, Flags = [PathFlag, Flag.Switch("secret", "Encrypt the value instead of storing it in plaintext"), Flag.Switch("plaintext", "Save the value as plaintext (unencrypted)"), Flag.Text("type", "Save the value as the given type: string, bool, int or float"), Flag.Switch("raw", "Keep the last newline of a value read from standard input")] },
            new("rm", "Remove configuration value") { Aliases = ["remove", "delete"], Arguments = "<key>", Count = (1, 1), Run = RemoveAsync, Flags = [PathFlag] },
            new("set-all", "Set multiple configuration values") { Run = SetAllAsync, Flags = [PathFlag, Flag.List("secret", "Marks a value as secret to be encrypted"), Flag.List("plaintext", "Marks a value as plaintext (unencrypted)"), Flag.Text("json", "Read values from a JSON string in the format produced by `pulumi config --json`")] },
            new("rm-all", "Remove multiple configuration values") { Aliases = ["remove-all", "delete-all"], Arguments = "<key1> <key2> ...", Count = (1, int.MaxValue), Run = RemoveAllAsync, Flags = [PathFlag] },
            new("refresh", "Update the local configuration based on the most recent deployment of the stack") { Run = RefreshAsync, Flags = [Flag.Switch("force", "Overwrite configuration file, if it exists, without creating a backup", 'f')] },
            new("cp", "Copy config to another stack") { Aliases = ["copy"], Arguments = "[key]", Count = (0, 1), Run = CopyAsync, Flags = [PathFlag, Flag.Text("dest", "The name of the new stack to copy the config to", 'd')] },
            EnvironmentCommand,
        ],
    };

    private static Task<int> ListAsync(Invocation invocation)
    {
        var context = StackContext.CurrentForSettings(invocation);
        var show = invocation.Flags.Switch("show-secrets");
        var config = EffectiveConfig.Of(context.Project, context.Settings).OrderBy(entry => entry.Key).ToArray();
        var cipher = new Lazy<Workspace.Secrets.IValueCipher>(context.ConfigCipher);
        if (invocation.Flags.Switch("json"))
        {
            var json = new GoJsonWriter("  ");
            json.BeginObject();
            foreach (var (key, value) in config)
                WriteJson(json.Name(key.ToString()), value, show ? new Lazy<ConfigNode>(() => value.HasSecrets ? value.Decrypt(cipher.Value) : value) : null);
            json.EndObject();
            invocation.Out.WriteLine(json);
            return Task.FromResult(0);
        }

        Table.Write(invocation.Out, ["KEY", "VALUE"], config.Select(entry => new[]
        {
            entry.Key.Pretty(context.Stack.Project),
            (!entry.Value.HasSecrets ? entry.Value : show ? entry.Value.Decrypt(cipher.Value) : entry.Value.Mask()).ToText(),
        }));
        return Task.FromResult(0);
    }

    /// <summary>Writes a value as <c>config --json</c> shows it; <paramref name="opened"/> is null where secrets stay hidden.</summary>
    public static void WriteJson(GoJsonWriter json, ConfigNode value, Lazy<ConfigNode>? opened)
    {
        json.BeginObject();
        if (!value.HasSecrets || opened is not null)
        {
            var shown = opened?.Value ?? value;
            json.Name("value").String(shown.ToText());
            if (shown.IsStructured)
                shown.WriteTo(json.Name("objectValue"));
        }

        json.Name("secret").Bool(value.HasSecrets);
        json.EndObject();
    }

    private static Task<int> GetAsync(Invocation invocation)
    {
        var context = StackContext.CurrentForSettings(invocation);
        var (key, path) = KeyAndPath(invocation, context, invocation.Arguments[0]);
        var value = EffectiveConfig.Of(context.Project, context.Settings).GetValueOrDefault(key) is { } set ? ConfigPaths.Get(set, path) : null;
        if (value is null)
            throw new UserErrorException($"configuration key '{key.Pretty(context.Stack.Project)}' not found for stack '{context.Stack.Name}'; set it with: pulumi config set {invocation.Arguments[0]} <value>");
        var opened = value.HasSecrets ? value.Decrypt(context.ConfigCipher()) : value;
        if (!invocation.Flags.Switch("json"))
        {
            invocation.Out.WriteLine(opened.ToText());
            return Task.FromResult(0);
        }

        var json = new GoJsonWriter("  ");
        WriteJson(json, value, new Lazy<ConfigNode>(opened));
        invocation.Out.WriteLine(json);
        return Task.FromResult(0);
    }

    private static Task<int> RemoveAsync(Invocation invocation) => RemoveAllAsync(invocation);

    private static Task<int> RemoveAllAsync(Invocation invocation)
    {
        var context = StackContext.CurrentForSettings(invocation);
        foreach (var argument in invocation.Arguments)
        {
            var (key, path) = KeyAndPath(invocation, context, argument);
            if (!context.Settings.Config.TryGetValue(key, out var value))
                continue;
            if (path.Count == 0)
                context.Settings.Remove(key);
            else if (ConfigPaths.Remove(value, path) is { } rest)
                context.Settings.Set(key, rest);
        }

        context.SaveSettings();
        return Task.FromResult(0);
    }

    private static (ConfigKey Key, IReadOnlyList<object> Path) KeyAndPath(Invocation invocation, StackContext context, string text)
    {
        if (!invocation.Flags.Switch("path"))
            return (context.Key(text), []);
        // The namespace comes before the path: ns:root.nested[0].
        var parts = PropertyPath.Strict(text).Steps;
        return parts[0] is string root
            ? (context.Key(root), [.. parts.Skip(1)])
            : throw new UserErrorException($"invalid path '{text}': it must begin with the name of a setting");
    }
}
