using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Coder.Infra.Settings;

/// <summary>Reads <c>coder-infra:*</c>. Every problem is collected, so that a user fixes all of them at once.</summary>
internal sealed partial class SettingsReader
{
    private readonly Func<string, string?> _config;
    private readonly Func<string, string?> _environment;
    private readonly List<string> _problems = [];
    private readonly StackKind _kind;

    private SettingsReader(Func<string, string?> config, Func<string, string?> environment, StackKind kind)
    {
        _kind = kind;
        // Pulumi.yaml gives settings without a default an empty one, so that this reader reports everything that is missing.
        _config = name => config(name) is { Length: > 0 } value ? value : null;
        _environment = environment;
    }

    /// <summary>Reads the settings.</summary>
    /// <param name="config">A setting by its name, without <c>coder-infra:</c>.</param>
    /// <param name="environment">Environment variables; some serve where a setting is unset.</param>
    /// <param name="problems">What is wrong, a sentence each; the result is null where there is any.</param>
    public static StackSettings? Read(Func<string, string?> config, Func<string, string?> environment, out IReadOnlyList<string> problems) =>
        Read(config, environment, out problems, out _);

    /// <inheritdoc cref="Read(Func{string, string?}, Func{string, string?}, out IReadOnlyList{string})"/>
    /// <param name="config">A setting by its name, without <c>coder-infra:</c>.</param>
    /// <param name="environment">Environment variables; some are used where a setting is unset.</param>
    /// <param name="problems">What is wrong, a sentence each; the result is null where there is any.</param>
    /// <param name="known">Where something is wrong: what can be looked at all the same; null where the deployment or the cluster is not known.</param>
    /// <param name="kind">What the stack provisions; null for the setting <c>kind</c>, else a workspace provider.</param>
    public static StackSettings? Read(Func<string, string?> config, Func<string, string?> environment, out IReadOnlyList<string> problems, out StackSettings? known, StackKind? kind = null)
    {
        var reader = new SettingsReader(config, environment, kind ?? StackKind.Find(config("kind")) ?? StackKind.WorkspaceProvider);
        problems = reader._problems;
        known = reader.Read();
        return reader._problems.Count == 0 ? known : null;
    }

    /// <summary>How the deployment is reached; null where its URL is missing or wrong, which <see cref="Read(Func{string, string?}, Func{string, string?}, out IReadOnlyList{string})"/> reports.</summary>
    public static (Uri Url, string Authority)? Access(Func<string, string?> config, Func<string, string?> environment)
    {
        var reader = new SettingsReader(config, environment, StackKind.WorkspaceProvider);
        return reader.AccessUrl() is { } url ? (url, reader.Authority() ?? "") : null;
    }

    /// <summary>The kind of which the settings are: the first one that uses all that are set, for a deployment that does not answer.</summary>
    public static StackKind Guess(Func<string, string?> config) => StackKind.All.FirstOrDefault(kind =>
        (!CoderVersion.TryParse(config("coderVersion"), out var version) || version.Major == kind.Generation) && !new SettingsReader(config, _ => null, kind).Unused().Any()) ?? StackKind.WorkspaceProvider;

