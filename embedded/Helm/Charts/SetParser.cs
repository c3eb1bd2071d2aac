using System.Globalization;
using System.Text;
using Coder.Infra.Helm.Yaml;

namespace Coder.Infra.Helm.Charts;

/// <summary>Reads <c>key=value,…</c>. The state is a position in the text; a run of characters ends at a stop sign.</summary>
internal sealed class SetParser(string text, Dictionary<string, object?> root, SetMode mode, Func<string, string>? readFile)
{
    private const int MaxIndex = 65536;
    private const int MaxNesting = 30;
    private int _at;

    private bool AtEnd => _at >= text.Length;

    public void Parse()
    {
        while (Key(root, 0))
        {
        }
    }

    // False at the end of the text.
    private bool Key(Dictionary<string, object?> data, int nesting)
    {
        var key = Run("=[,.", out char? last);
        if (last is null)
        {
            if (key.Length == 0)
                return false;
            throw new SetSyntaxException($"key {GoQuote.Quote(key)} has no value");
        }
        switch (last)
        {
            case '[':
                return ListKey(data, key, nesting);
            case '=':
                return Assign(data, key);
            case ',':
                Set(data, key, "");
                throw new SetSyntaxException($"key {GoQuote.Quote(key)} has no value (cannot end with ,)");
            default:
                return Nested(data, key, nesting);
        }
    }

    private bool ListKey(Dictionary<string, object?> data, string key, int nesting)
    {
        long index = Index();
        var list = data.TryGetValue(key, out object? old) ? SetSyntax.Cast<List<object?>>(old, "[]interface {}") : [];
        bool more = ListItem(list, index, nesting);
        Set(data, key, list);
        return more;
    }

    private bool Assign(Dictionary<string, object?> data, string key)
    {
        if (mode == SetMode.Json)
        {
            Set(data, key, EmptyValue() ? null : Json());
            return true;
        }
        if (AtEnd)
        {
            Set(data, key, "");
            return false;
        }
        Set(data, key, Braces(out var list) ? list : Value(Run(",", out _)));
        return true;
    }

    private bool Nested(Dictionary<string, object?> data, string key, int nesting)
    {
        if (nesting + 1 > MaxNesting)
            throw new SetSyntaxException($"value name nested level is greater than maximum supported nested level of {MaxNesting}");
        var inner = data.TryGetValue(key, out object? old) ? SetSyntax.Cast<Dictionary<string, object?>>(old, "map[string]interface {}") : [];
        bool more = Key(inner, nesting + 1);
        if (inner.Count > 0)
            Set(data, key, inner);
        else if (more)
            throw new SetSyntaxException($"key map {GoQuote.Quote(key)} has no value");
        return more;
    }

    // False at the end of the text; then, as in Helm, an item that was begun is not put into the list.
    private bool ListItem(List<object?> list, long index, int nesting)
    {
        if (index < 0)
            throw new SetSyntaxException($"negative {index} index not allowed");
        string rest = Run("[.=", out char? last);
        if (rest.Length > 0)
            throw new SetSyntaxException($"unexpected data at end of array index: [{string.Join(' ', rest.EnumerateRunes().Select(r => GoQuote.QuoteRune(r.Value)))}]");
        switch (last)
        {
            case null:
                return false;
            case '=':
                SetIndex(list, index, ItemValue());
                return true;
            case '[':
                long next = Index();
                var inner = index < list.Count && list[(int)index] is { } old ? SetSyntax.Cast<List<object?>>(old, "[]interface {}") : [];
                if (!ListItem(inner, next, nesting))
                    return false;
                SetIndex(list, index, inner);
                return true;
            default:
                // An item that is no map is thrown away.
                var map = index < list.Count && list[(int)index] is Dictionary<string, object?> there ? there : [];
                if (!Key(map, nesting))
                    return false;
                SetIndex(list, index, map);
                return true;
        }
    }

    private object? ItemValue()
    {
        if (mode == SetMode.Json)
            return EmptyValue() ? null : Json();
        if (AtEnd)
            return "";
        return Braces(out var items) ? items : Value(Run(",", out _));
    }

    // Skips blanks and one comma; true where there is no value.
    private bool EmptyValue()
    {
        while (!AtEnd)
        {
            char c = text[_at];
            if (!char.IsWhiteSpace(c) && c != ',')
                return false;
            _at++;
            if (c == ',')
                return true;
        }
        return true;
    }

    // {a,b} in place of a value.
    private bool Braces(out List<object?> list)
    {
        list = [];
        if (AtEnd || text[_at] != '{')
            return false;
        _at++;
        while (true)
        {
            string item = Run(",}", out char? last);
            if (last is null)
                throw new SetSyntaxException("list must terminate with '}'");
            list.Add(Value(item));
            if (last == ',')
                continue;
            // A comma behind the brace belongs to it.
            if (!AtEnd && text[_at] == ',')
                _at++;
            return true;
        }
    }

    private object? Json()
    {
        try
        {
            object? value = GoJsonReader.ReadPrefix(text[_at..], out int end);
            _at += end;
            EmptyValue();
            return value;
        }
        catch (GoJsonException e)
        {
            throw new SetSyntaxException(e.Message);
        }
    }

    private long Index()
    {
        string index = Run("]", out char? last);
        if (last is null)
            throw new SetSyntaxException("error parsing index: EOF");
        if (!long.TryParse(index, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number))
            throw new SetSyntaxException($"error parsing index: strconv.Atoi: parsing {GoQuote.Quote(index)}: {(IsInteger(index) ? "value out of range" : "invalid syntax")}");
        return number;
    }

    private static void SetIndex(List<object?> list, long index, object? value)
    {
        if (index > MaxIndex)
            throw new SetSyntaxException($"index of {index} is greater than maximum supported index of {MaxIndex}");
        while (list.Count <= index)
            list.Add(null);
        list[(int)index] = value;
    }

    private object? Value(string value)
    {
        switch (mode)
        {
            case SetMode.Text:
                return value;
            case SetMode.File:
                return readFile!(value);
        }
        // Case does not matter for the words.
        if (value.Equals("true", StringComparison.OrdinalIgnoreCase))
            return true;
        if (value.Equals("false", StringComparison.OrdinalIgnoreCase))
            return false;
        if (value.Equals("null", StringComparison.OrdinalIgnoreCase))
            return null;
        if (value == "0")
            return 0L;
        // A leading zero makes it text.
        if (value.Length > 0 && value[0] != '0' && IsInteger(value) && long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number))
            return number;
        return value;
    }

    private static bool IsInteger(string value)
    {
        int start = value.StartsWith('+') || value.StartsWith('-') ? 1 : 0;
        return value.Length > start && value.AsSpan(start).IndexOfAnyExceptInRange('0', '9') < 0;
    }

    private static void Set(Dictionary<string, object?> data, string key, object? value)
    {
        if (key.Length > 0)
            data[key] = value;
    }

    // Characters up to a stop sign, which is taken too; a backslash takes the next character as it is.
    private string Run(string stops, out char? last)
    {
        var run = new StringBuilder();
        while (!AtEnd)
        {
            char c = text[_at++];
            if (stops.Contains(c, StringComparison.Ordinal))
            {
                last = c;
                return run.ToString();
            }
            if (c != '\\')
                run.Append(c);
            else if (!AtEnd)
                run.Append(text[_at++]);
        }
        last = null;
        return run.ToString();
    }
}
