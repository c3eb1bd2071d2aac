using System.Runtime.CompilerServices;
using Coder.Infra.Helm.Templates.Functions;
using Coder.Infra.Helm.Templates.Regex;
using Coder.Infra.Helm.Yaml;
using Map = System.Collections.Generic.Dictionary<string, object?>;

namespace Coder.Infra.Helm.Charts.Schema;

/// <summary>What the metaschemas of the drafts ask of a schema: the kind of value that each keyword takes.</summary>
internal static class SchemaRules
{
    private static readonly string[] Types = ["array", "boolean", "integer", "null", "number", "object", "string"];

    /// <summary>What a keyword holds.</summary>
    public enum Content
    {
        Schema,
        Schemas,
        SchemaMap,

        /// <summary>As <see cref="SchemaMap"/>, but used only where a reference points at it.</summary>
        Definitions,
        Items,
        Dependencies,
        Type,
        Enum,
        List,
        Texts,
        TextsMap,
        Text,
        Regex,
        Bool,
        Count,
        Number,
        Positive,
        Exclusive,
    }

    private static readonly Dictionary<string, (Content Content, int From, int To)> Keywords = new()
    {
        ["$ref"] = (Content.Text, 4, 2020), ["$comment"] = (Content.Text, 7, 2020), ["title"] = (Content.Text, 4, 2020),
        ["description"] = (Content.Text, 4, 2020), ["format"] = (Content.Text, 4, 2020), ["$schema"] = (Content.Text, 4, 2020),
        ["id"] = (Content.Text, 4, 4), ["$id"] = (Content.Text, 6, 2020), ["$anchor"] = (Content.Text, 2019, 2020),
        ["$dynamicRef"] = (Content.Text, 2020, 2020), ["$dynamicAnchor"] = (Content.Text, 2020, 2020), ["$recursiveRef"] = (Content.Text, 2019, 2019),
        ["contentEncoding"] = (Content.Text, 7, 2020), ["contentMediaType"] = (Content.Text, 7, 2020), ["contentSchema"] = (Content.Schema, 2019, 2020),
        ["readOnly"] = (Content.Bool, 7, 2020), ["writeOnly"] = (Content.Bool, 2019, 2020), ["deprecated"] = (Content.Bool, 2019, 2020),
        ["uniqueItems"] = (Content.Bool, 4, 2020), ["examples"] = (Content.List, 6, 2020), ["enum"] = (Content.Enum, 4, 2020), ["type"] = (Content.Type, 4, 2020),
        ["multipleOf"] = (Content.Positive, 4, 2020), ["minimum"] = (Content.Number, 4, 2020), ["maximum"] = (Content.Number, 4, 2020),
        ["exclusiveMinimum"] = (Content.Exclusive, 4, 2020), ["exclusiveMaximum"] = (Content.Exclusive, 4, 2020),
        ["minLength"] = (Content.Count, 4, 2020), ["maxLength"] = (Content.Count, 4, 2020), ["minItems"] = (Content.Count, 4, 2020),
        ["maxItems"] = (Content.Count, 4, 2020), ["minProperties"] = (Content.Count, 4, 2020), ["maxProperties"] = (Content.Count, 4, 2020),
        ["minContains"] = (Content.Count, 2019, 2020), ["maxContains"] = (Content.Count, 2019, 2020), ["pattern"] = (Content.Regex, 4, 2020),
        ["required"] = (Content.Texts, 4, 2020), ["dependentRequired"] = (Content.TextsMap, 2019, 2020), ["dependencies"] = (Content.Dependencies, 4, 2020),
        ["properties"] = (Content.SchemaMap, 4, 2020), ["patternProperties"] = (Content.SchemaMap, 4, 2020), ["dependentSchemas"] = (Content.SchemaMap, 2019, 2020),
        ["definitions"] = (Content.Definitions, 4, 2020), ["$defs"] = (Content.Definitions, 2019, 2020), ["items"] = (Content.Items, 4, 2020),
        ["prefixItems"] = (Content.Schemas, 2020, 2020), ["allOf"] = (Content.Schemas, 4, 2020), ["anyOf"] = (Content.Schemas, 4, 2020),
        ["oneOf"] = (Content.Schemas, 4, 2020), ["not"] = (Content.Schema, 4, 2020), ["if"] = (Content.Schema, 7, 2020), ["then"] = (Content.Schema, 7, 2020),
        ["else"] = (Content.Schema, 7, 2020), ["contains"] = (Content.Schema, 6, 2020), ["propertyNames"] = (Content.Schema, 6, 2020),
        ["additionalItems"] = (Content.Schema, 4, 2019), ["additionalProperties"] = (Content.Schema, 4, 2020),
        ["unevaluatedItems"] = (Content.Schema, 2019, 2020), ["unevaluatedProperties"] = (Content.Schema, 2019, 2020),
    };

    /// <summary>What a keyword of a draft holds; null for one that the draft does not know.</summary>
    public static Content? Of(string keyword, int draft) =>
        Keywords.TryGetValue(keyword, out var known) && draft >= known.From && draft <= known.To ? known.Content : null;

