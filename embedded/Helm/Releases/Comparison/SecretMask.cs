using System.Text;
using System.Text.Json.Nodes;

namespace Coder.Infra.Helm.Releases.Comparison;

/// <summary>Knows which texts must not be shown: given secrets, plain or in base64, and whatever a Secret holds.</summary>
sealed class SecretMask
{
    // A shorter text (a port, "true") would hide half of every manifest.
    const int Shortest = 4;

    readonly List<string> _texts = [];

    public SecretMask(IEnumerable<string>? secrets)
    {
        foreach (var secret in (secrets ?? []).Where(s => s.Length >= Shortest).Distinct())
        {
            _texts.Add(secret);
            _texts.Add(Convert.ToBase64String(Encoding.UTF8.GetBytes(secret)));
            // As it stands inside JSON text.
            var quoted = JsonValue.Create(secret).ToJsonString()[1..^1];
            if (quoted != secret)
                _texts.Add(quoted);
        }
    }

    public bool Holds(string text) => _texts.Any(t => text.Contains(t, StringComparison.Ordinal));

    /// <summary>Whether an object's data is secret by its kind.</summary>
    public static bool IsSecret(JsonObject? value) => (string?)value?["kind"] == "Secret" && (string?)value["apiVersion"] == "v1";

    /// <summary>Whether a field of a Secret holds what is secret.</summary>
    public static bool IsSecretField(string path)
        => path is "data" or "stringData" || path.StartsWith("data.", StringComparison.Ordinal) || path.StartsWith("stringData.", StringComparison.Ordinal)
            || path.Contains("last-applied-configuration", StringComparison.Ordinal);
}
