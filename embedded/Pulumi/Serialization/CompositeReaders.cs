using System.Collections.Immutable;
using System.Reflection;
using Value = Google.Protobuf.WellKnownTypes.Value;

namespace Pulumi.Serialization;

/// <summary>A value or null.</summary>
internal sealed class NullableReader(TypeReader inner) : TypeReader
{
    protected override object? ReadOpen(Value value, string path, ValueReader reader) => inner.Read(value, path, reader);
}

/// <summary>A list.</summary>
internal sealed class ArrayReader<T> : TypeReader
{
    private readonly TypeReader _element = For(typeof(T));

    public override object Default { get; } = default(ImmutableArray<T>);

    protected override object ReadOpen(Value value, string path, ValueReader reader)
    {
        if (value.KindCase != Value.KindOneofCase.ListValue)
        {
            reader.Warn(path, "a list", value);
            return Default;
        }

        var items = ImmutableArray.CreateBuilder<T>(value.ListValue.Values.Count);
        for (var i = 0; i < value.ListValue.Values.Count; i++)
            items.Add((T)_element.Read(value.ListValue.Values[i], $"{path}[{i}]", reader)!);
        return items.MoveToImmutable();
    }
}

/// <summary>A map.</summary>
internal sealed class MapReader<T> : TypeReader
{
    private readonly TypeReader _element = For(typeof(T));

    protected override object? ReadOpen(Value value, string path, ValueReader reader)
    {
        if (value.KindCase != Value.KindOneofCase.StructValue)
        {
            reader.Warn(path, "a map", value);
            return Default;
        }

        var items = ImmutableDictionary.CreateBuilder<string, T>();
        foreach (var (name, field) in value.StructValue.Fields)
        {
            // The provider's own notes in a map ("__…") are not the user's.
            if (!name.StartsWith("__", StringComparison.Ordinal))
                items[name] = (T)_element.Read(field, $"{path}.{name}", reader)!;
        }

        return items.ToImmutable();
    }
}

/// <summary>The first of two types the value fits.</summary>
internal sealed class UnionReader<T0, T1> : TypeReader
{
    public override object Default { get; } = default(Union<T0, T1>);

    protected override object ReadOpen(Value value, string path, ValueReader reader)
    {
        var fits = true;
        var first = ValueReader.Read(value, typeof(T0), path, _ => fits = false);
        return fits
            ? Union<T0, T1>.FromT0((T0)first.Value!)
            : Union<T0, T1>.FromT1((T1)For(typeof(T1)).Read(value, path, reader)!);
    }
}

/// <summary>A class marked <see cref="OutputTypeAttribute"/>, made by its marked constructor.</summary>
internal sealed class OutputTypeReader : TypeReader
{
    private readonly Type _type;
    private readonly ConstructorInfo _constructor;
    private readonly Lazy<(string Name, TypeReader Reader)[]> _parameters;

    public OutputTypeReader(Type type)
    {
        _type = type;
        _constructor = type.GetConstructors(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance)
            .FirstOrDefault(constructor => constructor.GetCustomAttribute<OutputConstructorAttribute>() is not null)
            ?? throw new InvalidOperationException($"{type.FullName} is marked [OutputType], but no constructor of it is marked [OutputConstructor].");
        // Types may hold themselves; their readers are looked up when first needed.
        _parameters = new(() => _constructor.GetParameters()
            .Select(parameter => (parameter.GetCustomAttribute<OutputAttribute>()?.Name ?? parameter.Name!, For(parameter.ParameterType)))
            .ToArray());
    }

    protected override object? ReadOpen(Value value, string path, ValueReader reader)
    {
        if (value.KindCase != Value.KindOneofCase.StructValue)
        {
            reader.Warn(path, $"an object ({_type.Name})", value);
            return Default;
        }

        var arguments = new object?[_parameters.Value.Length];
        for (var i = 0; i < arguments.Length; i++)
        {
            var (name, parameter) = _parameters.Value[i];
            arguments[i] = parameter.Read(ValueReader.Field(value, name), $"{path}.{name}", reader);
        }

        return _constructor.Invoke(arguments);
    }
}
