namespace Coder.Infra.Helm.Charts.Schema;

internal sealed partial class SchemaValidator
{
    private void Object(Check check, Dictionary<string, object?> map)
    {
        var schema = check.Schema;
        if (Count(schema, "minProperties") is { } least && map.Count < least)
            check.Add($"minProperties: got {SchemaError.Number(map.Count)}, want {SchemaError.Number(least)}");
        if (Count(schema, "maxProperties") is { } most && map.Count > most)
            check.Add($"maxProperties: got {SchemaError.Number(map.Count)}, want {SchemaError.Number(most)}");
        if (Missing(map, schema.GetValueOrDefault("required")) is { Count: > 0 } missing)
            check.Add($"missing {(missing.Count == 1 ? "property" : "properties")} {SchemaError.Quote(missing)}");
        Dependencies(check, map, "dependencies");
        Properties(check, map);
        if (document.Draft > 4 && schema.TryGetValue("propertyNames", out object? names))
            foreach (string name in Keys(map))
                if (Validate(names, name, check.Location, new Evaluated()) is { } error)
                    check.Add("invalid propertyName " + SchemaError.Quote(name), error.IsGroup ? error.Causes : [error]);
        if (document.Draft >= 2019)
        {
            Dependencies(check, map, "dependentSchemas");
            Dependencies(check, map, "dependentRequired");
        }
    }

    private void Properties(Check check, Dictionary<string, object?> map)
    {
        var schema = check.Schema;
        var properties = schema.GetValueOrDefault("properties") as Dictionary<string, object?>;
        var patterns = schema.GetValueOrDefault("patternProperties") as Dictionary<string, object?>;
        bool hasAdditional = schema.TryGetValue("additionalProperties", out object? additional);
        var surplus = new List<string>();
        foreach (string name in Keys(map))
        {
            object? value = map[name];
            bool evaluated = false;
            if (properties is not null && properties.TryGetValue(name, out object? property))
            {
                evaluated = true;
                check.Add(Validate(property, value, Below(check.Location, name), new Evaluated()));
            }
            foreach (var (pattern, inner) in patterns ?? [])
            {
                if (!SchemaPattern.IsMatch(pattern, name))
                    continue;
                evaluated = true;
                check.Add(Validate(inner, value, Below(check.Location, name), new Evaluated()));
            }
            if (!evaluated && hasAdditional)
            {
                evaluated = true;
                if (additional is false)
                    surplus.Add(name);
                else
                    check.Add(Validate(additional, value, Below(check.Location, name), new Evaluated()));
            }
            if (evaluated)
                check.Evaluated.Properties.Add(name);
        }
        if (surplus.Count > 0)
            check.Add($"additional properties {SchemaError.Quote(surplus)} not allowed");
    }

    private void Dependencies(Check check, Dictionary<string, object?> map, string keyword)
    {
        if (check.Schema.GetValueOrDefault(keyword) is not Dictionary<string, object?> dependencies)
            return;
        foreach (var (name, dependency) in dependencies)
        {
            if (!map.ContainsKey(name))
                continue;
            if (dependency is not List<object?>)
                check.Add(Same(check, dependency));
            else if (Missing(map, dependency) is { Count: > 0 } missing)
                check.Add($"properties {SchemaError.Quote(missing)} required, if {SchemaError.Quote(name)} exists");
        }
    }

    private static List<string> Missing(Dictionary<string, object?> map, object? required) =>
        required is List<object?> names ? names.OfType<string>().Where(n => !map.ContainsKey(n)).ToList() : [];

    // The library's order is that of Go's maps, which is none; by name is one that can be relied on.
    private static IEnumerable<string> Keys(Dictionary<string, object?> map) => map.Keys.Order(StringComparer.Ordinal);
}
