using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json;
using Value = Google.Protobuf.WellKnownTypes.Value;

namespace Pulumi.Serialization;

/// <summary>Reads values as objects of one type; made once a type.</summary>
internal abstract class TypeReader
{
    private static readonly ConcurrentDictionary<Type, TypeReader> Cache = new();

    /// <summary>What stands where nothing came: null, or a value type's default.</summary>
    public virtual object? Default => null;

    /// <summary>The reader of a type.</summary>
    public static TypeReader For(Type type) => Cache.GetOrAdd(type, Make);

    /// <summary>The value as an object.</summary>
    public object? Read(Value? value, string path, ValueReader reader) =>
        reader.Open(value) is { } open ? ReadOpen(open, path, reader) : Default;

    /// <summary>The value, which is neither null nor wrapped, as an object.</summary>
    protected abstract object? ReadOpen(Value value, string path, ValueReader reader);

    private static TypeReader Make(Type type)
    {
        if (type == typeof(object))
            return new ObjectReader();
        if (type == typeof(string))
            return new ScalarReader<string>(Value.KindOneofCase.StringValue, "a text", value => value.StringValue);
        if (type == typeof(bool))
            return new ScalarReader<bool>(Value.KindOneofCase.BoolValue, "a boolean", value => value.BoolValue);
        if (type == typeof(int))
            return new ScalarReader<int>(Value.KindOneofCase.NumberValue, "a number", value => (int)value.NumberValue);
        if (type == typeof(double))
            return new ScalarReader<double>(Value.KindOneofCase.NumberValue, "a number", value => value.NumberValue);
        if (type == typeof(JsonElement))
            return new JsonReader();
        if (typeof(AssetOrArchive).IsAssignableFrom(type))
            return new AssetReader(type);
        if (typeof(Resource).IsAssignableFrom(type))
            return new ResourceReader(type);
        if (type.IsEnum)
            return new EnumReader(type);
        if (type.IsGenericType && Generic(type) is { } generic)
            return generic;
        if (type.IsValueType && type.GetCustomAttribute<EnumTypeAttribute>() is not null)
            return new EnumTypeReader(type);
        if (type.GetCustomAttribute<OutputTypeAttribute>() is not null)
            return new OutputTypeReader(type);
        throw new InvalidOperationException(
            $"{type.FullName} is no type that values of the engine can be turned into. It must be a plain type, an ImmutableArray<>, an ImmutableDictionary<string, >, a resource, an asset, or a class marked [OutputType].");
    }

    private static TypeReader? Generic(Type type)
    {
        var arguments = type.GetGenericArguments();
        var definition = type.GetGenericTypeDefinition();
        if (definition == typeof(Nullable<>))
            return new NullableReader(For(arguments[0]));
        if (definition == typeof(ImmutableArray<>))
            return Create(typeof(ArrayReader<>), arguments);
        if (definition == typeof(ImmutableDictionary<,>) && arguments[0] == typeof(string))
            return Create(typeof(MapReader<>), arguments[1]);
        return definition == typeof(Union<,>) ? Create(typeof(UnionReader<,>), arguments) : null;
    }

    private static TypeReader Create(Type definition, params Type[] arguments) =>
        (TypeReader)Activator.CreateInstance(definition.MakeGenericType(arguments))!;
}
