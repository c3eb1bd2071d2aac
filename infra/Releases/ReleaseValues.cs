using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Coder.Infra.Dns;
using Coder.Infra.Kubernetes;
using Coder.Infra.Settings;
using Pulumi;

namespace Coder.Infra.Releases;

/// <summary>The values of the release: those of the seed's helm command, and the user's over them, but not over the token.</summary>
internal static class ReleaseValues
{
    private static readonly string[] Secrets = ["envproxy.token", "envproxy.accessURL", "cemanager.accessURL"];

    /// <summary>The values as Helm gets them; token and URLs are secrets.</summary>
    public static InputMap<object> Of(StackSettings settings, Output<string> token)
    {
        var values = (ImmutableDictionary<string, object>)Input(Plain(settings, ""), "", path => Secrets.Contains(path) || (settings is { ValuesAreSecret: true, Values: not null } && Given(settings, path)))!;
        var envproxy = ((ImmutableDictionary<string, object>)values["envproxy"]).SetItem("token", Output.CreateSecret(token));
        return values.SetItem("envproxy", envproxy);
    }

    /// <summary>The values in plain.</summary>
    public static JsonObject Plain(StackSettings settings, string token)
    {
        var values = new JsonObject
        {
            ["envproxy"] = new JsonObject { ["accessURL"] = settings.Origin, ["clusterAddress"] = settings.ClusterAddress },
            ["ingress"] = Ingress(settings),
            ["cemanager"] = new JsonObject { ["accessURL"] = settings.CoderUrl.OriginalString },
        };
        if (settings.DevUrlsHost is { } devUrls)
            values["devurls"] = new JsonObject { ["host"] = devUrls };
        if (settings.Certificate is { IsServed: true, Trust: true })
            values["certs"] = new JsonObject { ["secret"] = new JsonObject { ["name"] = settings.AuthoritySecret, ["key"] = "ca.crt" } };
        if (settings.Values is { } given)
            Merge(values, given);
        // Last, so that nothing above can take its place.
        if (values["envproxy"] is not JsonObject envproxy)
            values["envproxy"] = envproxy = [];
        envproxy["token"] = token;
        return values;
    }

    /// <summary>The token that a revision of the release authenticates with; null where it has none.</summary>
    public static string? Token(HelmRecord record) => record.Values.Text("envproxy", "token") is { Length: > 0 } token ? token : null;

    private static JsonObject Ingress(StackSettings settings)
    {
        var ingress = new JsonObject { ["host"] = settings.ProviderUrl.Host };
        var annotations = new JsonObject(DnsRecords.Annotations(settings).Select(annotation => KeyValuePair.Create(annotation.Key, (JsonNode?)annotation.Value)));
        if (settings.Certificate is { Mode: TlsMode.CertManager, Issuer: { } issuer, IssuerKind: var kind })
            annotations[kind == "Issuer" ? "cert-manager.io/issuer" : "cert-manager.io/cluster-issuer"] = issuer;
        if (annotations.Count > 0)
            ingress["additionalAnnotations"] = annotations;
        if (!settings.Certificate.IsServed)
            return ingress;
        var tls = new JsonObject { ["enable"] = true, ["hostSecretName"] = settings.Certificate.SecretName };
        if (settings.DevUrlsHost is not null)
            tls["devurlsHostSecretName"] = settings.Certificate.DevUrlsSecretName;
        ingress["tls"] = tls;
        return ingress;
    }

    private static void Merge(JsonObject into, JsonElement values)
    {
        foreach (var property in values.EnumerateObject())
        {
            if (property.Value.ValueKind == JsonValueKind.Object && into[property.Name] is JsonObject nested)
                Merge(nested, property.Value);
            else
                into[property.Name] = JsonNode.Parse(property.Value.GetRawText());
        }
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
            _ when value.GetValueKind() == JsonValueKind.Number => value.GetValue<JsonElement>().GetDouble(),
            _ when value.GetValueKind() is JsonValueKind.True or JsonValueKind.False => value.GetValue<bool>(),
            _ => value.GetValue<string>(),
        };
        return path.Length > 0 && isSecret(path) ? Output.CreateSecret(plain!) : plain;
    }
}
