namespace Coder.Infra.Coder.V2;

/// <summary>A workspace proxy as the API reports it.</summary>
internal sealed record Proxy
{
    /// <summary>Id, given by the deployment.</summary>
    public string Id { get; init; } = "";

    /// <summary>Unique name; case does not count.</summary>
    public string Name { get; init; } = "";

    /// <summary>Name that users see.</summary>
    public string DisplayName { get; init; } = "";

    /// <summary>Icon that users see.</summary>
    public string IconUrl { get; init; } = "";

    /// <summary>Its access URL, which the proxy itself registers when it starts; empty before.</summary>
    public string PathAppUrl { get; init; } = "";

    /// <summary>Its wildcard host, which the proxy itself registers; empty for none.</summary>
    public string WildcardHostname { get; init; } = "";

    /// <summary>What the deployment last found out about it.</summary>
    public ProxyStatus Status { get; init; } = new();

    /// <summary>Version of the proxy, with a leading <c>v</c> and the commit after a plus sign; empty before it has registered.</summary>
    public string Version { get; init; } = "";

    /// <summary>Whether it was deleted: the name is free then.</summary>
    public bool Deleted { get; init; }

    /// <summary>Whether no proxy has ever used the registration.</summary>
    public bool IsUnused => PathAppUrl.Length == 0 && Status.Status == "unregistered";
}

/// <summary>What the deployment found out about a proxy.</summary>
internal sealed record ProxyStatus
{
    /// <summary><c>ok</c>, <c>unreachable</c>, <c>unhealthy</c> or <c>unregistered</c>.</summary>
    public string Status { get; init; } = "";

    /// <summary>What the proxy reports of itself.</summary>
    public ProxyReport Report { get; init; } = new();
}

/// <summary>What a proxy reports of itself.</summary>
internal sealed record ProxyReport
{
    /// <summary>What keeps it from working; null counts as none.</summary>
    public IReadOnlyList<string>? Errors { get; init; }

    /// <summary>What may keep it from working; null counts as none.</summary>
    public IReadOnlyList<string>? Warnings { get; init; }
}

/// <summary>All proxies, and the deployment itself as the first one.</summary>
internal sealed record ProxyList
{
    /// <summary>They.</summary>
    public IReadOnlyList<Proxy> Regions { get; init; } = [];
}

/// <summary>A new proxy.</summary>
internal sealed record NewProxy(string Name, string DisplayName, string Icon);

/// <summary>A change of a proxy: all of it is written.</summary>
internal sealed record ProxyChange(string Id, string Name, string DisplayName, string Icon, bool RegenerateToken);

/// <summary>A proxy, and its token where there is a new one: it is shown here and never again.</summary>
internal sealed record ProxyWithToken
{
    /// <summary>The proxy.</summary>
    public Proxy Proxy { get; init; } = new();

    /// <summary>Its token, <c>id:secret</c>; empty where it stays. A secret.</summary>
    public string ProxyToken { get; init; } = "";

    /// <summary>Names the proxy, never the token.</summary>
    public override string ToString() => $"{Proxy.Name} ({Proxy.Id})";
}
