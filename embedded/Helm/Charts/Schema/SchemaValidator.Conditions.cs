namespace Coder.Infra.Helm.Charts.Schema;

internal sealed partial class SchemaValidator
{
    private void Conditions(Check check)
    {
        var schema = check.Schema;
        if (schema.TryGetValue("not", out object? not) && Same(check, not, new Evaluated()) is null)
            check.Add("'not' failed");
        if (schema.GetValueOrDefault("allOf") is List<object?> all)
        {
            var errors = all.Select(s => Same(check, s)).OfType<SchemaError>().ToList();
            if (errors.Count > 0)
                check.Add("'allOf' failed", errors);
        }
        if (schema.GetValueOrDefault("anyOf") is List<object?> any)
        {
            var errors = Alternatives(check, any, out var matched);
            if (matched.Count == 0)
                check.Add("'anyOf' failed", errors);
        }
        if (schema.GetValueOrDefault("oneOf") is List<object?> one)
        {
            var errors = Alternatives(check, one, out var matched);
            if (matched.Count == 0)
                check.Add("'oneOf' failed, none matched", errors);
            else if (matched.Count > 1)
                check.Add($"'oneOf' failed, subschemas {matched[0]}, {matched[1]} matched");
        }
        if (document.Draft < 7 || !schema.TryGetValue("if", out object? condition))
            return;
        if (Validate(condition, check.Value, check.Location, check.Evaluated) is null)
        {
            if (schema.TryGetValue("then", out object? then))
                check.Add(Same(check, then));
        }
        else if (schema.TryGetValue("else", out object? otherwise))
        {
            check.Add(Same(check, otherwise));
        }
    }

    private List<SchemaError> Alternatives(Check check, List<object?> schemas, out List<int> matched)
    {
        var errors = new List<SchemaError>();
        matched = [];
        for (int i = 0; i < schemas.Count; i++)
        {
            var evaluated = new Evaluated();
            if (Same(check, schemas[i], evaluated) is { } error)
            {
                errors.Add(error);
                continue;
            }
            matched.Add(i);
            check.Evaluated.Add(evaluated);
        }
        return errors;
    }

    private void Unevaluated(Check check)
    {
        if (check.Value is Dictionary<string, object?> map && check.Schema.TryGetValue("unevaluatedProperties", out object? properties))
        {
            foreach (string name in Keys(map).Where(n => !check.Evaluated.Properties.Contains(n)).ToList())
            {
                check.Add(Validate(properties, map[name], Below(check.Location, name), new Evaluated()));
                check.Evaluated.Properties.Add(name);
            }
        }
        if (check.Value is List<object?> list && check.Schema.TryGetValue("unevaluatedItems", out object? items))
        {
            for (int i = 0; i < list.Count; i++)
                if (check.Evaluated.Items.Add(i))
                    check.Add(Validate(items, list[i], $"{check.Location}/{i}", new Evaluated()));
        }
    }
}
