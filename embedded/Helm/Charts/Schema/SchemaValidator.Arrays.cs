namespace Coder.Infra.Helm.Charts.Schema;

internal sealed partial class SchemaValidator
{
    private void Array(Check check, List<object?> list)
    {
        var schema = check.Schema;
        if (Count(schema, "minItems") is { } least && list.Count < least)
            check.Add($"minItems: got {SchemaError.Number(list.Count)}, want {SchemaError.Number(least)}");
        if (Count(schema, "maxItems") is { } most && list.Count > most)
            check.Add($"maxItems: got {SchemaError.Number(list.Count)}, want {SchemaError.Number(most)}");
        if (schema.GetValueOrDefault("uniqueItems") is true && Duplicates(list) is var (first, second))
            check.Add($"items at {first} and {second} are equal");
        if (document.Draft < 2020)
            Items(check, list, "items", "additionalItems");
        else
            Items(check, list, "prefixItems", "items");
        if (document.Draft > 4)
            Contains(check, list);
    }

    private void Items(Check check, List<object?> list, string tuple, string rest)
    {
        int at = 0;
        switch (check.Schema.GetValueOrDefault(tuple))
        {
            case List<object?> several:
                for (; at < Math.Min(several.Count, list.Count); at++)
                    Item(check, several[at], list, at);
                break;
            case { } one:
                for (; at < list.Count; at++)
                    Item(check, one, list, at);
                return;
            case null when rest == "additionalItems":
                return;
        }
        if (!check.Schema.TryGetValue(rest, out object? additional))
            return;
        if (additional is false && rest == "additionalItems")
        {
            if (at < list.Count)
                check.Add($"last {list.Count - at} additionalItem(s) not allowed");
            return;
        }
        for (; at < list.Count; at++)
            Item(check, additional, list, at);
    }

    private void Item(Check check, object? schema, List<object?> list, int at)
    {
        check.Evaluated.Items.Add(at);
        check.Add(Validate(schema, list[at], $"{check.Location}/{at}", new Evaluated()));
    }

    private void Contains(Check check, List<object?> list)
    {
        if (!check.Schema.TryGetValue("contains", out object? contains))
            return;
        var matched = new List<int>();
        var causes = new List<SchemaError>();
        for (int i = 0; i < list.Count; i++)
        {
            if (Validate(contains, list[i], $"{check.Location}/{i}", new Evaluated()) is { } error)
                causes.Add(error);
            else
                matched.Add(i);
        }
        if (document.Draft >= 2020)
            check.Evaluated.Items.UnionWith(matched);
        double? least = document.Draft >= 2019 ? Count(check.Schema, "minContains") : null;
        double? most = document.Draft >= 2019 ? Count(check.Schema, "maxContains") : null;
        if (least is null && matched.Count == 0)
            check.Add("no items match contains schema", causes);
        else if (matched.Count < least)
            check.Add(matched.Count == 0
                ? $"min {least} items required to match contains schema, but none matched"
                : $"min {least} items required to match contains schema, but matched {matched.Count} items at {string.Join(", ", matched)}", causes);
        if (matched.Count > most)
            check.Add($"max {most} items required to match contains schema, but matched {matched.Count} items at {string.Join(", ", matched)}");
    }

    private static (int First, int Second)? Duplicates(List<object?> list)
    {
        for (int i = 1; i < list.Count; i++)
            for (int j = 0; j < i; j++)
                if (AreEqual(list[i], list[j]))
                    return (j, i);
        return null;
    }
}
