using System.Collections;
using System.Reflection;
using System.Text.Json;
using Coder.Infra.Protocol.Properties;
using Google.Protobuf.WellKnownTypes;
using Enum = System.Enum;
using Value = Google.Protobuf.WellKnownTypes.Value;

namespace Pulumi.Serialization;

/// <summary>Turns what a program gives a resource into what travels, and gathers the resources the values come from.</summary>
/// <param name="keepResources">The other side takes resource references; otherwise a resource travels as its id or URN.</param>
/// <param name="keepOutputValues">The other side takes outputs with their dependencies; otherwise the value itself travels.</param>
internal sealed partial class PropertySerializer(bool keepResources, bool keepOutputValues)
{
    /// <summary>The resources met so far.</summary>
    public HashSet<Resource> Dependencies { get; } = [];

    /// <summary>A value for the wire. <paramref name="path"/> is where it stands, for messages.</summary>
    public ValueTask<Value> SerializeAsync(string path, object? value) => value switch
    {
        null => new(Value.ForNull()),
        string text => new(Value.ForString(text)),
        bool flag => new(Value.ForBool(flag)),
        int number => new(Value.ForNumber(number)),
        double number => new(Value.ForNumber(number)),
        InputArgs args => SerializeArgsAsync(path, args),
        IInput input => SerializeAsync(path, input.Value),
        IOutput output => SerializeOutputAsync(path, output),
        IUnion union => SerializeAsync(path, union.Value),
        AssetOrArchive asset => SerializeAssetAsync(path, asset),
        CustomResource resource => SerializeResourceAsync(path, resource),
        ComponentResource component => SerializeComponentAsync(path, component),
        JsonElement json => new(FromJson(json)),
        IDictionary map => SerializeMapAsync(path, map),
        IList list => SerializeListAsync(path, list),
        Task => throw new InvalidOperationException($"{path} is a Task; a resource takes it as an output: Output.Create(task)."),
        Enum member when member.GetTypeCode() == TypeCode.Int32 => new(Value.ForNumber((int)value)),
        _ => SerializeEnumTypeAsync(path, value),
    };

    private static bool IsNull(Value value) => value.KindCase is Value.KindOneofCase.NullValue or Value.KindOneofCase.None;

    private static Value Special(string signature, params ReadOnlySpan<(string Name, Value? Value)> fields)
    {
        var result = new Struct { Fields = { [Signatures.Key] = Value.ForString(signature) } };
        foreach (var (name, value) in fields)
        {
            if (value is not null)
                result.Fields[name] = value;
        }

        return Value.ForStruct(result);
    }

    private async ValueTask<Value> SerializeArgsAsync(string path, InputArgs args)
    {
        var result = new Struct();
        foreach (var member in args.Members())
        {
            var value = member.Json
                ? await SerializeAsync($"{path}.{member.Name}", JsonText.Of($"{path}.{member.Name}", member.Value)).ConfigureAwait(false)
                : await SerializeAsync($"{path}.{member.Name}", member.Value).ConfigureAwait(false);
            if (!IsNull(value))
                result.Fields[member.Name] = value;
        }

        return Value.ForStruct(result);
    }

    private async ValueTask<Value> SerializeOutputAsync(string path, IOutput output)
    {
        var data = await output.GetDataAsync().ConfigureAwait(false);
        Dependencies.UnionWith(data.Resources);
        var inner = new PropertySerializer(keepResources, keepOutputValues: false);
        var value = data.IsKnown ? await inner.SerializeAsync(path, data.Value).ConfigureAwait(false) : null;
        Dependencies.UnionWith(inner.Dependencies);

        if (keepOutputValues && (value is null || data.IsSecret || data.Resources.Count > 0 || inner.Dependencies.Count > 0))
        {
            var urns = await DependencySet.UrnsAsync([.. data.Resources, .. inner.Dependencies], exclude: null).ConfigureAwait(false);
            return Special(
                Signatures.Output,
                ("value", value),
                ("secret", data.IsSecret ? Value.ForBool(true) : null),
                ("dependencies", urns.Count > 0 ? Value.ForList(urns.Select(Value.ForString).ToArray()) : null));
        }

        // An unknown secret travels as unknown: there is nothing to hide yet, and the engine marks it when it comes.
        if (value is null)
            return Value.ForString(Signatures.Unknown);
        return data.IsSecret ? Special(Signatures.Secret, ("value", value)) : value;
    }

    private async ValueTask<Value> SerializeMapAsync(string path, IDictionary map)
    {
        var result = new Struct();
        foreach (DictionaryEntry entry in map)
        {
            if (entry.Key is not string key)
                throw new InvalidOperationException($"{path} is a map whose keys are no texts; only such maps can travel.");
            var value = await SerializeAsync($"{path}.{key}", entry.Value).ConfigureAwait(false);
            if (!IsNull(value))
                result.Fields[key] = value;
        }

        return Value.ForStruct(result);
    }

    private async ValueTask<Value> SerializeListAsync(string path, IList list)
    {
        // A list that was never set counts as none.
        if (list is ValueType && list.GetType().GetProperty("IsDefault")?.GetValue(list) is true)
            return Value.ForNull();
        var result = new Value[list.Count];
        for (var i = 0; i < result.Length; i++)
            result[i] = await SerializeAsync($"{path}[{i}]", list[i]).ConfigureAwait(false);
        return Value.ForList(result);
    }

    private ValueTask<Value> SerializeEnumTypeAsync(string path, object value)
    {
        var type = value.GetType();
        if (type.GetCustomAttribute<EnumTypeAttribute>() is not null &&
            type.GetMethod("op_Explicit", BindingFlags.Public | BindingFlags.Static, [type])?.Invoke(null, [value]) is { } plain)
            return SerializeAsync(path, plain);
        throw new InvalidOperationException(
            $"{path} is a {type.FullName}, which cannot travel. A value is a string, bool, int, double, a list or map of such, an args class, an asset, a resource, or an Output<> of one of these.");
    }

    private static Value FromJson(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.String => Value.ForString(json.GetString()),
        JsonValueKind.Number => Value.ForNumber(json.GetDouble()),
        JsonValueKind.True => Value.ForBool(true),
        JsonValueKind.False => Value.ForBool(false),
        JsonValueKind.Array => Value.ForList(json.EnumerateArray().Select(FromJson).ToArray()),
        JsonValueKind.Object => FromJsonObject(json),
        _ => Value.ForNull(),
    };

    private static Value FromJsonObject(JsonElement json)
    {
        var result = new Struct();
        foreach (var property in json.EnumerateObject())
            result.Fields[property.Name] = FromJson(property.Value);
        return Value.ForStruct(result);
    }
}
