namespace Coder.Infra.Settings;

internal sealed partial class SettingsReader
{
    /// <summary>Reserved by Coder for the deployment's own region.</summary>
    private const string PrimaryName = "primary";

    /// <summary>
    /// Any host but the deployment's own. A page of an https deployment cannot use an http proxy; one of an http deployment can use an https proxy.
    /// </summary>
    private Uri? ProxyUrl(Uri? coderUrl)
    {
        if (Required("hostname", [], $"pulumi config set hostname eu.{coderUrl?.Host ?? "coder.example.com"}") is not { } text || coderUrl is null)
            return null;
        var remedy = $"pulumi config set hostname eu.{coderUrl.Host}";
        var isHttps = coderUrl.Scheme == "https" || _config("tls") is { } tls && tls != "none";
        var (scheme, host) = (isHttps ? "https" : "http", text);
        if (text.Contains("://", StringComparison.Ordinal))
        {
            if (!Uri.TryCreate(text, UriKind.Absolute, out var given) || given.Scheme is not ("http" or "https") || given.AbsolutePath != "/")
            {
                Problem("hostname", text, "is not a host name", remedy);
                return null;
            }

            (scheme, host) = (given.Scheme, given.Authority);
        }

        var name = host.Split(':')[0];
        if (!HostName().IsMatch(name))
            Problem("hostname", text, "is not a host name: labels of letters, digits and hyphens, separated by dots", remedy);
        else if (string.Equals(name, coderUrl.Host, StringComparison.OrdinalIgnoreCase))
            Problem("hostname", text, "is the deployment's own: the workspace proxy needs another", remedy);
        else if (coderUrl.Scheme == "https" && scheme == "http")
            Problem("hostname", text, $"is http, and the access URL {coderUrl.OriginalString} is https: its pages cannot use a proxy over http", $"pulumi config set hostname {host}");
        else
            return new Uri($"{scheme}://{host.ToLowerInvariant()}");
        return null;
    }

    private string? WildcardHost(Uri? coderUrl, Uri? proxyUrl)
    {
        if (_config("wildcardHostname") is not { } host)
            return null;
        var remedy = $"pulumi config set wildcardHostname '*.{proxyUrl?.Host ?? "eu.coder.example.com"}'";
        if (!(host.StartsWith("*.", StringComparison.Ordinal) && HostName().IsMatch(host[2..])))
            Problem("wildcardHostname", host, "is not a wildcard host: *. and a host name, without a scheme or a port", remedy);
        else if (string.Equals(host[2..], coderUrl?.Host, StringComparison.OrdinalIgnoreCase))
            Problem("wildcardHostname", host, "is for the names below the deployment's own host, where the deployment's apps are", remedy);
        return host.ToLowerInvariant();
    }

    private ProxySettings Proxy()
    {
        var name = _config("proxyName") ?? Stack;
        if (string.Equals(name, PrimaryName, StringComparison.OrdinalIgnoreCase))
            Problem("proxyName", name, "is the name of the deployment's own region", "pulumi config set proxyName eu");
        else if (name.Length > 32 || !ProxyName().IsMatch(name))
            Problem("proxyName", name, "is not a name: letters, digits, and single hyphens between them, at most 32", "pulumi config set proxyName eu");
        var exposure = _config("exposure") ?? SettingsCatalog.Find("exposure")!.Default!;
        if (exposure is not ("ingress" or "service"))
            Problem("exposure", exposure, "is neither ingress nor service", "pulumi config set exposure ingress");
        return new ProxySettings(name, _config("displayName") ?? name, _config("icon") ?? "", exposure != "service");
    }
}
