namespace Coder.Infra.Helm.Releases.Merging;

/// <summary>How the lists and objects of one Go type are merged: the <c>patchStrategy</c> and <c>patchMergeKey</c> of its fields.</summary>
sealed class PatchType
{
    readonly Dictionary<string, PatchField> _fields = [];

    /// <summary>A type all of whose fields are replaced as a whole.</summary>
    public static readonly PatchType Plain = new();

    /// <summary>The rules of a field; plain ones when nothing is said about it.</summary>
    public PatchField this[string name] => _fields.GetValueOrDefault(name) ?? PatchField.Plain;

    /// <summary>A field of another type with rules of its own, not merged specially itself.</summary>
    public PatchType Has(string name, PatchType type, bool retainKeys = false)
    {
        _fields[name] = new PatchField(type) { RetainKeys = retainKeys };
        return this;
    }

    /// <summary>A list whose elements have a key; without a key, a list of plain values that are united.</summary>
    public PatchType Merges(string name, string? key, PatchType? element = null, bool retainKeys = false)
    {
        _fields[name] = new PatchField(element ?? Plain) { Merge = true, MergeKey = key, RetainKeys = retainKeys };
        return this;
    }

    /// <summary>An object that is replaced as a whole.</summary>
    public PatchType Replaces(string name)
    {
        _fields[name] = new PatchField(Plain) { Replace = true };
        return this;
    }
}

/// <summary>The rules of one field.</summary>
sealed record PatchField(PatchType Type)
{
    public static readonly PatchField Plain = new(PatchType.Plain);

    public bool Merge { get; init; }

    public string? MergeKey { get; init; }

    public bool RetainKeys { get; init; }

    public bool Replace { get; init; }
}
