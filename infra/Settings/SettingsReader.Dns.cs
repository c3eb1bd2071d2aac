using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Coder.Infra.Settings;

internal sealed partial class SettingsReader
{
    private static readonly ImmutableArray<string> Algorithms = SettingsCatalog.Find("dns")!.Parts.Single(part => part.Name == "keyAlgorithm").Values;

    /// <summary>The names of environment variables are those of Terraform's dns provider.</summary>
    private DnsRecordSettings Dns(Uri? providerUrl)
    {
        var dns = DnsMode() is { } only ? JsonDocument.Parse($"{{\"mode\":\"{JsonEncodedText.Encode(only)}\"}}").RootElement : Object("dns", "pulumi config set --path dns.server ns.example.com") ?? default;
        if (!_kind.HasHost)
            return new DnsRecordSettings(Settings.DnsMode.Manual, 60, null);
        if (dns.ValueKind != JsonValueKind.Undefined)
            Unknown(dns, "dns");
        string? Part(string name, string? variable) => Text(dns, "dns", name) ?? (variable is null ? null : _environment(variable));
        var mode = Text(dns, "dns", "mode");
        if (mode is not (null or "rfc2136" or "externalDns" or "manual"))
            Problem("dns.mode", mode, "is not one of rfc2136 (updates of a name server), externalDns (external-dns writes the record) or manual (you do)", "pulumi config set --path dns.mode rfc2136");
        var ttl = Number("dns.ttl", Part("ttl", null), 60, 0, 604800);
        var given = dns.ValueKind == JsonValueKind.Object && dns.EnumerateObject().Any(part => part.Name is not ("mode" or "ttl"));
        if (mode is "externalDns" or "manual" || (mode is null && !given && _environment("DNS_UPDATE_SERVER") is null))
        {
            if (given)
                _problems.Add($"coder-infra:dns has a name server's parts, which dns.mode \"{mode}\" does not use. Remove them, or set: pulumi config set --path dns.mode rfc2136");
            return new DnsRecordSettings(mode == "externalDns" ? Settings.DnsMode.ExternalDns : Settings.DnsMode.Manual, ttl, null);
        }

        return new DnsRecordSettings(Settings.DnsMode.Rfc2136, ttl, Server(Part, ttl, providerUrl));
    }

    /// <summary>A mode alone may be given as a plain text: <c>dns: manual</c>.</summary>
    private string? DnsMode() => _config("dns") is { } text && text.AsSpan().IndexOfAny("{[\"") < 0 ? text : null;

    private DnsSettings? Server(Func<string, string?, string?> part, int ttl, Uri? providerUrl)
    {
        string? Part(string name, string? variable) => part(name, variable);
        var server = Part("server", "DNS_UPDATE_SERVER");
        if (server is null)
        {
            _problems.Add("coder-infra:dns.server is not set, nor is the environment variable DNS_UPDATE_SERVER. Set it with: pulumi config set --path dns.server ns.example.com");
            return null;
        }

        var port = Number("dns.port", Part("port", "DNS_UPDATE_PORT"), 53, 1, 65535);
        var zone = Part("zone", "DNS_UPDATE_ZONE")?.TrimEnd('.') ?? providerUrl?.Host.Split('.', 2)[1] ?? "";
        if (providerUrl is not null && !providerUrl.Host.EndsWith("." + zone, StringComparison.OrdinalIgnoreCase))
            Problem("dns.zone", zone, $"does not hold the host name {providerUrl.Host}", $"pulumi config set --path dns.zone {providerUrl.Host.Split('.', 2)[1]}");
        var algorithm = Part("keyAlgorithm", "DNS_UPDATE_KEYALGORITHM")?.TrimEnd('.') ?? "hmac-sha256";
        if (!Algorithms.Contains(algorithm))
            Problem("dns.keyAlgorithm", algorithm, $"is not one of {string.Join(", ", Algorithms)}", "pulumi config set --path dns.keyAlgorithm hmac-sha256");
        var name = Part("keyName", "DNS_UPDATE_KEYNAME");
        if (name is null)
            _problems.Add("coder-infra:dns.keyName is not set, nor is the environment variable DNS_UPDATE_KEYNAME. Set it with: pulumi config set --path dns.keyName <name of the TSIG key>");
        var secret = Part("keySecret", "DNS_UPDATE_KEYSECRET");
        if (secret is null)
            _problems.Add("coder-infra:dns.keySecret is not set, nor is the environment variable DNS_UPDATE_KEYSECRET. Set it with: pulumi config set --path --secret dns.keySecret <key in base64>");
        else if (!Convert.TryFromBase64String(secret, new byte[secret.Length], out _))
            _problems.Add("coder-infra:dns.keySecret is not base64. Set it with: pulumi config set --path --secret dns.keySecret <key in base64>");
        return new DnsSettings(server, port, zone, name ?? "", algorithm, secret ?? "", ttl);
    }

    private int Number(string name, string? text, int otherwise, int least, int most)
    {
        if (text is null)
            return otherwise;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
            return number;
        Problem(name, text, $"is not a number from {least} to {most}", $"pulumi config set {(name.Contains('.') ? "--path " : "")}{name} {otherwise}");
        return otherwise;
    }

    private TimeoutSettings Timeouts()
    {
        var defaults = new TimeoutSettings();
        if (Object("timeouts", "pulumi config set --path timeouts.release 15m") is not { } timeouts)
            return defaults;
        Unknown(timeouts, "timeouts");
        TimeSpan Part(string name, TimeSpan otherwise) => Span(timeouts, "timeouts", name, otherwise, "15m");
        return new TimeoutSettings
        {
            Release = Part("release", defaults.Release),
            Certificate = Part("certificate", defaults.Certificate),
            Address = Part("address", defaults.Address),
            Dns = Part("dns", defaults.Dns),
            Admission = Part("admission", defaults.Admission),
            Readiness = Part("readiness", defaults.Readiness),
            Builds = Part("builds", defaults.Builds),
        };
    }

    private TimeSpan Span(JsonElement parts, string setting, string name, TimeSpan otherwise, string example)
    {
        if (Text(parts, setting, name) is not { } text)
            return otherwise;
        if (Duration().Match(text) is { Success: true } match && int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture) is > 0 and var count)
        {
            return match.Groups[2].Value switch
            {
                "d" => TimeSpan.FromDays(count),
                "h" => TimeSpan.FromHours(count),
                "m" => TimeSpan.FromMinutes(count),
                _ => TimeSpan.FromSeconds(count),
            };
        }

        Problem($"{setting}.{name}", text, "is not a duration such as 90s, 15m, 1h or 30d", $"pulumi config set --path {setting}.{name} {example}");
        return otherwise;
    }

    [GeneratedRegex("^([0-9]{1,6})(s|m|h|d)$")]
    private static partial Regex Duration();
}