    private StackSettings? Read()
    {
        Misspelt();
        OfOtherKinds();
        if (_config("kind") is { } kind && StackKind.Find(kind) is null)
            Problem("kind", kind, $"is not one of {string.Join(", ", StackKind.All)}", $"pulumi config set kind {_kind}");
        var url = AccessUrl();
        var token = Token();
        var version = Version();
        var (kubeconfig, cluster) = Cluster();
        var (repository, chart, release) = Chart(version);
        var values = Values();
        var host = _kind == StackKind.WorkspaceProvider ? ProviderUrl(url) : _kind == StackKind.WorkspaceProxy ? ProxyUrl(url) : null;
        var settings = new
        {
            Ca = Authority(),
            Certificate = _kind.HasHost ? Certificate(url, host, values) : new CertificateSettings(TlsMode.None, "", ""),
            Name = ProviderName(),
            Namespace = Namespace(),
            Dns = Dns(host),
            Organizations = Organizations(),
            Wildcard = _kind == StackKind.WorkspaceProxy ? WildcardHost(url, host) : DevUrlsHost(host),
            Proxy = _kind == StackKind.WorkspaceProxy ? Proxy() : null,
            Provisioner = _kind == StackKind.Provisioner ? Provisioner() : null,
            Timeouts = Timeouts(),
            Skew = Boolean("allowVersionSkew"),
            Adopt = Adopt(),
            Drift = Switch("driftDetection"),
            TokenGeneration = Number("tokenGeneration", _config("tokenGeneration"), 0, 0, int.MaxValue),
            Downgrade = Boolean("allowDowngrade"),
        };
        if (settings.Adopt && settings.Certificate.Mode == TlsMode.Issue)
            _problems.Add("coder-infra:adopt cannot go with tls \"issue\": an installation made by hand has its certificate already. Take it over with: pulumi config set tls secret && pulumi config set --path certificate.secretName <name>   and change tls afterwards");
        if (settings.Proxy is { HasIngress: false } && settings.Certificate.Mode == TlsMode.CertManager)
            _problems.Add("coder-infra:tls \"certManager\" cannot go with exposure \"service\": cert-manager makes the certificate that an ingress asks for. Set one of: pulumi config set exposure ingress   or: pulumi config set tls secret");
        if (url is null || token is null || cluster is null)
            return null;
        return new StackSettings
        {
            Kind = _kind,
            Project = _environment("PULUMI_PROJECT") is { Length: > 0 } project ? project : "coder-infra",
            Stack = Stack,
            CoderUrl = url,
            CoderToken = token,
            CoderCa = settings.Ca,
            CoderVersion = version,
            AllowVersionSkew = settings.Skew,
            AllowDowngrade = settings.Downgrade,
            ProviderName = settings.Name,
            Url = host ?? (_kind.HasHost ? url : null),
            ClusterAddress = cluster,
            Kubeconfig = kubeconfig,
            Context = _config("context"),
            ExpectedContext = _config("expectedContext"),
            Namespace = settings.Namespace,
            ChartRepository = repository,
            ChartName = chart,
            ChartPath = repository is null ? OnDisk(chart) : null,
            ReleaseName = release,
            Values = values,
            ValuesAreSecret = IsSecret("values"),
            Certificate = host is null ? settings.Certificate with { Mode = TlsMode.None } : settings.Certificate,
            Dns = settings.Dns,
            Organizations = settings.Organizations,
            Adopt = settings.Adopt,
            TokenGeneration = settings.TokenGeneration,
            WildcardHost = settings.Wildcard,
            Proxy = settings.Proxy,
            Provisioner = settings.Provisioner,
            Timeouts = settings.Timeouts,
            DriftDetection = settings.Drift,
            Warnings = [.. PlainSecrets()],
        };
    }

    private string Stack => _environment("PULUMI_STACK") ?? "";

    /// <summary>The settings that are set, and that this kind of stack does not use. Pulumi.yaml gives some their default: those do not count.</summary>
    private IEnumerable<Setting> Unused() => SettingsCatalog.All.Where(setting => !setting.Kinds.Contains(_kind) && _config(setting.Name) is { } value && value != setting.Default);

    private void OfOtherKinds()
    {
        foreach (var setting in Unused())
            _problems.Add($"coder-infra:{setting.Name} is a setting of a {Nouns(setting)}; this stack is a {_kind.Noun}. Remove it with: pulumi config rm {setting.Name}");
    }

    private static string Nouns(Setting setting) => string.Join(" and a ", setting.Kinds.Select(kind => kind.Noun));

