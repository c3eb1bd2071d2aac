using System.Collections.Immutable;
using System.Text.Json;
using Coder.Infra.Engine.Cli.Parsing;
using Coder.Infra.Engine.Deployment;
using Coder.Infra.Engine.Workspace;

namespace Coder.Infra.Engine.Cli.Operations;

/// <summary><c>pulumi import</c>: takes existing resources under the stack. The program's text is not generated.</summary>
internal static class ImportCommand
{
    public static Command Command { get; } = new("import", "Import resources into an existing stack")
    {
        Arguments = "[<type> <name> <id>]",
        Count = (0, 3),
        Flags =
        [
            .. RunFlags.Common, .. RunFlags.Changing,
            Flag.Text("file", "The path to a JSON-encoded file containing a list of resources to import"),
            Flag.Text("parent", "The name and URN of the parent resource in the format name=urn"),
            Flag.Text("provider", "The name and URN of the provider to use for the import in the format name=urn"),
            Flag.Switch("protect", "Allow resources to be imported with protection from deletion enabled"),
            Flag.Switch("preview-only", "Only show a preview of the import, but don't perform the import itself"),
            new("generate-code", FlagKind.OptionalText, "Generate resource declaration code for the imported resources (not supported: only false)"),
            new("from", FlagKind.Text, "") { Unsupported = "it converts no other formats" },
            new("out", FlagKind.Text, "") { Unsupported = "it generates no code" },
        ],
        Run = invocation =>
        {
            var imports = invocation.Flags.Text("file") is { } file ? FromFile(invocation, file) : [FromArguments(invocation)];
            return StackRun.ChangeAsync(invocation, OperationKind.Import, options => options with { Imports = imports });
        },
    };

    private static ImportRequest FromArguments(Invocation invocation)
    {
        if (invocation.Arguments is not [var type, var name, var id])
            throw new UserErrorException("an inline resource must be specified by its type, name and id: pulumi import <type> <name> <id>; or name a file with --file");
        return new ImportRequest(type, name, id, UrnOf(invocation.Flags.Text("parent")), UrnOf(invocation.Flags.Text("provider")), "", Protects(invocation));
    }

    private static bool Protects(Invocation invocation) => invocation.Flags.Text("protect") is not "false";

    private static string UrnOf(string? nameAndUrn) => nameAndUrn is null ? "" : nameAndUrn.Split('=', 2) is [_, var urn] ? urn : nameAndUrn;

    private static ImmutableArray<ImportRequest> FromFile(Invocation invocation, string file)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(invocation.PathOf(file)));
            var root = document.RootElement;
            var names = root.TryGetProperty("nameTable", out var table)
                ? table.EnumerateObject().ToDictionary(entry => entry.Name, entry => entry.Value.GetString()!)
                : [];
            string Named(JsonElement resource, string field) =>
                resource.TryGetProperty(field, out var value) && value.GetString() is { Length: > 0 } name
                    ? names.GetValueOrDefault(name) ?? throw new InvalidOperationException($"the {field} \"{name}\" is not in its nameTable")
                    : "";
            static string Text(JsonElement resource, string field) => resource.TryGetProperty(field, out var value) ? value.GetString() ?? "" : "";
            return [.. root.GetProperty("resources").EnumerateArray().Select(resource => new ImportRequest(
                resource.GetProperty("type").GetString()!,
                resource.GetProperty("name").GetString()!,
                resource.GetProperty("id").GetString()!,
                Named(resource, "parent"),
                Named(resource, "provider"),
                Text(resource, "version"),
                Protects(invocation)))];
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new UserErrorException($"could not read the import file {file}: {e.Message}");
        }
    }
}
