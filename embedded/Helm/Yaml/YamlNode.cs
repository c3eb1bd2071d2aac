namespace Coder.Infra.Helm.Yaml;

internal enum YamlNodeKind
{
    Scalar,
    Sequence,
    Mapping,
    Alias,
}

/// <summary>A node of a document as it was written. Of a mapping, keys and values alternate in Children.</summary>
internal sealed class YamlNode(YamlNodeKind kind)
{
    public YamlNodeKind Kind { get; } = kind;

    /// <summary>A scalar's text or an alias's name.</summary>
    public string Value { get; init; } = "";

    /// <summary>The tag in full, empty where none is written.</summary>
    public string Tag { get; init; } = "";

    /// <summary>Whether a scalar's type follows from its text (it is plain).</summary>
    public bool Implicit { get; init; }

    /// <summary>What an alias points at.</summary>
    public YamlNode? Target { get; init; }

    public List<YamlNode> Children { get; } = [];
}
