using System.Globalization;
using System.Text;
using Coder.Infra.Engine.Backend.Json;
using Coder.Infra.Engine.Deployment;
using Coder.Infra.Engine.Deployment.Model;
using Coder.Infra.Protocol.Properties;

namespace Coder.Infra.Engine.Cli.Operations.Import;

/// <summary>
/// Declarations of imported resources in C#. Nested objects need the names of their classes, which only a schema tells: known
/// here are metadata and spec of Kubernetes; what else is nested stands in a comment, to be completed by hand.
/// </summary>
internal static class CSharpCode
{
    public static string Write(IReadOnlyList<(string Variable, ResourceState State)> resources)
    {
        var text = new StringBuilder("using System.Collections.Generic;\nusing Pulumi;\n");
        foreach (var package in resources.Select(resource => ImportCode.Type(resource.State.Type).Package).Distinct().Order(StringComparer.Ordinal))
            text.Append(CultureInfo.InvariantCulture, $"using {Pascal(package)} = Pulumi.{Pascal(package)};\n");
        text.Append("\nreturn await Deployment.RunAsync(() => \n{\n");
        foreach (var (variable, state) in resources)
        {
            var (package, module, type) = ImportCode.Type(state.Type);
            string[] parts = [Pascal(package), .. module.Select(Pascal)];
            text.Append(CultureInfo.InvariantCulture, $"    var {variable} = new {string.Join('.', parts)}.{type}({Quote(Urn.Name(state.Urn))}, new()\n    {{\n");
            Members(text, state, state.Inputs, "", "        ");
            text.Append("    }");
            if (ImportCode.Options(state, resources) is { Count: > 0 } options)
                text.Append(CultureInfo.InvariantCulture, $", new {(state.Custom ? "Custom" : "Component")}ResourceOptions\n    {{\n{string.Concat(options.Select(option => $"        {Pascal(option.Name)} = {option.Value},\n"))}    }}");
            text.Append(");\n\n");
        }

        return text.Append("});\n").ToString();
    }

    private static void Members(StringBuilder text, ResourceState state, PropertyMap map, string path, string indent)
    {
        foreach (var (name, value) in map)
        {
            // What the class of a Kubernetes resource says of itself.
            if (value is NullValue || name.StartsWith("__", StringComparison.Ordinal) || (path.Length == 0 && name is "apiVersion" or "kind" && state.Type.StartsWith("kubernetes:", StringComparison.Ordinal)))
                continue;
            Member(text, state, name, value, path.Length == 0 ? name : $"{path}.{name}", indent);
        }
    }

    private static void Member(StringBuilder text, ResourceState state, string name, PropertyValue value, string path, string indent)
    {
        text.Append(indent);
        switch (value)
        {
            case ObjectValue { Properties.ContainsSecrets: false } map when ImportCode.IsMap(name, map) && map.Properties.Values.All(item => Scalar(item) is not null):
                text.Append(CultureInfo.InvariantCulture, $"{Pascal(name)} = \n{indent}{{\n");
                foreach (var (key, item) in map.Properties)
                    text.Append(CultureInfo.InvariantCulture, $"{indent}    {{ {Quote(key)}, {Scalar(item)} }},\n");
                text.Append(CultureInfo.InvariantCulture, $"{indent}}},\n");
                break;
            case ObjectValue map when ArgsOf(state, path) is { } args:
                text.Append(CultureInfo.InvariantCulture, $"{Pascal(name)} = new {args}\n{indent}{{\n");
                Members(text, state, map.Properties, path, indent + "    ");
                text.Append(CultureInfo.InvariantCulture, $"{indent}}},\n");
                break;
            case ArrayValue list when list.Items.All(item => Scalar(item) is not null):
                text.Append(CultureInfo.InvariantCulture, $"{Pascal(name)} = new[] {{ {string.Join(", ", list.Items.Select(Scalar))} }},\n");
                break;
            case SecretValue:
                text.Append(CultureInfo.InvariantCulture, $"{Pascal(name)} = new Config().RequireSecret({Quote(ImportCode.SettingOf(state, path))}),\n");
                break;
            case var plain when Scalar(plain) is { } scalar:
                text.Append(CultureInfo.InvariantCulture, $"{Pascal(name)} = {scalar},\n");
                break;
            default:
                text.Append(CultureInfo.InvariantCulture, $"// {Pascal(name)}: to be completed; its inputs are in the state (pulumi stack export), at {path} of {state.Urn}\n");
                break;
        }
    }

    private static string? ArgsOf(ResourceState state, string path)
    {
        if (!state.Type.StartsWith("kubernetes:", StringComparison.Ordinal))
            return null;
        var (_, module, kind) = ImportCode.Type(state.Type);
        return path switch
        {
            "metadata" => "Kubernetes.Types.Inputs.Meta.V1.ObjectMetaArgs",
            "spec" => $"Kubernetes.Types.Inputs.{string.Join('.', module.Select(Pascal))}.{kind}SpecArgs",
            _ => null,
        };
    }

    private static string? Scalar(PropertyValue value) => value switch
    {
        BoolValue flag => flag.Value ? "true" : "false",
        NumberValue number => GoNumber.Format(number.Value),
        StringValue text => Quote(text.Value),
        _ => null,
    };

    private static string Pascal(string name) => string.Concat(name.Split('-', '.').Where(part => part.Length > 0).Select(part => char.ToUpperInvariant(part[0]) + part[1..]));

    private static string Quote(string value)
    {
        var text = new StringBuilder();
        GoJsonWriter.Quote(text, value, escapeHtml: false);
        return text.ToString();
    }
}
