using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Coder.Infra.Engine.Cli.Parsing;
using Coder.Infra.Engine.Deployment;
using Coder.Infra.Engine.Deployment.Model;
using Coder.Infra.Engine.Workspace;

namespace Coder.Infra.Engine.Cli.Operations.Import;

/// <summary><c>pulumi import</c>: takes existing resources under the stack. The program's text is printed.</summary>
internal static class ImportCommand
{
    public static Command Command { get; } = new("import", "Import resources into an existing stack")
    {
        Arguments = "[<type> <name> <id>]",
        Count = (0, 3),
        Flags =
        [
            .. RunFlags.Common, .. RunFlags.Changing.Where(flag => flag.Name != "skip-preview"),
            Flag.Switch("skip-preview", "Do not calculate a preview before performing the import"),
            Flag.Text("file", "The path to a JSON-encoded file containing a list of resources to import", 'f'),
            Flag.Text("parent", "The name and URN of the parent resource in the format name=urn"),
            Flag.Text("provider", "The name and URN of the provider to use for the import in the format name=urn"),
            Flag.List("properties", "The property names to use for the import in the format name1,name2"),
            Flag.Switch("protect", "Allow resources to be imported with protection from deletion enabled"),
            Flag.Switch("preview-only", "Only show a preview of the import, but don't perform the import itself"),
            Flag.Switch("generate-code", "Generate resource declaration code for the imported resources (default true)"),
            Flag.Text("out", "The path to the file that will contain the generated resource declarations", 'o'),
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
        return new ImportRequest(type, name, id, UrnOf(invocation.Flags.Text("parent")), UrnOf(invocation.Flags.Text("provider")), "", Protects(invocation))
        {
            Properties = [.. invocation.Flags.List("properties").SelectMany(list => list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))],
        };
    }

    private static bool Protects(Invocation invocation) => invocation.Flags.Text("protect") is not "false";

    private static string UrnOf(string? nameAndUrn) => nameAndUrn is null ? "" : nameAndUrn.Split('=', 2) is [_, var urn] ? urn : nameAndUrn;

    private static ImmutableArray<ImportRequest> FromFile(Invocation invocation, string file)
    {
        if (invocation.Arguments.Count > 0)
            throw new UserErrorException("an inline resource may not be specified in conjunction with an import file");
        try
        {
            using var document = JsonDocument.Parse(invocation.Read(file));
            var root = document.RootElement;
            var names = root.TryGetProperty("nameTable", out var table)
                ? table.EnumerateObject().ToDictionary(entry => entry.Name, entry => entry.Value.GetString()!)
                : [];
            JsonElement[] resources = root.TryGetProperty("resources", out var list) ? [.. list.EnumerateArray()] : [];
            if (resources.Length == 0)
                throw new InvalidOperationException("it lists no resources: {\"resources\": [{\"type\": …, \"name\": …, \"id\": …}]}");
            // What is imported beside it can be a parent too; the table gives the URNs of all others.
            var keys = resources.Select(resource => Text(resource, "name")).ToHashSet();
            var problems = resources.SelectMany((resource, i) => Problems(resource, names, keys).Select(problem => $"resource {(i + 1).ToString(CultureInfo.InvariantCulture)}: {problem}")).ToArray();
            if (problems.Length > 0)
                throw UserErrorException.Of($"could not read the import file {file}:", problems);
            string Named(JsonElement resource, string field) => Text(resource, field) is { Length: > 0 } name ? names.GetValueOrDefault(name, name) : "";
            return ParentsFirst(file, [.. resources.Select(resource => new ImportRequest(
                Text(resource, "type"),
                Text(resource, "logicalName") is { Length: > 0 } logical ? logical : Text(resource, "name"),
                Text(resource, "id"),
                Named(resource, "parent"),
                Named(resource, "provider"),
                Text(resource, "version"),
                Protects(invocation))
            {
                Key = Text(resource, "name"),
                Component = Switch(resource, "component"),
                Remote = Switch(resource, "remote"),
                DownloadUrl = Text(resource, "pluginDownloadUrl"),
                Properties = resource.TryGetProperty("properties", out var chosen) && chosen.ValueKind == JsonValueKind.Array ? [.. chosen.EnumerateArray().Select(name => name.ToString())] : [],
            })]);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or IOException)
        {
            throw new UserErrorException($"could not read the import file {file}: {e.Message}");
        }
    }

    private static ImmutableArray<ImportRequest> ParentsFirst(string file, IReadOnlyList<ImportRequest> requests)
    {
        var (ordered, left) = (new List<ImportRequest>(), requests.ToList());
        while (left.Count > 0)
        {
            var ready = left.Where(request => left.All(other => other.Key != request.Parent)).ToArray();
            if (ready.Length == 0)
                throw new UserErrorException($"could not read the import file {file}: {string.Join(" and ", left.Select(request => request.Key))} have each other as parents");
            ordered.AddRange(ready);
            left.RemoveAll(ready.Contains);
        }

        return [.. ordered];
    }

    private static IEnumerable<string> Problems(JsonElement resource, Dictionary<string, string> names, HashSet<string> keys)
    {
        var component = Switch(resource, "component");
        foreach (var field in new[] { "type", "name", "id" }.Where(field => Text(resource, field).Length == 0 && !(component && field == "id")))
            yield return $"it has no {field}";
        if (component && Text(resource, "id").Length > 0)
            yield return $"{Text(resource, "name")} is a component, and a component has no id";
        if (!component && Switch(resource, "remote"))
            yield return $"{Text(resource, "name")} is remote, which only a component (\"component\": true) can be";
        if (Text(resource, "id") == "<PLACEHOLDER>")
            yield return $"the id of {Text(resource, "name")} is still <PLACEHOLDER>; write the resource's own id there";
        if (Text(resource, "parent") is { Length: > 0 } parent && !names.ContainsKey(parent) && !keys.Contains(parent))
            yield return $"the parent \"{parent}\" is neither in its nameTable, which gives the URN of each name, nor the name of another of its resources";
        if (Text(resource, "provider") is { Length: > 0 } provider && !names.ContainsKey(provider))
            yield return $"the provider \"{provider}\" is not in its nameTable, which gives the URN of each name";
    }

    private static bool Switch(JsonElement resource, string field) => resource.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.True;

    private static string Text(JsonElement resource, string field) =>
        resource.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
