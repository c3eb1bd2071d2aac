using System.Collections;
using System.Globalization;
using System.Text;

namespace Coder.Infra.Helm.Yaml;

/// <summary>Writes TOML: tables are indented by their depth, top-level tables set off by an empty line.</summary>
internal sealed class TomlWriter
{
    private const int MaxDepth = 1000;
    private readonly StringBuilder _text = new();
    private readonly List<string> _key = [];

    public override string ToString() => _text.ToString();

    public void Write(object? value)
    {
        value = Plain(value);
        switch (value)
        {
            case null:
                throw new TomlException("unsupported type for key '': invalid");
            case Dictionary<string, object?> or GoStruct:
                Table(value);
                break;
            case System.Numerics.Complex:
                throw new TomlException("unsupported type for key '': complex128");
            case List<object?> list when IsTables(list):
                throw new TomlException("toml: top-level values must be Go maps or structs");
            default:
                Element(value);
                break;
        }
    }

    private void Encode(string key, object? value)
    {
        if (_key.Count > MaxDepth)
            throw new TomlException("toml: nested too deeply");
        _key.Add(key);
        switch (value)
        {
            case Dictionary<string, object?> or GoStruct:
                Table(value);
                break;
            case List<object?> list when IsTables(list):
                foreach (object? item in list)
                {
                    NewLine();
                    _text.Append(' ', (_key.Count - 1) * 2).Append("[[").Append(Path()).Append("]]\n");
                    Map(Plain(item)!);
                }
                break;
            default:
                _text.Append(' ', (_key.Count - 1) * 2).Append(Key(key)).Append(" = ");
                Element(value);
                NewLine();
                break;
        }
        _key.RemoveAt(_key.Count - 1);
    }

    private void Table(object map)
    {
        if (_key.Count == 1)
            NewLine();
        if (_key.Count > 0)
            _text.Append(' ', (_key.Count - 1) * 2).Append('[').Append(Path()).Append("]\n");
        Map(map);
    }

    private void Map(object map)
    {
        var (values, tables) = Entries(map);
        foreach (var (key, value) in values.Concat(tables))
        {
            if (value is not null)
                Encode(key, value);
        }
    }

    // Plain values stand before tables, or they would belong to the table; keys of a map are sorted, fields of a struct stay in order.
    private static (List<KeyValuePair<string, object?>> Values, List<KeyValuePair<string, object?>> Tables) Entries(object table)
    {
        IEnumerable<KeyValuePair<string, object?>> all = table is GoStruct fields
            ? fields.Fields
            : ((Dictionary<string, object?>)table).OrderBy(e => e.Key, Comparer<string>.Create(GoString.Compare));
        var entries = all.Select(e => new KeyValuePair<string, object?>(e.Key, Plain(e.Value))).ToLookup(e => IsTable(e.Value));
        return ([.. entries[false]], [.. entries[true]]);
    }

    private static bool IsTable(object? value) => value is Dictionary<string, object?> or GoStruct || (value is List<object?> list && IsTables(list));

    private static bool IsTables(List<object?> list)
    {
        if (list.Contains(null))
            throw new TomlException("toml: cannot encode array with nil element");
        return list.Count > 0 && list.TrueForAll(i => Plain(i) is Dictionary<string, object?> or GoStruct);
    }

    private void Element(object? value)
    {
        switch (Plain(value))
        {
            case TomlTime time: _text.Append(time.Text); break;
            case string s: _text.Append(Quote(s)); break;
            case bool b: _text.Append(b ? "true" : "false"); break;
            case double d: _text.Append(Float(d)); break;
            case List<object?> list:
                IsTables(list);
                _text.Append('[');
                for (int i = 0; i < list.Count; i++)
                {
                    if (i > 0)
                        _text.Append(", ");
                    Element(list[i]);
                }
                _text.Append(']');
                break;
            case Dictionary<string, object?> or GoStruct:
                _text.Append('{');
                var (values, tables) = Entries(Plain(value)!);
                Inline(values, more: tables.Count > 0);
                Inline(tables, more: false);
                _text.Append('}');
                break;
            case IFormattable number and not System.Numerics.Complex: _text.Append(number.ToString(null, CultureInfo.InvariantCulture)); break;
            case var other: throw new TomlException("unsupported type: " + (other is System.Numerics.Complex ? "complex128" : other?.GetType().Name));
        }
    }

    // A null is left out, but not the comma in front of it.
    private void Inline(List<KeyValuePair<string, object?>> entries, bool more)
    {
        for (int i = 0; i < entries.Count; i++)
        {
            if (entries[i].Value is not { } value)
                continue;
            _text.Append(Key(entries[i].Key)).Append(" = ");
            Element(value);
            if (more || i < entries.Count - 1)
                _text.Append(", ");
        }
    }

    // Maps and lists of any kind as the model's own.
    private static object? Plain(object? value) => value switch
    {
        TomlTime => value,
        IGoJsonValue other => Plain(other.ToJson()),
        null or GoStruct or string or Dictionary<string, object?> or List<object?> => value,
        IDictionary map => map.Keys.Cast<object>().ToDictionary(k => Convert.ToString(k, CultureInfo.InvariantCulture)!, k => map[k]),
        IEnumerable list => list.Cast<object?>().ToList(),
        _ => value,
    };

    private static string Float(double value)
    {
        if (double.IsNaN(value))
            return "nan";
        if (double.IsInfinity(value))
            return value > 0 ? "inf" : "-inf";
        string text = GoFloat.Shortest(value);
        return text.AsSpan().ContainsAny('e', '.') ? text : text + ".0";
    }

    private void NewLine()
    {
        if (_text.Length > 0)
            _text.Append('\n');
    }

    private string Path() => string.Join('.', _key.Select(Key));

    internal static string Key(string key) => key.Length > 0 && key.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-') ? key : Quote(key);

    private static string Quote(string text)
    {
        var result = new StringBuilder("\"");
        foreach (char c in text)
        {
            result.Append(c switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\b' => "\\b",
                '\t' => "\\t",
                '\n' => "\\n",
                '\f' => "\\f",
                '\r' => "\\r",
                < ' ' or '\u007f' => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => c.ToString(),
            });
        }
        return result.Append('"').ToString();
    }
}
