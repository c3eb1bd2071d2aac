using System.Text.Json.Nodes;
using Coder.Infra.Kubernetes;
using Coder.Infra.Settings;
using Pulumi;

namespace Coder.Infra.Releases;

/// <summary>
/// The values of a workspace proxy's release: those of Coder's manual, and the user's over them. The token is not among them: the chart reads
/// it from the stack's secret.
/// </summary>
internal static class ProxyValues
{
    /// <summary>The secret with the token.</summary>
    public const string TokenSecret = "coder-workspace-proxy-token";

    /// <summary>The token's key in it.</summary>
    public const string TokenKey = "token";

    /// <summary>The values as Helm gets them.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="token">The token, for the mark on the pods.</param>
    public static InputMap<object> Of(StackSettings settings, Output<string> token) =>
        // A hash of the token is no secret, and a change of it is to be seen.
        V2Values.Of(settings, Plain(settings, ""), Output.Unsecret(token).Apply(TokenMark.Of));

    /// <summary>The values in plain.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="token">The token, for the mark on the pods.</param>
    public static JsonObject Plain(StackSettings settings, string token)
    {
        var coder = new JsonObject
        {
            ["workspaceProxy"] = true,
            // A proxy builds no workspaces.
            ["serviceAccount"] = new JsonObject { ["workspacePerms"] = false },
        };
        if (settings.Proxy!.HasIngress)
        {
            coder["ingress"] = Ingress(settings);
            coder["service"] = new JsonObject { ["type"] = "ClusterIP" };
        }
        else
        {
            if (HelmValues.DnsAnnotations(settings) is { Count: > 0 } annotations)
                coder["service"] = new JsonObject { ["annotations"] = annotations };
            if (settings.Certificate.IsServed)
                coder["tls"] = new JsonObject { ["secretNames"] = new JsonArray([.. settings.CertificateHosts.Select(certificate => certificate.Secret).Distinct().Select(secret => (JsonNode)secret)]) };
        }

        JsonObject[] variables =
        [
            V2Values.Variable("CODER_PRIMARY_ACCESS_URL", settings.CoderUrl.OriginalString),
            V2Values.Variable("CODER_PROXY_SESSION_TOKEN", TokenSecret, TokenKey),
            V2Values.Variable("CODER_ACCESS_URL", settings.Origin),
        ];
        if (settings.WildcardHost is { } wildcard)
            variables = [.. variables, V2Values.Variable("CODER_WILDCARD_ACCESS_URL", wildcard)];
        return V2Values.Plain(settings, new JsonObject { ["coder"] = coder }, variables, TokenMark.Of(token));
    }

    private static JsonObject Ingress(StackSettings settings)
    {
        var ingress = new JsonObject { ["enable"] = true, ["host"] = settings.Host };
        if (settings.WildcardHost is { } wildcard)
            ingress["wildcardHost"] = wildcard;
        if (HelmValues.IngressAnnotations(settings) is { Count: > 0 } annotations)
            ingress["annotations"] = annotations;
        if (!settings.Certificate.IsServed)
            return ingress;
        var tls = new JsonObject { ["enable"] = true, ["secretName"] = settings.Certificate.SecretName };
        if (settings.WildcardHost is not null)
            tls["wildcardSecretName"] = settings.Certificate.WildcardSecretName;
        ingress["tls"] = tls;
        return ingress;
    }
}
