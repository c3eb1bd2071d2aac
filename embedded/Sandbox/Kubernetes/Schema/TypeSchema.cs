namespace Coder.Infra.Sandbox.Kubernetes.Schema;

internal enum Shape { Any, String, Int32, Int64, Number, Boolean, Time, MicroTime, Bytes, Quantity, IntOrString, Struct, Map, List }

internal enum ListType { Atomic, Set, Map }

/// <summary>
/// The shape of a value: its fields or elements, and how lists are merged by server-side apply
/// (<see cref="ListType"/>, <see cref="Keys"/>) and by strategic merge patch (<see cref="MergeKey"/>).
/// </summary>
internal sealed record TypeSchema(Shape Shape)
{
    public static readonly TypeSchema Any = new(Shape.Any);

    /// <summary>An object of which only the metadata is known.</summary>
    public static readonly TypeSchema Untyped = new(Shape.Struct) { Name = "Unstructured", PreserveUnknown = true };

    /// <summary>The type's name in the schema tables; empty for what has none.</summary>
    public string Name { get; init; } = "";

    /// <summary>The name as Go's decoder prints it: without the group of types that share a name.</summary>
    public string GoName => Name[(Name.LastIndexOf('.') + 1)..];

    public Dictionary<string, TypeSchema> Fields { get; init; } = [];
    public TypeSchema? Element { get; init; }
    public ListType ListType { get; init; }

    /// <summary>The fields that identify an element of a <see cref="ListType.Map"/> list.</summary>
    public IReadOnlyList<string> Keys { get; init; } = [];

    /// <summary>A map or struct that has one owner as a whole (<c>x-kubernetes-map-type: atomic</c>).</summary>
    public bool Atomic { get; init; }

    /// <summary>The field by which strategic merge patch matches list elements (<c>x-kubernetes-patch-merge-key</c>).</summary>
    public string? MergeKey { get; init; }

    /// <summary>A list of primitives that strategic merge patch unites (<c>x-kubernetes-patch-strategy: merge</c>).</summary>
    public bool MergesPrimitives { get; init; }

    /// <summary>What a key field counts as when it is not given.</summary>
    public string? Default { get; init; }

    /// <summary>What is written where the field is not given, since Go's encoder never leaves it out; null for other fields.</summary>
    public System.Text.Json.Nodes.JsonNode? Always { get; init; }

    /// <summary>Go's encoder never leaves the field out, but writes null for nothing.</summary>
    public bool AlwaysNull { get; init; }

    /// <summary>The zero value counts as not given: Go's field is optional and no pointer.</summary>
    public bool ZeroIsUnset { get; init; }

    /// <summary>A default that a CustomResourceDefinition gives, JSON.</summary>
    public System.Text.Json.Nodes.JsonNode? DefaultValue { get; init; }

    /// <summary>Unknown fields are kept (<c>x-kubernetes-preserve-unknown-fields</c>).</summary>
    public bool PreserveUnknown { get; init; }

    /// <summary>The OpenAPI document of a custom resource's value, for validation; null for built-in types.</summary>
    public System.Text.Json.Nodes.JsonObject? OpenApi { get; init; }

    /// <summary>The table it is declared in, named after its group.</summary>
    public string Table { get; init; } = "";

    /// <summary>Group versions of which this is a kind.</summary>
    public IReadOnlyList<string> KindOf { get; init; } = [];

    public static TypeSchema ListOf(TypeSchema element) => new(Shape.List) { Element = element };

    public static TypeSchema MapOf(TypeSchema element) => new(Shape.Map) { Element = element };
}
