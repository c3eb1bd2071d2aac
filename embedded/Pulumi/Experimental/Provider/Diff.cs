using System.Collections.Immutable;

namespace Pulumi.Experimental.Provider;

/// <summary>Asks a provider what an update would change.</summary>
public sealed class DiffRequest(
    Urn urn,
    string id,
    ImmutableDictionary<string, PropertyValue> oldOutputs,
    ImmutableDictionary<string, PropertyValue> newInputs,
    ImmutableArray<string> ignoreChanges,
    ImmutableDictionary<string, PropertyValue> oldInputs)
{
    /// <summary>The resource's URN.</summary>
    public Urn Urn { get; } = urn;

    /// <summary>The resource's type token.</summary>
    public string Type => Pulumi.Urn.Type(Urn);

    /// <summary>The resource's name.</summary>
    public string Name => Pulumi.Urn.Name(Urn);

    /// <summary>The resource's id.</summary>
    public string Id { get; } = id;

    /// <summary>The outputs of the last run.</summary>
    public ImmutableDictionary<string, PropertyValue> OldOutputs { get; } = oldOutputs;

    /// <summary>The checked inputs of this run.</summary>
    public ImmutableDictionary<string, PropertyValue> NewInputs { get; } = newInputs;

    /// <summary>Property paths whose changes do not count.</summary>
    public ImmutableArray<string> IgnoreChanges { get; } = ignoreChanges;

    /// <summary>The inputs of the last run.</summary>
    public ImmutableDictionary<string, PropertyValue> OldInputs { get; } = oldInputs;
}

/// <summary>How a property changes, and whether the resource must be replaced for it.</summary>
public enum PropertyDiffKind
{
    /// <summary>It is new.</summary>
    Add = 0,

    /// <summary>It is new, and the resource must be replaced.</summary>
    AddReplace = 1,

    /// <summary>It goes.</summary>
    Delete = 2,

    /// <summary>It goes, and the resource must be replaced.</summary>
    DeleteReplace = 3,

    /// <summary>It changes.</summary>
    Update = 4,

    /// <summary>It changes, and the resource must be replaced.</summary>
    UpdateReplace = 5,
}

/// <summary>How one property changes.</summary>
public sealed class PropertyDiff
{
    /// <summary>How it changes.</summary>
    public PropertyDiffKind Kind { get; set; }

    /// <summary>The old and new inputs differ, rather than the old outputs and new inputs.</summary>
    public bool InputDiff { get; set; }
}

/// <summary>What an update would change.</summary>
public sealed class DiffResponse
{
    /// <summary>Whether anything changes; null when the provider cannot tell and the engine compares the inputs.</summary>
    public bool? Changes { get; set; }

    /// <summary>The properties for which the resource must be replaced.</summary>
    public IList<string>? Replaces { get; set; }

    /// <summary>The properties that never change in an update.</summary>
    public IList<string>? Stables { get; set; }

    /// <summary>The old one must be deleted before its replacement is created.</summary>
    public bool DeleteBeforeReplace { get; set; }

    /// <summary>The properties that change.</summary>
    public IList<string>? Diffs { get; set; }

    /// <summary>How each property changes, by its path.</summary>
    public IDictionary<string, PropertyDiff>? DetailedDiff { get; set; }
}
