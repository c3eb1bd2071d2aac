using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Coder.Infra.Kubernetes;
using Coder.Infra.Settings;
using Pulumi;

namespace Coder.Infra.Releases;

/// <summary>The values of the release: those of the seed's helm command, and the user's over them, but not over the token.</summary>
internal static class ProviderValues
{
    private static readonly string[] Secrets = ["envproxy.token", "envproxy.accessURL", "cemanager.accessURL"];

    /// <summary>The values as Helm gets them; token and URLs are secrets.</summary>
    public static InputMap<object> Of(StackSettings settings, Output<string> token)
    {
        var values = HelmValues.Inputs(settings, Plain(settings, ""), Secrets);
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
        if (settings.WildcardHost is { } devUrls)
            values["devurls"] = new JsonObject { ["host"] = devUrls };
        if (settings.Certificate is { IsServed: true, Trust: true })
            values["certs"] = new JsonObject { ["secret"] = new JsonObject { ["name"] = settings.AuthoritySecret, ["key"] = "ca.crt" } };
        if (settings.Values is { } given)
            HelmValues.Merge(values, given);
        // Last, so that nothing above can take its place.
        values.Object("envproxy")["token"] = token;
        return values;
    }

    /// <summary>The token that a revision of the release authenticates with; null where it has none.</summary>
    public static string? Token(HelmRecord record) => record.Values.Text("envproxy", "token") is { Length: > 0 } token ? token : null;

    private static JsonObject Ingress(StackSettings settings)
    {
        var ingress = new JsonObject { ["host"] = settings.Host };
        if (HelmValues.IngressAnnotations(settings) is { Count: > 0 } annotations)
            ingress["additionalAnnotations"] = annotations;
        if (!settings.Certificate.IsServed)
            return ingress;
        var tls = new JsonObject { ["enable"] = true, ["hostSecretName"] = settings.Certificate.SecretName };
        if (settings.WildcardHost is not null)
            tls["devurlsHostSecretName"] = settings.Certificate.WildcardSecretName;
        ingress["tls"] = tls;
        return ingress;
    }
}