    /// <summary>The packages' API does not list settings; the engine hands all of them to every program.</summary>
    private void Misspelt()
    {
        if (_environment("PULUMI_CONFIG") is not { Length: > 0 } config)
            return;
        using var document = JsonDocument.Parse(config);
        foreach (var property in document.RootElement.EnumerateObject())
        {
            if (property.Name.StartsWith("coder-infra:", StringComparison.Ordinal) && property.Name["coder-infra:".Length..] is var name && SettingsCatalog.Find(name) is null)
                _problems.Add($"coder-infra:{name} is not a setting; docs/settings.md lists them. Remove it with: pulumi config rm {name}");
        }
    }

    /// <summary>Secrets that are in the stack file as plain text. An optional setting cannot be declared secret: the official CLI refuses its default.</summary>
    private IEnumerable<string> PlainSecrets()
    {
        if (_config("coderToken") is not null && !IsSecret("coderToken"))
            yield return $"coder-infra:coderToken is in the stack file as plain text. Encrypt it with: pulumi config set --secret coderToken <token>   or use the environment variable {_kind.TokenVariables[0]}";
        if (_config("dns")?.Contains("keySecret", StringComparison.Ordinal) == true && !IsSecret("dns"))
            yield return "coder-infra:dns.keySecret is in the stack file as plain text. Encrypt it with: pulumi config set --path --secret dns.keySecret <key>   or use the environment variable DNS_UPDATE_KEYSECRET";
    }

    /// <summary>Whether a setting, or a part of it, is encrypted in the stack file. The packages' API does not say; the engine does, to every program.</summary>
    private bool IsSecret(string name) => _environment("PULUMI_CONFIG_SECRET_KEYS")?.Contains($"\"coder-infra:{name}\"", StringComparison.Ordinal) ?? false;

    private string? Token() =>
        Required("coderToken", _kind.TokenVariables, "pulumi config set --secret coderToken <token>   (make one with: coder tokens create)");

    private Uri? AccessUrl()
    {
        if (Required("coderUrl", ["CODER_URL"], "pulumi config set coderUrl https://coder.example.com") is not { } text)
            return null;
        if (Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.AbsolutePath == "/" && url.Query.Length == 0)
            return url;
        Problem("coderUrl", text, "is not an access URL: a scheme, http or https, and a host", "pulumi config set coderUrl https://coder.example.com");
        return null;
    }

    /// <summary>The version; null for the deployment's own.</summary>
    private CoderVersion? Version()
    {
        var example = _kind.Generation == 1 ? "1.19.2" : "2.19.0";
        if (Required("coderVersion", [], $"pulumi config set coderVersion {example}   (the deployment's own version)") is not { } text)
            return null;
        if (text == "auto")
            return null;
        if (CoderVersion.TryParse(text, out var version))
            return version;
        Problem("coderVersion", text, $"is not a version such as {example}, nor auto (the deployment's at each run)", $"pulumi config set coderVersion {example}");
        return null;
    }

    private Uri? ProviderUrl(Uri? coderUrl)
    {
        if (Required("hostname", [], $"pulumi config set hostname eu.{coderUrl?.Host ?? "coder.example.com"}") is not { } text || coderUrl is null)
            return null;
        var remedy = $"pulumi config set hostname eu.{coderUrl.Host}";
        var host = text;
        if (text.Contains("://", StringComparison.Ordinal))
        {
            if (!Uri.TryCreate(text, UriKind.Absolute, out var given) || given.AbsolutePath != "/")
            {
                Problem("hostname", text, "is not a host name", remedy);
                return null;
            }

            if (given.Scheme != coderUrl.Scheme)
            {
                Problem("hostname", text, $"has another scheme than the access URL {coderUrl.OriginalString}; both must have the same", remedy);
                return null;
            }

            host = given.Authority;
        }

        var name = host.Split(':')[0];
        if (!HostName().IsMatch(name))
            Problem("hostname", text, "is not a host name: labels of letters, digits and hyphens, separated by dots", remedy);
        else if (!name.EndsWith("." + coderUrl.Host, StringComparison.OrdinalIgnoreCase))
            Problem("hostname", text, $"is not a subdomain of {coderUrl.Host}", remedy);
        else
            return new Uri($"{coderUrl.Scheme}://{host.ToLowerInvariant()}");
        return null;
    }

