using System.Text.Json;

namespace Coder.Infra.Settings;

internal sealed partial class SettingsReader
{
    private const string TlsChoices =
        "secret (a certificate that is in the namespace already), issue (a private authority makes one) or certManager (cert-manager makes one)";

    private CertificateSettings Certificate(Uri? coderUrl, Uri? host, JsonElement? values)
    {
        var parts = Object("certificate", "pulumi config set --path certificate.secretName <name>") ?? default;
        if (parts.ValueKind != JsonValueKind.Undefined)
            Unknown(parts, "certificate");
        var mode = _kind.Generation == 1 ? Tls(coderUrl, coderUrl?.Scheme, values) : Tls(coderUrl, host?.Scheme, values);
        var secret = Text(parts, "certificate", "secretName");
        if (secret is null && mode == TlsMode.Secret)
            _problems.Add("coder-infra:certificate.secretName is not set, but tls is secret. Set it with: pulumi config set --path certificate.secretName <name of a secret of type kubernetes.io/tls>");
        secret ??= _kind.CertificateSecret;
        var second = _kind.Generation == 1 ? "devurlsSecretName" : "wildcardSecretName";
        var wildcard = Text(parts, "certificate", second);
        if (wildcard is not null && mode == TlsMode.Issue)
            _problems.Add($"coder-infra:certificate.{second} has no use with tls issue: the one certificate is for both hosts. Remove it with: pulumi config rm --path certificate.{second}");
        foreach (var (name, value) in new[] { ("secretName", secret), (second, wildcard) })
        {
            if (value is not null && !ObjectName().IsMatch(value))
                Problem($"certificate.{name}", value, "is not a secret's name: lower-case letters, digits, hyphens and dots", $"pulumi config set --path certificate.{name} coder-tls");
        }

        var issuer = Text(parts, "certificate", "issuer");
        if (issuer is null && mode == TlsMode.CertManager)
            _problems.Add("coder-infra:certificate.issuer is not set, but tls is certManager. Set it with: pulumi config set --path certificate.issuer <name>   (kubectl get clusterissuers lists them)");
        var kind = Text(parts, "certificate", "issuerKind") ?? "ClusterIssuer";
        if (kind is not ("ClusterIssuer" or "Issuer"))
            Problem("certificate.issuerKind", kind, "is neither ClusterIssuer nor Issuer", "pulumi config set --path certificate.issuerKind ClusterIssuer");
        var settings = new CertificateSettings(mode, secret, wildcard ?? secret) { Issuer = issuer, IssuerKind = kind, Trust = Flag(parts, "certificate", "trust") };
        settings = settings with
        {
            Validity = Span(parts, "certificate", "validity", settings.Validity, "365d"),
            RenewBefore = Span(parts, "certificate", "renewBefore", settings.RenewBefore, "30d"),
        };
        // They count in whole hours.
        if (Math.Ceiling(settings.RenewBefore.TotalHours) >= Math.Ceiling(settings.Validity.TotalHours))
            _problems.Add($"coder-infra:certificate.renewBefore ({settings.RenewBefore.TotalHours:0}h) is not shorter than certificate.validity ({settings.Validity.TotalHours:0}h): the certificate would be reissued at every run. Set it with: pulumi config set --path certificate.renewBefore 30d");
        return settings;
    }

    private string? Authority()
    {
        const string Pem = "-----BEGIN CERTIFICATE-----";
        if ((_config("coderCa") ?? _environment("CODER_CA_FILE")) is not { Length: > 0 } given)
            return null;
        if (given.Contains(Pem, StringComparison.Ordinal))
            return given;
        var path = Path.GetFullPath(given, RootDirectory());
        if (!File.Exists(path))
            Problem("coderCa", given, $"does not exist ({path})", "pulumi config set coderCa <path of a PEM file>");
        else if (File.ReadAllText(path) is var content && content.Contains(Pem, StringComparison.Ordinal))
            return content;
        else
            Problem("coderCa", given, "holds no certificate in PEM", "pulumi config set coderCa <path of a PEM file>");
        return null;
    }

    /// <summary>Where the certificate comes from.</summary>
    /// <param name="coderUrl">The access URL.</param>
    /// <param name="scheme">The scheme of what is provisioned; null where that is not known.</param>
    /// <param name="values">The chart's values.</param>
    private TlsMode Tls(Uri? coderUrl, string? scheme, JsonElement? values)
    {
        var text = _config("tls");
        var own = _kind.TlsValues.FirstOrDefault(path => path.Split('.').Aggregate(values ?? default, Member).ValueKind != JsonValueKind.Undefined);
        var why = coderUrl?.Scheme == scheme ? $"the access URL {coderUrl?.OriginalString} is {scheme}" : $"the host name is {scheme}";
        TlsMode? mode = text switch
        {
            null or "none" => TlsMode.None,
            "secret" => TlsMode.Secret,
            "issue" => TlsMode.Issue,
            "certManager" => TlsMode.CertManager,
            _ => null,
        };
        if (mode is null)
            Problem("tls", text!, $"is not one of none, {TlsChoices}", "pulumi config set tls issue");
        else if (scheme == "https" && mode == TlsMode.None && own is not null && text is null)
            return TlsMode.Values;
        else if (scheme == "https" && mode == TlsMode.None)
            _problems.Add($"coder-infra:tls {(text is null ? "is not set" : "\"none\" does not go with https")}: {why}, so the {_kind.Noun} needs a certificate. It is one of {TlsChoices}. Set it with: pulumi config set tls issue");
        else if (scheme == "http" && mode != TlsMode.None)
            Problem("tls", text!, $"does not go with http: {why}", "pulumi config set tls none");
        else if (own is not null && mode != TlsMode.None)
            _problems.Add($"coder-infra:values.{own} cannot be set together with tls \"{text}\", which sets it. Remove one of them: pulumi config rm --path values.{own}");
        return mode ?? TlsMode.None;
    }

    private bool Flag(JsonElement value, string setting, string name)
    {
        if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty(name, out var part))
            return false;
        if (part.ValueKind is JsonValueKind.True or JsonValueKind.False)
            return part.GetBoolean();
        if (part.ValueKind == JsonValueKind.String && bool.TryParse(part.GetString(), out var flag))
            return flag;
        Problem($"{setting}.{name}", part.ToString(), "is neither true nor false", $"pulumi config set --path {setting}.{name} true");
        return false;
    }
}
