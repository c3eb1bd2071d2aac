using System.Collections.Immutable;
using System.Text.Json;
using Coder.Infra.Engine.Workspace;

namespace Coder.Infra.Engine.Backend;

/// <summary>The tags of a stack: <c>.pulumi/stacks/PROJECT/STACK.pulumi-tags</c>, beside its checkpoint.</summary>
internal static class StackTags
{
    /// <summary>The tags by name; empty where there are none.</summary>
    public static ImmutableSortedDictionary<string, string> Read(StackFiles files)
    {
        if (!File.Exists(files.Tags))
            return ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(files.Tags));
            if (document.RootElement.GetProperty("version").GetInt32() != 1)
                throw new JsonException("it is of a version that this engine does not know");
            return document.RootElement.TryGetProperty("tags", out var tags) && tags.ValueKind == JsonValueKind.Object
                ? tags.EnumerateObject().ToImmutableSortedDictionary(tag => tag.Name, tag => tag.Value.GetString() ?? "", StringComparer.Ordinal)
                : ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new UserErrorException($"could not read the stack's tags from {files.Tags}: {e.Message}");
        }
    }

    /// <summary>Writes the tags; without any there is no file.</summary>
    public static void Write(StackFiles files, ImmutableSortedDictionary<string, string> tags)
    {
        if (tags.IsEmpty)
        {
            File.Delete(files.Tags);
            return;
        }

        var json = new GoJsonWriter("  ");
        json.BeginObject();
        json.Name("version").Number(1L);
        json.Name("tags").BeginObject();
        foreach (var (name, value) in tags)
            json.Name(name).String(value);
        json.EndObject();
        json.EndObject();
        AtomicFile.Write(files.Tags, json.ToString());
    }
}
