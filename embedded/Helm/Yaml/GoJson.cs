namespace Coder.Infra.Helm.Yaml;

/// <summary>JSON as Go's encoding/json reads and writes it.</summary>
public static class GoJson
{
    /// <summary>One line; keys sorted by bytes; &lt;, &gt; and &amp; as escapes unless asked otherwise. Throws <see cref="GoJsonException"/> for what JSON cannot hold.</summary>
    public static string Marshal(object? value, bool escapeHtml = true)
    {
        var writer = new GoJsonWriter(escapeHtml, null);
        writer.Write(value);
        return writer.ToString();
    }

    /// <summary>Indented, as <c>json.MarshalIndent</c> with no prefix.</summary>
    public static string MarshalIndent(object? value, string indent = "  ", bool escapeHtml = true)
    {
        var writer = new GoJsonWriter(escapeHtml, indent);
        writer.Write(value);
        return writer.ToString();
    }

    /// <summary>Reads any document; numbers become float64. Throws <see cref="GoJsonException"/> with Go's text.</summary>
    public static object? Unmarshal(string json) => GoJsonReader.Read(json);

    /// <summary>
    /// Reads an object, as into a <c>map[string]interface{}</c>; null (as Go's nil map) for the document <c>null</c>.
    /// Where Go would have filled a part before it failed, <see cref="GoJsonException.Partial"/> has that part.
    /// </summary>
    public static Dictionary<string, object?>? UnmarshalMap(string json) => Typed<Dictionary<string, object?>>(json, "map[string]interface {}");

    /// <summary>Reads an array, as into a <c>[]interface{}</c>; null for the document <c>null</c>.</summary>
    public static List<object?>? UnmarshalList(string json) => Typed<List<object?>>(json, "[]interface {}");

    /// <summary>Holds a value read from JSON against a Go type; throws Go's error where it does not fit.</summary>
    internal static T? As<T>(object? value, string goType) where T : class => value switch
    {
        null => null,
        T fitting => fitting,
        _ => throw new GoJsonException($"json: cannot unmarshal {Kind(value)} into Go value of type {goType}"),
    };

    /// <summary>JSON's name of a value's kind, as Go's errors use it.</summary>
    internal static string Kind(object? value) => value switch
    {
        null => "null",
        bool => "bool",
        string => "string",
        List<object?> => "array",
        Dictionary<string, object?> => "object",
        _ => "number",
    };

    private static T? Typed<T>(string json, string goType) where T : class
    {
        try
        {
            return As<T>(GoJsonReader.Read(json), goType);
        }
        catch (GoJsonException e) when (e.Partial != null)
        {
            // That the whole does not fit comes before what is in it.
            As<T>(e.Partial, goType);
            throw;
        }
    }
}

/// <summary>JSON that does not parse or cannot be written; the message is Go's.</summary>
public sealed class GoJsonException(string message, object? partial = null) : Exception(message)
{
    /// <summary>What was read where only single values did not fit (they are null in it).</summary>
    public object? Partial { get; } = partial;
}

/// <summary>A value that is something else in JSON, YAML and TOML: Go's json.Marshaler and structs.</summary>
public interface IGoJsonValue
{
    /// <summary>What to write instead: any value of the model, or <see cref="GoStruct"/>.</summary>
    object? ToJson();
}

/// <summary>The fields of a Go struct in the order of their declaration, with the names their json tags have.</summary>
public sealed record GoStruct(IReadOnlyList<KeyValuePair<string, object?>> Fields);
