using System.Globalization;
using System.Text;
using Coder.Infra.Engine.Backend.Json;
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
        foreach (var package in resources.Select(resource => ImportCode.Type(resource.State.Type).Package).Distinct().Order(StringComparer.Ordinal))
            text.Append(CultureInfo.InvariantCulture, $"import * as {Name(package)} from \"@pulumi/{package}\";\n");
        text.Append('\n');
        foreach (var (variable, state) in resources)
        {
            var (package, module, type) = ImportCode.Type(state.Type);
            text.Append(CultureInfo.InvariantCulture, $"const {variable} = new {string.Join('.', [Name(package), .. module, type])}({Quote(Urn.Name(state.Urn))}, ");
            Object(text, state, state.Inputs, "", "");
            if (ImportCode.Options(state, resources) is { Count: > 0 } options)
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
                text.Append(CultureInfo.InvariantCulture, $"new pulumi.Config().requireSecret({Quote(ImportCode.SettingOf(state, path))})");
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

    private static string Name(string package) => package.Replace('-', '_');

    private static bool IsName(string name) => name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '$');

    private static string Quote(string value)
    {
        var text = new StringBuilder();
        GoJsonWriter.Quote(text, value, escapeHtml: false);
        return text.ToString();
    }
}
