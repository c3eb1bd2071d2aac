using System.Globalization;
using System.Text;
using Coder.Infra.Engine.Deployment;
using Coder.Infra.Engine.Deployment.Model;
using Coder.Infra.Protocol.Properties;

namespace Coder.Infra.Engine.Cli.Operations.Import;

/// <summary>Declarations of imported resources in TypeScript.</summary>
internal static class TypeScriptCode
{
    public static string Write(IReadOnlyList<(string Variable, ResourceState State)> resources)
    {
        var text = new StringBuilder("import * as pulumi from \"@pulumi/pulumi\";\n");
        foreach (var package in resources.Select(resource => Type(resource.State.Type).Package).Distinct().Order(StringComparer.Ordinal))
            text.Append(CultureInfo.InvariantCulture, $"import * as {Name(package)} from \"@pulumi/{package}\";\n");
        text.Append('\n');
        foreach (var (variable, state) in resources)
        {
            var (package, module, type) = Type(state.Type);
            text.Append(CultureInfo.InvariantCulture, $"const {variable} = new {string.Join('.', [Name(package), .. module, type])}({Quote(Urn.Name(state.Urn))}, ");
            Object(text, state, state.Inputs, "", "");
            if (Options(state, resources) is { Count: > 0 } options)
                text.Append(CultureInfo.InvariantCulture, $", {{\n{string.Concat(options.Select(option => $"    {option.Name}: {option.Value},\n"))}}}");
            text.Append(");\n");
        }

        return text.ToString();
    }

    private static void Object(StringBuilder text, ResourceState state, PropertyMap map, string path, string indent)
    {
        var shown = map.Where(item => !item.Key.StartsWith("__", StringComparison.Ordinal) && item.Value is not NullValue).ToArray();
        if (shown.Length == 0)
        {
            text.Append("{}");
            return;
        }

        text.Append("{\n");
        foreach (var (name, value) in shown)
        {
            var inner = indent + "    ";
            text.Append(inner).Append(IsName(name) ? name : Quote(name)).Append(": ");
            Value(text, state, value, path.Length == 0 ? name : $"{path}.{name}", inner);
            text.Append(",\n");
        }

        text.Append(indent).Append('}');
    }

    private static void Value(StringBuilder text, ResourceState state, PropertyValue value, string path, string indent)
    {
        switch (value)
        {
            case SecretValue:
                text.Append(CultureInfo.InvariantCulture, $"new pulumi.Config().requireSecret({Quote(SettingOf(state, path))})");
                break;
            case ObjectValue map:
                Object(text, state, map.Properties, path, indent);
                break;
            case ArrayValue list:
                text.Append('[');
                for (var i = 0; i < list.Items.Length; i++)
                {
                    text.Append(i == 0 ? "" : ", ");
                    Value(text, state, list.Items[i], $"{path}[{i.ToString(CultureInfo.InvariantCulture)}]", indent);
                }

                text.Append(']');
                break;
            case BoolValue flag:
                text.Append(flag.Value ? "true" : "false");
                break;
            case NumberValue number:
                text.Append(GoNumber.Format(number.Value));
                break;
            case StringValue plain:
                text.Append(Quote(plain.Value));
                break;
            default:
                text.Append("undefined /* an asset or archive: name its file here */");
                break;
        }
    }

    /// <summary>The name of the setting that a secret input is to be taken from.</summary>
    private static string SettingOf(ResourceState state, string path) => $"{Urn.Name(state.Urn)}-{path.Replace('.', '-')}";

    /// <summary>The package, the parts of its module, and the class of a type: <c>kubernetes:core/v1:Namespace</c>.</summary>
    private static (string Package, string[] Module, string Name) Type(string type)
    {
        if (type.Split(':') is not [var package, var module, var name])
            return (type, [], type);
        // index, or a file of index, is the package itself. A Kubernetes group is named by its first label.
        var parts = module.Split('/');
        parts = [parts[0].Split('.')[0], .. parts.Skip(1)];
        if (package != "kubernetes")
            parts = [.. parts.Take(1).Where(part => part != "index")];
        return (package, parts, name);
    }

    /// <summary>
    /// The options under which the resource has its URN and provider: those that differ from what a declaration without them
    /// gives. What was not imported is called by the variable that it most likely has in the program.
    /// </summary>
    private static List<(string Name, string Value)> Options(ResourceState state, IReadOnlyList<(string Variable, ResourceState State)> resources)
    {
        var options = new List<(string, string)>();
        string Variable(string urn) => resources.FirstOrDefault(resource => resource.State.Urn == urn).Variable ?? ImportCode.Variable(Urn.Name(urn));
        if (state.Parent.Length > 0 && Urn.Type(state.Parent) != Urn.StackType)
            options.Add(("parent", Variable(state.Parent)));
        if (state.Protect)
            options.Add(("protect", "true"));
        if (state.Provider.Length > 0 && ProviderReference.UrnOf(state.Provider) is var provider && !Urn.IsDefaultProvider(provider))
            options.Add(("provider", Variable(provider)));
        return options;
    }

    private static string Name(string package) => package.Replace('-', '_');

    private static bool IsName(string name) => name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '$');

    private static string Quote(string value)
    {
        var text = new StringBuilder();
        GoJsonWriter.Quote(text, value, escapeHtml: false);
        return text.ToString();
    }
}
