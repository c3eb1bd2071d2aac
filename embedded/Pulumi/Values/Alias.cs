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
}
