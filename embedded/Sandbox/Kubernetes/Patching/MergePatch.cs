using System.Text.Json.Nodes;

namespace Coder.Infra.Sandbox.Kubernetes.Patching;

/// <summary>A patch that can't be applied.</summary>
internal sealed class PatchException(string message) : Exception(message);

/// <summary>JSON merge patch (RFC 7396).</summary>
internal static class MergePatch
{
    public static JsonNode? Apply(JsonNode? target, JsonNode? patch)
    {
        if (patch is not JsonObject changes) return patch?.DeepClone();
        var result = target is JsonObject o ? o.Copy() : [];
        foreach (var (name, value) in changes)
            if (value is null) result.Remove(name);
            else result[name] = Apply(result[name], value);
        return result;
    }
}
