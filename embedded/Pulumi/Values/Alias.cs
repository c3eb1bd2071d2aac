namespace Pulumi;

/// <summary>
/// A name under which a resource was known before, so that it is taken for the same one. What is left unset is as the resource has it
/// now; <see cref="Urn"/> stands alone.
/// </summary>
public sealed class Alias
{
    /// <summary>The whole former URN; excludes the other properties.</summary>
    public string? Urn { get; set; }

    /// <summary>The former name.</summary>
    public Input<string>? Name { get; set; }

    /// <summary>The former type token.</summary>
    public Input<string>? Type { get; set; }

    /// <summary>The former stack.</summary>
    public Input<string>? Stack { get; set; }

    /// <summary>The former project.</summary>
    public Input<string>? Project { get; set; }

    /// <summary>The former parent; one of <see cref="Parent"/>, <see cref="ParentUrn"/>, <see cref="NoParent"/>.</summary>
    public Resource? Parent { get; set; }

    /// <summary>The former parent's URN; one of <see cref="Parent"/>, <see cref="ParentUrn"/>, <see cref="NoParent"/>.</summary>
    public Input<string>? ParentUrn { get; set; }

    /// <summary>There was no parent; one of <see cref="Parent"/>, <see cref="ParentUrn"/>, <see cref="NoParent"/>.</summary>
    public bool NoParent { get; set; }

    /// <summary>An alias as it travels.</summary>
    internal static Alias FromWire(Pulumirpc.Alias alias) => alias.AliasCase == Pulumirpc.Alias.AliasOneofCase.Urn
        ? new Alias { Urn = alias.Urn }
        : new Alias
        {
            Name = InputOf(alias.Spec.Name),
            Type = InputOf(alias.Spec.Type),
            Stack = InputOf(alias.Spec.Stack),
            Project = InputOf(alias.Spec.Project),
            ParentUrn = InputOf(alias.Spec.ParentUrn),
            NoParent = alias.Spec.NoParent,
        };

    private static Input<string>? InputOf(string text) => text.Length == 0 ? null : (Input<string>)text;
}