    /// <summary>The subschemas of a keyword's value, each with its path below the schema.</summary>
    public static IEnumerable<(string Path, object? Schema)> Subschemas(Content content, string keyword, object? value) => (content, value) switch
    {
        (Content.Schema, _) or (Content.Items, not List<object?>) => [(keyword, value)],
        (Content.Schemas or Content.Items, List<object?> list) => list.Select((schema, i) => ($"{keyword}/{i}", schema)),
        (Content.SchemaMap or Content.Definitions, Map map) => map.Select(entry => ($"{keyword}/{entry.Key}", entry.Value)),
        (Content.Dependencies, Map map) => map.Where(entry => entry.Value is not List<object?>).Select(entry => ($"{keyword}/{entry.Key}", entry.Value)),
        _ => [],
    };

    /// <summary>Why the value is no schema of the draft, with the place; null when it is one.</summary>
    public static string? Problem(object? schema, int draft, string path = "")
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
            return $"at {SchemaError.Quote(path)}: nested too deeply";
        if (schema is bool && draft > 4)
            return null;
        if (schema is not Map map)
            return $"at {SchemaError.Quote(path)}: got {GoJson.Kind(schema)}, want {(draft > 4 ? "boolean or object" : "object")}";
        foreach (string keyword in GoString.SortedKeys(map))
        {
            object? value = map[keyword];
            if (Of(keyword, draft) is not { } content)
                continue;
            if (Problem(content, keyword, value, draft) is { } problem)
                return $"at {SchemaError.Quote($"{path}/{keyword}")}: {problem}";
            // In draft 4 only what is additional may be a boolean.
            if (draft == 4 && value is bool && keyword is ("additionalItems" or "additionalProperties"))
                continue;
            foreach (var (inner, subschema) in Subschemas(content, keyword, value))
                if (Problem(subschema, draft, $"{path}/{inner}") is { } deeper)
                    return deeper;
        }
        return null;
    }

    private static string? Problem(Content content, string keyword, object? value, int draft)
    {
        switch (content)
        {
            case Content.SchemaMap or Content.Definitions or Content.Dependencies or Content.TextsMap:
                if (value is not Map map)
                    return $"got {GoJson.Kind(value)}, want object";
                if (keyword == "patternProperties" && map.Keys.Select(Regex).FirstOrDefault(p => p != null) is { } wrong)
                    return wrong;
                return content is Content.SchemaMap or Content.Definitions ? null
                    : map.Values.Where(v => content == Content.TextsMap || v is List<object?>).Select(v => Texts(v, keyword, draft)).FirstOrDefault(p => p != null);
            case Content.Schemas:
                return value is List<object?> { Count: > 0 } ? null : "want an array that is not empty";
            case Content.Items:
                return value is List<object?> list && (draft == 2020 || (draft is 4 or 2019 && list.Count == 0)) ? "want a schema" : null;
            case Content.Type:
                return value is List<object?> several
                    ? several.Count > 0 && IsUnique(several) && several.TrueForAll(IsType) ? null : "want an array of different types"
                    : IsType(value) ? null : "want one of " + SchemaError.Quote(Types);
            case Content.Enum:
                return value is List<object?> options && (draft > 6 || (options.Count > 0 && IsUnique(options))) ? null : "want an array of different values";
            case Content.List:
                return value is List<object?> ? null : $"got {GoJson.Kind(value)}, want array";
            case Content.Texts:
                return Texts(value, keyword, draft);
            case Content.Text:
                return value is string ? null : $"got {GoJson.Kind(value)}, want string";
            case Content.Regex:
                return value is string pattern ? Regex(pattern) : $"got {GoJson.Kind(value)}, want string";
            case Content.Bool:
                return value is bool ? null : $"got {GoJson.Kind(value)}, want boolean";
            case Content.Count:
                return value is double count && count >= 0 && count == Math.Floor(count) ? null : "want an integer of at least 0";
            case Content.Number:
                return value is double ? null : $"got {GoJson.Kind(value)}, want number";
            case Content.Positive:
                return value is > 0.0 ? null : "want a number above 0";
            case Content.Exclusive:
                return draft == 4 ? value is bool ? null : $"got {GoJson.Kind(value)}, want boolean" : value is double ? null : $"got {GoJson.Kind(value)}, want number";
            default:
                return null;
        }
    }

    private static string? Texts(object? value, string keyword, int draft) =>
        value is List<object?> list && list.TrueForAll(item => item is string) && IsUnique(list) && (draft > 4 || list.Count > 0)
            ? null
            : $"{keyword} wants an array of different strings";

    private static bool IsUnique(List<object?> list) => list.Select(item => GoJson.Marshal(item)).Distinct().Count() == list.Count;

    private static bool IsType(object? value) => value is string name && Array.IndexOf(Types, name) >= 0;

    private static string? Regex(string pattern)
    {
        try
        {
            GoRegex.Compile(pattern);
            return null;
        }
        catch (FunctionException e)
        {
            return $"{SchemaError.Quote(pattern)} is not valid regex: {e.Message}";
        }
    }
}
