using System.Text;
using System.Text.Json.Nodes;
using Coder.Infra.Kubernetes;

namespace Coder.Infra.Releases;

/// <summary>
/// Hides secret texts: as they are, as they stand in JSON or a URL, the lines of a long one, and in base64, also where they are only a part of
/// what is encoded.
/// </summary>
internal sealed class SecretTexts
{
    /// <summary>What is shown instead.</summary>
    public const string Mask = "[secret]";

    // A shorter text (a port, "yes") would hide half of every manifest; it is hidden only where it is the whole value.
    private const int ShortestPart = 4;
    // A line of a key or certificate; a shorter one, such as a brace, is no secret.
    private const int ShortestLine = 16;

    private readonly HashSet<string> _whole;
    private readonly IReadOnlyList<string> _parts;
    private readonly IReadOnlyList<string> _encoded;

    /// <summary>Hides texts.</summary>
    /// <param name="secrets">The texts; empty ones are left out.</param>
    public SecretTexts(IEnumerable<string> secrets)
    {
        _whole = [.. secrets.Where(secret => secret.Length > 0)];
        var long_ = _whole.Where(secret => secret.Length >= ShortestPart).ToList();
        _parts = [.. long_.SelectMany(Forms).Where(form => form.Trim().Length >= ShortestPart).Distinct().OrderByDescending(form => form.Length).ThenBy(form => form, StringComparer.Ordinal)];
        _encoded = [.. long_.SelectMany(Encodings).Where(form => form.Length >= ShortestPart).Distinct()];
    }

    /// <summary>What the Secrets among objects hold.</summary>
    public static IEnumerable<string> Of(IEnumerable<JsonObject> objects)
    {
        foreach (var secret in objects.Where(IsSecret))
        {
            foreach (var (_, value) in secret.At("stringData") as JsonObject ?? [])
            {
                if (value is not null)
                    yield return value.ToString();
            }

            foreach (var (_, value) in secret.At("data") as JsonObject ?? [])
            {
                if (value is not null && Decoded(value.ToString()) is { } text)
                    yield return text;
            }
        }
    }

    /// <summary>Whether an object is a Secret.</summary>
    public static bool IsSecret(JsonObject value) => value.Text("kind") == "Secret" && value.Text("apiVersion") == "v1";

    /// <summary>A text with the secrets in it hidden.</summary>
    public string Hide(string text)
    {
        if (_whole.Contains(text) || _encoded.Any(form => text.Contains(form, StringComparison.Ordinal)))
            return Mask;
        foreach (var part in _parts)
            text = text.Replace(part, Mask, StringComparison.Ordinal);
        return text;
    }

    private static IEnumerable<string> Forms(string secret)
    {
        yield return secret;
        yield return secret.Trim();
        yield return JsonValue.Create(secret).ToJsonString()[1..^1];
        yield return JsonValue.Create(secret).ToJsonString(FieldText.Json)[1..^1];
        yield return Uri.EscapeDataString(secret);
        foreach (var line in secret.Split('\n').Select(line => line.Trim()).Where(line => line.Length >= ShortestLine && !line.StartsWith("-----", StringComparison.Ordinal)))
            yield return line;
    }

    /// <summary>The base64 characters that depend on the secret alone, for each of the three places it can begin at.</summary>
    private static IEnumerable<string> Encodings(string secret)
    {
        var bytes = Encoding.UTF8.GetBytes(secret);
        for (var offset = 0; offset < 3; offset++)
        {
            var text = Convert.ToBase64String([.. new byte[offset], .. bytes]).TrimEnd('=');
            var (first, last) = ((offset * 8 + 5) / 6, (offset + bytes.Length) * 8 / 6);
            yield return text[first..last];
        }
    }

    private static string? Decoded(string base64)
    {
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(Convert.FromBase64String(base64));
        }
        catch (Exception error) when (error is FormatException or ArgumentException)
        {
            return null; // Not a text: nobody prints it.
        }
    }
}
