using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Coder.Infra.Settings;

internal sealed partial class SettingsReader
{
    /// <summary>Coder allows 64 characters; seven are the hyphen and what makes the name unique.</summary>
    private const int LongestKeyName = 57;

    private static readonly string[] ReservedKeyNames = ["built-in", "psk", "user-auth"];

    private ProvisionerSettings Provisioner()
    {
        var key = _config("keyName") ?? Stack;
        if (key.Length > LongestKeyName || !ProxyName().IsMatch(key) || ReservedKeyNames.Contains(key))
            Problem("keyName", key, $"is not a key's name: letters, digits, and single hyphens between them, at most {LongestKeyName}, and none of {string.Join(", ", ReservedKeyNames)}", "pulumi config set keyName eu");
        return new ProvisionerSettings(_config("organization"), key, Tags(), Number("replicas", _config("replicas"), 1, 1, 1000));
    }

    private ImmutableSortedDictionary<string, string> Tags()
    {
        var tags = ImmutableSortedDictionary<string, string>.Empty.WithComparers(StringComparer.Ordinal);
        if (Object("tags", "pulumi config set --path tags.region eu") is not { } given)
            return tags;
        if (given.ValueKind != JsonValueKind.Object)
        {
            Problem("tags", given.GetRawText(), "is not an object of texts", "pulumi config set --path tags.region eu");
            return tags;
        }

        foreach (var tag in given.EnumerateObject())
        {
            if (tag.Value.ValueKind is JsonValueKind.String or JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False)
                tags = tags.SetItem(tag.Name, tag.Value.ValueKind == JsonValueKind.String ? tag.Value.GetString()! : tag.Value.GetRawText());
            else
                Problem($"tags.{tag.Name}", tag.Value.GetRawText(), "is not a text", $"pulumi config set --path {Quoted($"tags.{tag.Name}")} <value>");
        }

        return tags;
    }

    /// <summary>As Coder checks names.</summary>
    [GeneratedRegex("^[a-zA-Z0-9]+(?:-[a-zA-Z0-9]+)*$")]
    private static partial Regex ProxyName();
}
