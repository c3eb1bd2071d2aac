using System.Text.Json.Nodes;

namespace Coder.Infra.Sandbox.Kubernetes.Patching;

/// <summary>JSON patch (RFC 6902).</summary>
internal static class JsonPatch
{
    /// <exception cref="PatchException">An operation is malformed, points nowhere, or a test fails.</exception>
    public static JsonNode? Apply(JsonNode document, JsonArray operations)
    {
        // A holder makes the whole document replaceable like any value.
        var root = new JsonObject { [""] = document.DeepClone() };
        foreach (var operation in operations)
        {
            var path = Pointer(operation.Text("path") ?? throw new PatchException("an operation has no path"));
            switch (operation.Text("op"))
            {
                case "add": Add(root, path, Value(operation)); break;
                case "remove": Remove(root, path); break;
                case "replace":
                    Remove(root, path);
                    Add(root, path, Value(operation));
                    break;
                case "move":
                    Add(root, path, Remove(root, From(operation)));
                    break;
                case "copy": Add(root, path, Get(root, From(operation))?.DeepClone()); break;
                case "test":
                    if (!Json.Same(Find(root, path, out var found) && found is not null ? found : null, operation!["value"])) throw new PatchException($"testing value {operation.Text("path")} failed");
                    break;
                case var other: throw new PatchException($"unexpected kind of operation: {other}");
            }
        }
        return root[""]?.DeepClone();
    }

    static JsonNode? Value(JsonNode? operation) =>
        operation is JsonObject o && o.TryGetPropertyValue("value", out var value) ? value?.DeepClone() : throw new PatchException("an operation has no value");

    static string[] From(JsonNode? operation) => Pointer(operation.Text("from") ?? throw new PatchException("an operation has no from"));

    static string[] Pointer(string text)
    {
        if (text.Length > 0 && text[0] != '/') throw new PatchException($"\"{text}\" is no JSON pointer");
        return [.. text.Split('/').Select(t => t.Replace("~1", "/").Replace("~0", "~"))];
    }

    static JsonNode? Get(JsonNode root, string[] path) => Find(root, path, out var value) ? value : throw Missing(path);

    static bool Find(JsonNode root, IReadOnlyList<string> path, out JsonNode? value)
    {
        value = root;
        foreach (var step in path)
        {
            if (value is JsonObject o)
            {
                if (!o.TryGetPropertyValue(step, out value)) return false;
            }
            else if (value is JsonArray a)
            {
                if (!int.TryParse(step, out var at) || at < 0 || at >= a.Count) return false;
                value = a[at];
            }
            else
            {
                return false;
            }
        }
        return true;
    }

    static void Add(JsonNode root, string[] path, JsonNode? value)
    {
        if (!Find(root, path[..^1], out var parent)) throw Missing(path);
        var last = path[^1];
        switch (parent)
        {
            case JsonObject o: o[last] = value; break;
            case JsonArray a when last == "-": a.Add(value); break;
            case JsonArray a when int.TryParse(last, out var at) && at >= 0 && at <= a.Count: a.Insert(at, value); break;
            default: throw Missing(path);
        }
    }

    static JsonNode? Remove(JsonNode root, string[] path)
    {
        if (!Find(root, path, out var value)) throw Missing(path);
        Find(root, path[..^1], out var parent);
        if (parent is JsonObject o) o.Remove(path[^1]);
        else ((JsonArray)parent!).RemoveAt(int.Parse(path[^1]));
        return value;
    }

    static PatchException Missing(string[] path) => new($"the path {string.Join("/", path)} does not exist");
}
