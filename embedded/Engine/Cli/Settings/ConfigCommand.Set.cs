using System.Globalization;
using System.Text.Json;
using Coder.Infra.Engine.Backend;
using Coder.Infra.Engine.Cli.Parsing;
using Coder.Infra.Engine.Workspace;
using Coder.Infra.Engine.Workspace.Configuration;

namespace Coder.Infra.Engine.Cli.Settings;

internal static partial class ConfigCommand
{
    private static Task<int> SetAsync(Invocation invocation)
    {
        var context = StackContext.CurrentForSettings(invocation);
        var (key, path) = KeyAndPath(invocation, context, invocation.Arguments[0]);
        var secret = invocation.Flags.Switch("secret");
        var value = invocation.Arguments.Count > 1 ? invocation.Arguments[1] : ReadValue(invocation, secret);
        Put(context, key, path, Value(invocation, context, value, secret, path.Count > 0));
        context.SaveSettings();
        return Task.FromResult(0);
    }

    private static ConfigNode Value(Invocation invocation, StackContext context, string value, bool secret, bool inPath)
    {
        if (secret)
        {
            if (invocation.Flags.Text("type") is { } typed and not "string")
                throw new UserErrorException($"--type {typed} cannot be used with --secret: encrypted values are strings");
            return new ConfigSecret(context.ConfigCipherForWriting().Encrypt(value));
        }

        switch (invocation.Flags.Text("type"))
        {
            case null:
                return inPath && !invocation.Flags.Switch("plaintext") ? Adjust(value) : new ConfigScalar(value);
            case "string":
                return new ConfigScalar(value);
            case "bool" or "boolean" when GoBool.TryParse(value) is { } on:
                return new ConfigScalar(on ? "true" : "false", ScalarKind.Bool);
            case "int" or "integer" when long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole):
                return new ConfigScalar(whole.ToString(CultureInfo.InvariantCulture), ScalarKind.Number);
            case "float" or "number" when double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number):
                return new ConfigScalar(GoNumber.Format(number), ScalarKind.Number);
            case "bool" or "boolean" or "int" or "integer" or "float" or "number":
                throw new UserErrorException($"\"{value}\" is not of the type {invocation.Flags.Text("type")}");
            case var other:
                throw new UserErrorException($"--type {other} is not a type: string, bool, int or float");
        }
    }

    /// <summary>In a path, a value that reads as a boolean or whole number is one; with a leading zero it is a string.</summary>
    private static ConfigScalar Adjust(string value) => value switch
    {
        "true" or "false" => new ConfigScalar(value, ScalarKind.Bool),
        ['0', _, ..] => new ConfigScalar(value),
        _ when long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) =>
            new ConfigScalar(number.ToString(CultureInfo.InvariantCulture), ScalarKind.Number),
        _ => new ConfigScalar(value),
    };

    private static void Put(StackContext context, ConfigKey key, IReadOnlyList<object> path, ConfigNode value) =>
        context.Settings.Set(key, path.Count == 0 ? value : ConfigPaths.Set(context.Settings.Config.GetValueOrDefault(key), path, value));

    private static string ReadValue(Invocation invocation, bool secret)
    {
        if (invocation.IsInteractive)
        {
            if (secret)
                return invocation.Ask("value: ") ?? throw new UserErrorException("no value given");
            invocation.Out.Write("value: ");
            invocation.Out.Flush();
            return invocation.Host.In.ReadLine() ?? throw new UserErrorException("no value given");
        }

        if (!invocation.Host.IsInputRedirected)
            throw new UserErrorException("config value must be specified on the command line or standard input");
        var text = invocation.Host.In.ReadToEnd();
        if (!invocation.Flags.Switch("raw"))
            text = text.EndsWith("\r\n", StringComparison.Ordinal) ? text[..^2] : text.EndsWith('\n') ? text[..^1] : text;
        return text.Length > 0 ? text : throw new UserErrorException("config value must be specified on the command line or standard input");
    }

    private static Task<int> SetAllAsync(Invocation invocation)
    {
        var context = StackContext.CurrentForSettings(invocation);
        var pairs = invocation.Flags.List("plaintext").Select(pair => (pair, Secret: false)).Concat(invocation.Flags.List("secret").Select(pair => (pair, Secret: true))).ToArray();
        if (invocation.Flags.Text("json") is { } document)
        {
            if (pairs.Length > 0)
                throw new UserErrorException("the --json option cannot be used with the --plaintext, --secret or --path options");
            SetFromJson(context, document);
            return Task.FromResult(0);
        }

        if (pairs.Length == 0)
            throw new UserErrorException("no settings given; write --plaintext key=value or --secret key=value for each, or --json '{…}'");
        foreach (var (pair, secret) in pairs)
        {
            if (pair.Split('=', 2) is not [{ Length: > 0 } name, var value])
                throw new UserErrorException($"config value not specified correctly: write key=value, not \"{(secret ? pair.Split('=')[0] : pair)}\"");
            var (key, path) = KeyAndPath(invocation, context, name);
            Put(context, key, path, secret ? new ConfigSecret(context.ConfigCipherForWriting().Encrypt(value)) : path.Count > 0 ? Adjust(value) : new ConfigScalar(value));
        }

        context.SaveSettings();
        return Task.FromResult(0);
    }

    /// <summary>Sets what <c>config --json --show-secrets</c> printed: <c>{"ns:key": {"value": …, "objectValue": …, "secret": …}}</c>.</summary>
    private static void SetFromJson(StackContext context, string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            foreach (var entry in document.RootElement.EnumerateObject())
            {
                var key = context.Key(entry.Name);
                var secret = entry.Value.TryGetProperty("secret", out var marked) && marked.ValueKind == JsonValueKind.True;
                var isObject = entry.Value.TryGetProperty("objectValue", out var value);
                if (!isObject && !entry.Value.TryGetProperty("value", out value))
                    throw new UserErrorException($"{entry.Name} has no value{(secret ? "; print it with: pulumi config --json --show-secrets" : "")}");
                if (isObject && secret)
                    throw new UserErrorException($"{entry.Name} is an object with secrets in it, and --json does not say which; set it with: pulumi config set --path");
                context.Settings.Set(key, isObject ? ConfigNode.FromJson(value) : secret ? new ConfigSecret(context.ConfigCipherForWriting().Encrypt(value.GetString()!)) : new ConfigScalar(value.GetString()!));
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new UserErrorException($"--json is not in the format that `pulumi config --json` prints: {e.Message}");
        }

        context.SaveSettings();
    }

    private static Task<int> CopyAsync(Invocation invocation)
    {
        var context = StackContext.CurrentForSettings(invocation);
        var name = invocation.Flags.Text("dest") ?? throw new UserErrorException("the destination stack is missing; name it with --dest <stack>");
        var destination = StackContext.Of(invocation, name);
        if (!destination.Store.Files.Exists)
            throw new UserErrorException($"no stack named '{name}' found", ExitCodes.StackNotFound);
        if (destination.Stack == context.Stack)
            throw new UserErrorException("config source and destination stacks are the same");
        if (invocation.Arguments is not [var argument])
        {
            CopyAll(context, destination);
            return Task.FromResult(0);
        }

        var (key, path) = KeyAndPath(invocation, context, argument);
        var value = context.Settings.Config.GetValueOrDefault(key) is { } set ? ConfigPaths.Get(set, path) : null;
        Put(destination, key, path, Reseal(context, destination, value ?? throw new UserErrorException($"configuration key '{argument}' not found for stack '{context.Stack.Name}'")));
        destination.SaveSettings();
        return Task.FromResult(0);
    }

    /// <summary>Copies every setting of a stack to another, secrets under the other's key.</summary>
    public static void CopyAll(StackContext source, StackContext destination)
    {
        foreach (var (key, value) in source.Settings.Config)
            destination.Settings.Set(key, Reseal(source, destination, value));
        destination.SaveSettings();
    }

    private static ConfigNode Reseal(StackContext source, StackContext destination, ConfigNode value)
    {
        if (!value.HasSecrets)
            return value;
        var (from, to) = (source.ConfigCipher(), destination.ConfigCipherForWriting());
        return value.Map(secret => new ConfigSecret(to.Encrypt(from.Decrypt(secret.Ciphertext))));
    }

    private static Task<int> RefreshAsync(Invocation invocation)
    {
        var context = StackContext.CurrentForSettings(invocation);
        var last = UpdateHistory.Read(context.Store.Files).FirstOrDefault(record => record.Kind is not ("import" or "rename"))
            ?? throw new UserErrorException($"stack '{context.Stack.Name}' has no deployment to copy its configuration from");
        if (context.Settings.Exists && !invocation.Flags.Switch("force"))
        {
            var backup = $"{context.Settings.Path}.bak";
            for (var i = 1; File.Exists(backup); i++)
                backup = $"{context.Settings.Path}.bak{i.ToString(CultureInfo.InvariantCulture)}";
            File.Copy(context.Settings.Path, backup);
            invocation.Out.WriteLine($"Copied existing configuration to {backup}");
        }

        var wanted = last.Config.ToDictionary(entry => ConfigKey.Parse(entry.Key, context.Stack.Project), entry => entry.Value);
        foreach (var key in context.Settings.Config.Keys.Where(key => !wanted.ContainsKey(key)).ToArray())
            context.Settings.Remove(key);
        foreach (var (key, value) in wanted.OrderBy(entry => entry.Key))
        {
            if (!context.Settings.Config.TryGetValue(key, out var present) || present.ToJson() != value.ToJson())
                context.Settings.Set(key, value);
        }

        context.SaveSettings();
        invocation.Out.WriteLine($"refreshed configuration for stack '{context.Stack.Name}'");
        return Task.FromResult(0);
    }
}
