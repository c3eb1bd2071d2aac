using System.Runtime.CompilerServices;
using Coder.Infra.Helm.Go.RegularExpressions;
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

    /// <summary>What a keyword of a draft holds; null for one that the draft does not know.</summary>
    public static Content? Of(string keyword, int draft) => keyword switch
    {
        "$ref" or "title" or "description" or "format" or "$schema" => Content.Text,
        "$comment" or "contentEncoding" or "contentMediaType" when draft >= 7 => Content.Text,
        "id" when draft <= 4 => Content.Text,
        "$id" when draft >= 6 => Content.Text,
        "$anchor" when draft >= 2019 => Content.Text,
        "$dynamicRef" or "$dynamicAnchor" when draft == 2020 => Content.Text,
        "$recursiveRef" when draft == 2019 => Content.Text,
        "contentSchema" or "unevaluatedItems" or "unevaluatedProperties" when draft >= 2019 => Content.Schema,
        "readOnly" when draft >= 7 => Content.Bool,
        "writeOnly" or "deprecated" when draft >= 2019 => Content.Bool,
        "uniqueItems" => Content.Bool,
        "examples" when draft >= 6 => Content.List,
        "enum" => Content.Enum,
        "type" => Content.Type,
        "multipleOf" => Content.Positive,
        "minimum" or "maximum" => Content.Number,
        "exclusiveMinimum" or "exclusiveMaximum" => Content.Exclusive,
        "minLength" or "maxLength" or "minItems" or "maxItems" or "minProperties" or "maxProperties" => Content.Count,
        "minContains" or "maxContains" when draft >= 2019 => Content.Count,
        "pattern" => Content.Regex,
        "required" => Content.Texts,
        "dependentRequired" when draft >= 2019 => Content.TextsMap,
        "dependencies" => Content.Dependencies,
        "properties" or "patternProperties" => Content.SchemaMap,
        "dependentSchemas" when draft >= 2019 => Content.SchemaMap,
        "definitions" => Content.Definitions,
        "$defs" when draft >= 2019 => Content.Definitions,
        "items" => Content.Items,
        "prefixItems" when draft == 2020 => Content.Schemas,
        "allOf" or "anyOf" or "oneOf" => Content.Schemas,
        "not" or "additionalProperties" => Content.Schema,
        "if" or "then" or "else" when draft >= 7 => Content.Schema,
        "contains" or "propertyNames" when draft >= 6 => Content.Schema,
        "additionalItems" when draft <= 2019 => Content.Schema,
        _ => null,
    };

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
