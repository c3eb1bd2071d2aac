using System.Globalization;
using System.Text;

namespace Coder.Infra.Helm.Charts;

/// <summary>Reads the one <c>key=value</c> of <c>--set-literal</c>: nothing in the value has a meaning.</summary>
internal sealed class SetLiteralParser(string text, Dictionary<string, object?> root)
{
    private const int MaxNesting = 30;
    private int _at;

    public void Parse() => Key(root, 0);

    // False where the text ends before anything was set.
    private bool Key(Dictionary<string, object?> data, int nesting)
    {
        string key = Run("=[.", out char? last);
        switch (last)
        {
            case null:
                return key.Length == 0 ? false : throw new SetSyntaxException($"key {GoQuote.Quote(key)} has no value");
            case '=':
                Set(data, key, Rest());
                return true;
            case '.':
                if (nesting + 1 > MaxNesting)
                    throw new SetSyntaxException($"value name nested level is greater than maximum supported nested level of {MaxNesting}");
                var inner = data.TryGetValue(key, out object? old) ? SetSyntax.Cast<Dictionary<string, object?>>(old, "map[string]interface {}") : [];
                bool wasSet = Key(inner, nesting + 1);
                if (wasSet && inner.Count == 0)
                    throw new SetSyntaxException($"key map {GoQuote.Quote(key)} has no value");
                if (inner.Count > 0)
                    Set(data, key, inner);
                return wasSet;
            default:
                int index = Index();
                var list = data.TryGetValue(key, out object? there) ? SetSyntax.Cast<List<object?>>(there, "[]interface {}") : [];
                bool set = Item(list, index, nesting);
                Set(data, key, list);
                return set;
        }
    }

    private bool Item(List<object?> list, int index, int nesting)
    {
        if (index < 0)
            throw new SetSyntaxException($"negative {index} index not allowed");
        string rest = Run("[.=", out char? last);
        if (rest.Length > 0)
            throw new SetSyntaxException($"unexpected data at end of array index: {GoQuote.Quote(rest)}");
        switch (last)
        {
            case null:
                return false;
            case '=':
                SetIndex(list, index, Rest());
                return true;
            case '.':
                // An item that is no map is thrown away.
                var map = index < list.Count && list[index] is Dictionary<string, object?> there ? there : [];
                if (index < list.Count)
                    list[index] = map;
                if (!Key(map, nesting))
                    return false;
                SetIndex(list, index, map);
                return true;
            default:
                int next = Index();
                var inner = index < list.Count && list[index] is { } old ? SetSyntax.Cast<List<object?>>(old, "[]interface {}") : [];
                if (!Item(inner, next, nesting))
                    return false;
                SetIndex(list, index, inner);
                return true;
        }
    }

    private static void SetIndex(List<object?> list, int index, object? value)
    {
        if (index > 65536)
            throw new SetSyntaxException($"index of {index} is greater than maximum supported index of 65536");
        while (list.Count <= index)
            list.Add(null);
        list[index] = value;
    }

    private int Index()
    {
        string index = Run("]", out char? last);
        if (last is null)
            throw new SetSyntaxException("error parsing index: EOF");
        return int.TryParse(index, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number)
            ? number
            : throw new SetSyntaxException($"error parsing index: strconv.Atoi: parsing {GoQuote.Quote(index)}: invalid syntax");
    }

    private string Rest()
    {
        string rest = text[_at..];
        _at = text.Length;
        return rest;
    }

    private string Run(string stops, out char? last)
    {
        var run = new StringBuilder();
        while (_at < text.Length)
        {
            char c = text[_at++];
            if (stops.Contains(c, StringComparison.Ordinal))
            {
                last = c;
                return run.ToString();
            }
            run.Append(c);
        }
        last = null;
        return run.ToString();
    }

    private static void Set(Dictionary<string, object?> data, string key, object? value)
    {
        if (key.Length > 0)
            data[key] = value;
    }
}
