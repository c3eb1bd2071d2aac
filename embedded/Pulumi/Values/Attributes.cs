namespace Pulumi;

/// <summary>Marks a property or field of an arguments class and gives it its name on the wire.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public class InputAttribute(string name, bool required = false, bool json = false) : Attribute
{
    internal string Name { get; } = name;

    internal bool IsRequired { get; } = required;

    /// <summary>The value travels as JSON text; a provider's configuration is of this kind.</summary>
    internal bool Json { get; } = json;
}

/// <summary>Marks a property of a resource that the engine fills, or of a stack that becomes one of its outputs.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class OutputAttribute(string? name = null) : Attribute
{
    /// <summary>The name on the wire; null for the property's own.</summary>
    public string? Name { get; } = name;
}

/// <summary>Marks a class that values from the engine are turned into.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class OutputTypeAttribute : Attribute;

/// <summary>Marks the constructor of an output type; its parameters bear the names of the properties.</summary>
[AttributeUsage(AttributeTargets.Constructor)]
public sealed class OutputConstructorAttribute : Attribute;

/// <summary>
/// Marks a struct that stands for an enumeration of texts or numbers: it has a constructor from the value and an explicit conversion to it.
/// </summary>
[AttributeUsage(AttributeTargets.Struct)]
public sealed class EnumTypeAttribute : Attribute;

/// <summary>Names the type token and package version of a resource class, so that a reference to one can become an object.</summary>
[AttributeUsage(AttributeTargets.Class)]
public class ResourceTypeAttribute(string type, string? version) : Attribute
{
    /// <summary>The type token, <c>package:module:Name</c>.</summary>
    public string Type { get; } = type;

    /// <summary>The package version; null for any.</summary>
    public string? Version { get; } = version;
}
