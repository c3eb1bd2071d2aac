using System.Text;
using Coder.Infra.Helm.Yaml;

namespace Coder.Infra.Helm.Charts.Schema;

/// <summary>JSON Schema, draft 4 to 2020-12, with the messages of santhosh-tekuri/jsonschema v6, which Helm shows as they are.</summary>
internal static class JsonSchema
{
    /// <summary>The problems, a line each; null where there are none. Warnings go to the log.</summary>
    public static string? Validate(byte[] schema, object? value, Action<string>? log = null)
    {
        try
        {
            var error = new SchemaValidator(new SchemaSet(log).Compile(schema)).Validate(value);
            if (error is null)
                return null;
            var text = new StringBuilder();
            // The line that names the schema is left out by Helm, and the causes of the whole are listed one by one.
            foreach (var cause in error.IsGroup ? error.Causes : [error])
                cause.AppendTo(text, 0);
            return text.Append('\n').ToString();
        }
        catch (Exception e) when (e is GoJsonException or SchemaException)
        {
            return e.Message;
        }
    }
}

/// <summary>The schema itself is at fault.</summary>
internal sealed class SchemaException(string message) : Exception(message);
