using System.Collections.Immutable;
using System.Text.Json;
using Coder.Infra.Settings;
using Pulumi;

namespace Coder.Infra;

/// <summary>The values of the release: those of the seed's helm command, and the user's over them, but not over the token.</summary>
internal static class ReleaseValues
{
    /// <summary>The values; token and URLs are secrets.</summary>
    public static InputMap<object> Of(StackSettings settings, Output<string> token, Certificate? certificate = null)
    {
        var computed = new Dictionary<string, object>
        {
            ["envproxy"] = new Dictionary<string, object>
            {
                ["accessURL"] = Output.CreateSecret(settings.ProviderUrl.GetLeftPart(UriPartial.Authority)),
                ["clusterAddress"] = settings.ClusterAddress,
            },
            ["ingress"] = new Dictionary<string, object> { ["host"] = settings.ProviderUrl.Host },
            ["cemanager"] = new Dictionary<string, object> { ["accessURL"] = Output.CreateSecret(settings.CoderUrl.OriginalString) },
        };
        if (settings.DevUrlsHost is not null)
            computed["devurls"] = new Dictionary<string, object> { ["host"] = settings.DevUrlsHost };
        Ingress(settings, (Dictionary<string, object>)computed["ingress"], certificate);
        if (certificate is not null && settings.Certificate is { IsServed: true, Trust: true })
            computed["certs"] = Map(("secret", Map(("name", certificate.AuthoritySecretName), ("key", "ca.crt"))));
        if (settings.Values is { } values)
            Merge(computed, values, settings.ValuesAreSecret);
        // Last, so that nothing above can stand in its place.
        if (computed["envproxy"] is not Dictionary<string, object> envproxy)
            computed["envproxy"] = envproxy = [];
        envproxy["token"] = Output.CreateSecret(token);
        return computed.ToImmutableDictionary();
    }

    private static void Ingress(StackSettings settings, Dictionary<string, object> ingress, Certificate? certificate)
    {
        var annotations = DnsRecords.Annotations(settings).ToDictionary(annotation => annotation.Key, annotation => (object)annotation.Value);
        if (settings.Certificate is { Mode: TlsMode.CertManager, Issuer: { } issuer, IssuerKind: var kind })
            annotations[kind == "Issuer" ? "cert-manager.io/issuer" : "cert-manager.io/cluster-issuer"] = issuer;
        if (annotations.Count > 0)
            ingress["additionalAnnotations"] = annotations;
        if (certificate is null || !settings.Certificate.IsServed)
            return;
        var tls = Map(("enable", true), ("hostSecretName", certificate.SecretName));
        if (settings.DevUrlsHost is not null)
            tls["devurlsHostSecretName"] = settings.Certificate.DevUrlsSecretName == settings.Certificate.SecretName ? certificate.SecretName : settings.Certificate.DevUrlsSecretName;
        ingress["tls"] = tls;
    }

    private static Dictionary<string, object> Map(params (string Name, object Value)[] items) => items.ToDictionary(item => item.Name, item => item.Value);

    private static void Merge(Dictionary<string, object> into, JsonElement values, bool secret)
    {
        foreach (var property in values.EnumerateObject())
        {
            if (property.Value.ValueKind == JsonValueKind.Object && into.GetValueOrDefault(property.Name) is Dictionary<string, object> nested)
                Merge(nested, property.Value, secret);
            else
                into[property.Name] = secret ? Output.CreateSecret(Plain(property.Value)!) : Plain(property.Value)!;
        }
    }

    private static object? Plain(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().ToImmutableDictionary(property => property.Name, property => Plain(property.Value)!),
        JsonValueKind.Array => value.EnumerateArray().Select(item => Plain(item)!).ToImmutableArray(),
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetDouble(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };
}
