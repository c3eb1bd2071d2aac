using Coder.Infra.Protocol.Properties;

namespace Coder.Infra.Providers.Bridge;

/// <summary>The types that attributes of the bridged resources have.</summary>
internal enum AttributeType
{
    /// <summary>A text.</summary>
    Text,

    /// <summary>A whole number.</summary>
    Number,

    /// <summary>True or false.</summary>
    Flag,

    /// <summary>A map of texts.</summary>
    Map,

    /// <summary>A list of texts.</summary>
    List,

    /// <summary>A nested object.</summary>
    Object,
}

/// <summary>One attribute of a bridged resource: its Pulumi name and how the Terraform provider's schema describes it.</summary>
internal sealed record ResourceAttribute(string Name, AttributeType Type)
{
    /// <summary>The attribute's name in Terraform, which the messages use: <c>byteLength</c> is <c>byte_length</c>.</summary>
    public string TerraformName => string.Concat(Name.Select(c => char.IsAsciiLetterUpper(c) ? $"_{char.ToLowerInvariant(c)}" : c.ToString()));

    /// <summary>Must be given.</summary>
    public bool Required { get; init; }

    /// <summary>Is made by the provider and can't be given.</summary>
    public bool Computed { get; init; }

    /// <summary>Holds a secret.</summary>
    public bool Sensitive { get; init; }

    /// <summary>A change is made in place; the others make a new resource.</summary>
    public bool InPlace { get; init; }

    /// <summary>The value where none is given.</summary>
    public PropertyValue? Default { get; init; }

    /// <summary>The least value of a number.</summary>
    public long? Minimum { get; init; }

    /// <summary>The values a text may have.</summary>
    public IReadOnlyList<string>? OneOf { get; init; }

    /// <summary>Entries that are null do not count when two values are compared.</summary>
    public bool IgnoreNullEntries { get; init; }
}
