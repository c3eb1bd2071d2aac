namespace Coder.Infra.Helm.Templates.Types;

/// <summary>A struct: the values of its type's fields, in order.</summary>
internal sealed class GoStruct(GoType type, params object?[] values) : IGoValue
{
    public GoType Type { get; } = type;

    /// <summary>The fields' values.</summary>
    public object?[] Values { get; } = values;

    /// <summary>A field by name, its own or one of an embedded struct.</summary>
    public bool TryGetField(string name, out object? value)
    {
        for (int i = 0; i < Type.Fields.Count; i++)
        {
            if (Type.Fields[i].Name == name)
            {
                value = Values[i];
                return true;
            }
        }
        for (int i = 0; i < Type.Fields.Count; i++)
        {
            if (Type.Fields[i].IsEmbedded && Values[i] is GoStruct inner && inner.TryGetField(name, out value))
                return true;
        }
        value = null;
        return false;
    }
}

/// <summary>A pointer to a struct.</summary>
internal sealed class GoPointer(GoType type, GoStruct target) : IGoValue
{
    public GoType Type { get; } = type;

    public GoStruct Target { get; } = target;
}

/// <summary>A nil list of a type: prints as empty, is <c>null</c> in JSON.</summary>
internal sealed class NilList : List<object?>
{
    /// <summary>Go's <c>[]interface{}(nil)</c>; never changed.</summary>
    public static readonly NilList Instance = [];
}

/// <summary>A nil list of strings.</summary>
internal sealed class NilStringList : List<string>
{
    /// <summary>Go's <c>[]string(nil)</c>; never changed.</summary>
    public static readonly NilStringList Instance = [];
}

/// <summary>A nil map: reads as empty, is <c>null</c> in JSON, cannot be written to.</summary>
internal sealed class NilMap : Dictionary<string, object?>
{
    /// <summary>Go's <c>map[string]interface{}(nil)</c>; never changed.</summary>
    public static readonly NilMap Instance = [];
}

/// <summary>A map or list of a named type that shares its content with a plain one.</summary>
internal interface IGoContainer : IGoValue
{
    /// <summary>The plain map or list.</summary>
    object Content { get; }
}