    private string? ProviderName()
    {
        var name = _config("providerName");
        if (name is not null && !Label().IsMatch(name))
            Problem("providerName", name, "is not a name: lower-case letters, digits and hyphens, at most 63, not beginning or ending with a hyphen", "pulumi config set providerName eu");
        return name;
    }

    private bool Adopt()
    {
        var adopt = Boolean("adopt");
        if (adopt && _kind == StackKind.WorkspaceProvider && _config("providerName") is null)
            _problems.Add("coder-infra:adopt needs coder-infra:providerName, by which Coder knows the workspace provider that is taken over. Set it with: pulumi config set providerName <name>   (coder providers ls)");
        return adopt;
    }

    private string Namespace()
    {
        var name = _config("namespace") ?? SettingsCatalog.Find("namespace")!.Default!;
        if (!Label().IsMatch(name))
            Problem("namespace", name, "is not a namespace's name: lower-case letters, digits and hyphens, at most 63, not beginning or ending with a hyphen", "pulumi config set namespace coder");
        else if (name is "kube-system" or "kube-public" or "kube-node-lease")
            Problem("namespace", name, "belongs to Kubernetes itself", "pulumi config set namespace coder");
        return name;
    }

    private string? DevUrlsHost(Uri? providerUrl)
    {
        var host = _config("devurlsHost");
        if (host is not null && !(host.StartsWith("*.", StringComparison.Ordinal) && HostName().IsMatch(host[2..])))
            Problem("devurlsHost", host, "is not a wildcard host", $"pulumi config set devurlsHost '*.{providerUrl?.Host ?? "eu.coder.example.com"}'");
        return host;
    }

    private ImmutableArray<string>? Organizations()
    {
        if (Object("organizations", "pulumi config set --path 'organizations[0]' default") is not { } value)
            return null;
        if (value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String))
            return [.. value.EnumerateArray().Select(item => item.GetString()!).Distinct(StringComparer.Ordinal)];
        Problem("organizations", value.GetRawText(), "is not a list of organization names", "pulumi config set --path 'organizations[0]' default");
        return null;
    }

    private string? Required(string name, IReadOnlyList<string> variables, string remedy)
    {
        var value = variables.Select(_environment).Prepend(_config(name)).FirstOrDefault(text => !string.IsNullOrWhiteSpace(text));
        if (value is not null)
            return value;
        var otherwise = variables.Count == 0 ? "" : $", nor is the environment variable {string.Join(" or ", variables)}";
        _problems.Add($"coder-infra:{name} is not set{otherwise}. Set it with: {remedy}");
        return null;
    }

    private bool Boolean(string name)
    {
        var text = _config(name);
        if (text is null or "false")
            return false;
        if (text != "true")
            Problem(name, text, "is neither true nor false", $"pulumi config set {name} true");
        return text == "true";
    }

    private bool Switch(string name)
    {
        var text = _config(name);
        if (text is not (null or "on" or "off" or "true" or "false"))
            Problem(name, text, "is neither on nor off", $"pulumi config set {name} off");
        return text is not ("off" or "false");
    }

    private JsonElement? Object(string name, string remedy)
    {
        if (_config(name) is not { } text)
            return null;
        try
        {
            return JsonDocument.Parse(text).RootElement.Clone();
        }
        catch (JsonException)
        {
            // The text may hold a secret: it is not repeated.
            _problems.Add($"coder-infra:{name} is not structured. Set its parts with: {remedy}");
            return null;
        }
    }

    private void Problem(string name, string value, string rule, string remedy) =>
        _problems.Add($"coder-infra:{name} \"{value}\" {rule}. Set it with: {remedy}");

    [GeneratedRegex("^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$")]
    private static partial Regex Label();

    [GeneratedRegex(@"^(?=.{1,253}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$")]
    private static partial Regex ObjectName();

    [GeneratedRegex(@"^(?=.{1,253}$)[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?(\.[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?)+$", RegexOptions.IgnoreCase)]
    private static partial Regex HostName();
}
