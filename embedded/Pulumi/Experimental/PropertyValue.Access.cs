using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Pulumi.Experimental;

public sealed partial class PropertyValue
{
    /// <summary>What the function for the kind of value gives.</summary>
    public T Match<T>(
        Func<T> nullCase,
        Func<bool, T> boolCase,
        Func<double, T> numberCase,
        Func<string, T> stringCase,
        Func<ImmutableArray<PropertyValue>, T> arrayCase,
        Func<ImmutableDictionary<string, PropertyValue>, T> mapCase,
        Func<Asset, T> assetCase,
        Func<Archive, T> archiveCase,
        Func<ResourceReference, T> resourceCase,
        Func<T> computedCase) => Type switch
        {
            PropertyValueType.Bool => boolCase((bool)_value!),
            PropertyValueType.Number => numberCase((double)_value!),
            PropertyValueType.String => stringCase((string)_value!),
            PropertyValueType.Array => arrayCase((ImmutableArray<PropertyValue>)_value!),
            PropertyValueType.Map => mapCase((ImmutableDictionary<string, PropertyValue>)_value!),
            PropertyValueType.Asset => assetCase((Asset)_value!),
            PropertyValueType.Archive => archiveCase((Archive)_value!),
            PropertyValueType.Resource => resourceCase((ResourceReference)_value!),
            PropertyValueType.Computed => computedCase(),
            _ => nullCase(),
        };

    /// <summary>The boolean, if it is one.</summary>
    public bool TryGetBool(out bool value) => TryGet(out value);

    /// <summary>The number, if it is one.</summary>
    public bool TryGetNumber(out double value) => TryGet(out value);

    /// <summary>The text, if it is one.</summary>
    public bool TryGetString([NotNullWhen(true)] out string? value) => TryGet(out value);

    /// <summary>The list, if it is one.</summary>
    public bool TryGetArray(out ImmutableArray<PropertyValue> value) => TryGet(out value);

    /// <summary>The map, if it is one.</summary>
    public bool TryGetMap([NotNullWhen(true)] out ImmutableDictionary<string, PropertyValue>? value) => TryGet(out value);

    /// <summary>The asset, if it is one.</summary>
    public bool TryGetAsset(out Asset? value) => TryGet(out value);

    /// <summary>The archive, if it is one.</summary>
    public bool TryGetArchive(out Archive? value) => TryGet(out value);

    /// <summary>The reference, if it is one.</summary>
    public bool TryGetResource(out ResourceReference value) => TryGet(out value);

    private bool TryGet<T>([MaybeNullWhen(false)] out T value)
    {
        value = _value is T found ? found : default;
        return _value is T;
    }
}
