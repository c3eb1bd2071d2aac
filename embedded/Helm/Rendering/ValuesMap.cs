using Coder.Infra.Helm.Templates.Functions;
using Coder.Infra.Helm.Templates.Types;
using Coder.Infra.Helm.Yaml;

namespace Coder.Infra.Helm.Rendering;

/// <summary>Helm's <c>chartutil.Values</c>: a map that templates can also call methods on. It shares its entries with the plain map.</summary>
internal sealed class ValuesMap(Dictionary<string, object?> entries) : IGoContainer
{
    private static readonly GoType ValuesType = new("chartutil.Values", GoKind.Map, GoType.Any)
    {
        IsNamed = true,
        MakeMethods = AllMethods,
    };

    public GoType Type => ValuesType;

    public object Content => entries;

    private Dictionary<string, object?> Entries => entries;

    private static TemplateFunction[] AllMethods() =>
    [
        Fn.Method<ValuesMap, Dictionary<string, object?>>("AsMap", self => self.Entries),
        new("Encode", [GoType.Any], false, static (_, _) => throw new FunctionException("a template has nothing to write to")),
        Fn.Method<ValuesMap, string>("YAML", self => YamlText.Marshal(GoValues.ToPlain(self, int.MaxValue))),
        Fn.Method<ValuesMap, string, ValuesMap>("Table", (self, path) => new ValuesMap(Table(self.Entries, path.Split('.')))),
        Fn.Method<ValuesMap, string, object?>("PathValue", (self, path) => PathValue(self.Entries, path)),
    ];

    private static Dictionary<string, object?> Table(Dictionary<string, object?> table, ReadOnlySpan<string> path)
    {
        foreach (string part in path)
        {
            if (!table.TryGetValue(part, out object? next) || !Maps.TryGetAny(next, out table!))
                throw new FunctionException($"{GoQuote.Quote(part)} is not a table");
        }
        return table;
    }

    private static object? PathValue(Dictionary<string, object?> table, string path)
    {
        if (path.Length == 0)
            throw new FunctionException("YAML path cannot be empty");
        string[] parts = path.Split('.');
        string key = parts[^1];
        try
        {
            if (Table(table, parts.AsSpan(0, parts.Length - 1)).TryGetValue(key, out object? value) && value is not Dictionary<string, object?>)
                return value;
        }
        catch (FunctionException)
        {
            // Told below, by the last part of the path.
        }
        throw new FunctionException($"{GoQuote.Quote(key)} is not a value");
    }
}
