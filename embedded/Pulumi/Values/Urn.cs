namespace Pulumi;

/// <summary>
/// The name of a resource in the engine: <c>urn:pulumi:&lt;stack&gt;::&lt;project&gt;::&lt;types of the parents and its own, joined by $&gt;::&lt;name&gt;</c>.
/// </summary>
public readonly struct Urn : IEquatable<Urn>
{
    private const string Prefix = "urn:pulumi:";

    private readonly string _value;

    /// <summary>Takes a URN as text.</summary>
    public Urn(string value) => _value = value;

    /// <summary>The URN as text.</summary>
    public static implicit operator string(Urn value) => value._value;

    /// <summary>Whether both are one URN.</summary>
    public static bool operator ==(Urn left, Urn right) => left.Equals(right);

    /// <summary>Whether the two differ.</summary>
    public static bool operator !=(Urn left, Urn right) => !left.Equals(right);

    /// <summary>
    /// The URN of a resource under a parent (a resource or its URN; neither: the stack), of this project and stack unless said otherwise.
    /// </summary>
    public static Output<string> Create(
        Input<string> name,
        Input<string> type,
        Resource? parent = null,
        Input<string>? parentUrn = null,
        Input<string>? project = null,
        Input<string>? stack = null)
    {
        if (parent is not null && parentUrn is not null)
            throw new ArgumentException("A URN has one parent: give either 'parent' or 'parentUrn', not both.", nameof(parentUrn));
        var parentOutput = parent?.Urn ?? parentUrn?.ToOutput();
        var start = parentOutput?.Apply(urn => urn[..urn.LastIndexOf("::", StringComparison.Ordinal)] + "$")
            ?? Output.Format($"{Prefix}{stack ?? Deployment.Instance.StackName}::{project ?? Deployment.Instance.ProjectName}::");
        return Output.Format($"{start}{type}::{name}");
    }

    /// <inheritdoc/>
    public bool Equals(Urn other) => string.Equals(_value, other._value, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Urn other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _value?.GetHashCode(StringComparison.Ordinal) ?? 0;

    /// <inheritdoc/>
    public override string ToString() => _value;

    /// <summary>The resource's own type: the last of the qualified one.</summary>
    internal static string Type(string urn)
    {
        var qualified = urn.Split("::", 4) is { Length: 4 } parts ? parts[2] : throw Malformed(urn);
        return qualified[(qualified.LastIndexOf('$') + 1)..];
    }

    /// <summary>The resource's name, which may itself contain <c>::</c>.</summary>
    internal static string Name(string urn) => urn.Split("::", 4) is { Length: 4 } parts ? parts[3] : throw Malformed(urn);

    private static FormatException Malformed(string urn) =>
        new($"'{urn}' is no URN; expected urn:pulumi:<stack>::<project>::<type>::<name>.");
}
