using System.Text.Json;

namespace Pulumi;

/// <summary>All settings of a run, by their full key <c>namespace:name</c>; read when first asked for.</summary>
internal sealed class Settings(string? json, string? secretKeysJson)
{
    private readonly Lazy<Dictionary<string, string>> _values = new(() => ParseValues(json));
    private readonly Lazy<HashSet<string>> _secretKeys = new(() => ParseKeys(secretKeysJson));

    /// <summary>The settings in the environment: <c>PULUMI_CONFIG</c>, <c>PULUMI_CONFIG_SECRET_KEYS</c>.</summary>
    public static Settings From(Func<string, string?> environment) =>
        new(environment("PULUMI_CONFIG"), environment("PULUMI_CONFIG_SECRET_KEYS"));

    /// <summary>A setting; null when unset.</summary>
    public string? Get(string key) => _values.Value.GetValueOrDefault(key);

    /// <summary>Whether the setting is kept as a secret.</summary>
    public bool IsSecret(string key) => _secretKeys.Value.Contains(key);

    private static Dictionary<string, string> ParseValues(string? json)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        if (string.IsNullOrEmpty(json))
            return values;
        using var document = JsonDocument.Parse(json);
        foreach (var entry in document.RootElement.EnumerateObject())
            values[CleanKey(entry.Name)] = entry.Value.GetString()!;
        return values;
    }

    private static HashSet<string> ParseKeys(string? json)
    {
        if (string.IsNullOrEmpty(json))
            return [];
        using var document = JsonDocument.Parse(json);
        return document.RootElement.EnumerateArray().Select(key => CleanKey(key.GetString()!)).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Hosts write keys as <c>namespace:config:name</c> too.</summary>
    private static string CleanKey(string key)
    {
        var parts = key.Split(':', 3);
        return parts is [var ns, "config", var name] ? $"{ns}:{name}" : key;
    }
}
