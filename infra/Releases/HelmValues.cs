using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Coder.Infra.Dns;
using Coder.Infra.Settings;
using Pulumi;

namespace Coder.Infra.Releases;

/// <summary>What the values of all charts have in common: a user's values over computed ones, values as Helm gets them, annotations.</summary>
internal static class HelmValues
{
    /// <summary>Puts a user's values over the computed ones: objects are merged, everything else is replaced.</summary>
    public static void Merge(JsonObject into, JsonElement values)
    {
        foreach (var property in values.EnumerateObject())
        {
            if (property.Value.ValueKind == JsonValueKind.Object && into[property.Name] is JsonObject nested)
                Merge(nested, property.Value);
            else
                into[property.Name] = JsonNode.Parse(property.Value.GetRawText());
        }
    }

    /// <summary>Values as Helm gets them. What the user set is secret where any of it is.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="values">The values in plain.</param>
    /// <param name="secrets">Paths of further secrets.</param>
    public static ImmutableDictionary<string, object> Inputs(StackSettings settings, JsonObject values, params string[] secrets) =>
        (ImmutableDictionary<string, object>)Input(values, "", path => secrets.Contains(path) || (settings is { ValuesAreSecret: true, Values: not null } && Given(settings, path)))!;

    /// <summary>The annotations by which external-dns makes the records; none where it does not.</summary>
    public static JsonObject DnsAnnotations(StackSettings settings) =>
        new(DnsRecords.Annotations(settings).Select(annotation => KeyValuePair.Create(annotation.Key, (JsonNode?)annotation.Value)));

    /// <summary>The annotations of an ingress: external-dns's, and cert-manager's where it issues the certificate.</summary>
    public static JsonObject IngressAnnotations(StackSettings settings)
    {
        var annotations = DnsAnnotations(settings);
        if (settings.Certificate is { Mode: TlsMode.CertManager, Issuer: { } issuer, IssuerKind: var kind })
            annotations[kind == "Issuer" ? "cert-manager.io/issuer" : "cert-manager.io/cluster-issuer"] = issuer;
        return annotations;
    }

    /// <summary>Whether the user's values set something at a path.</summary>
    private static bool Given(StackSettings settings, string path)
    {
        var value = settings.Values!.Value;
        foreach (var name in path.Split('.'))
        {
            if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty(name, out value))
                return false;
        }

        return value.ValueKind != JsonValueKind.Object || !value.EnumerateObject().Any();
    }

    private static object? Input(JsonNode? value, string path, Func<string, bool> isSecret)
    {
        object? plain = value switch
        {
            JsonObject map => map.ToImmutableDictionary(member => member.Key, member => Input(member.Value, path.Length == 0 ? member.Key : $"{path}.{member.Key}", isSecret)!),
            JsonArray list => list.Select(item => Input(item, "", _ => false)!).ToImmutableArray(),
            null => null,
            _ when value.GetValueKind() == JsonValueKind.Number => double.Parse(value.ToJsonString(), CultureInfo.InvariantCulture),
            _ when value.GetValueKind() is JsonValueKind.True or JsonValueKind.False => value.GetValue<bool>(),
            _ => value.GetValue<string>(),
        };
        return path.Length > 0 && isSecret(path) ? Output.CreateSecret(plain!) : plain;
    }
}
