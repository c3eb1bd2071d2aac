namespace Coder.Infra.Engine.Workspace.Configuration;

/// <summary>Name of a setting: <c>namespace:name</c>.</summary>
internal readonly record struct ConfigKey(string Namespace, string Name) : IComparable<ConfigKey>
{
    /// <summary>
    /// Reads a key: a bare name belongs to the project, and <c>ns:config:name</c> is the older way of writing <c>ns:name</c>.
    /// </summary>
    public static ConfigKey Parse(string text, string project)
    {
        var parts = text.Split(':');
        return parts switch
        {
            [{ Length: > 0 } name] => new ConfigKey(project, name),
            [{ Length: > 0 } ns, { Length: > 0 } name] => new ConfigKey(ns, name),
            [{ Length: > 0 } ns, "config", { Length: > 0 } name] => new ConfigKey(ns, name),
            _ => throw new UserErrorException(
                $"could not parse '{text}' as a configuration key (configuration keys should be of the form `<namespace>:<name>`)"),
        };
    }

    /// <summary>How it is shown: names of the project's own settings stand alone.</summary>
    public string Pretty(string project) => Namespace == project ? Name : ToString();

    public int CompareTo(ConfigKey other) => string.CompareOrdinal(ToString(), other.ToString());

    public override string ToString() => $"{Namespace}:{Name}";
}
