using System.Collections;
using System.Globalization;
using System.Text;

namespace Coder.Infra.Helm.Yaml;

/// <summary>Writes the value model as encoding/json does.</summary>
internal sealed class GoJsonWriter(bool escapeHtml, string? indent)
{
    private const int MaxDepth = 1000;
    private readonly StringBuilder _text = new();
    private int _depth;

    public override string ToString() => _text.ToString();

    public void Write(object? value)
    {
        switch (value)
        {
            case null: _text.Append("null"); break;
            case IGoJsonValue other: Write(other.ToJson()); break;
            case string s: WriteString(s); break;
            case bool b: _text.Append(b ? "true" : "false"); break;
            case double d: WriteFloat(d); break;
            case float f: WriteFloat(f); break;
            case long or int or nint or nuint or uint or ulong or short or ushort or byte or sbyte: _text.Append(((IFormattable)value).ToString(null, CultureInfo.InvariantCulture)); break;
            case byte[] bytes: _text.Append('"').Append(Convert.ToBase64String(bytes)).Append('"'); break;
            case Dictionary<string, object?> map: WriteMap(map); break;
            case GoStruct fields: WriteFields(fields.Fields); break;
            case IDictionary map: WriteMap(StringKeys(map)); break;
            case IEnumerable list: WriteList(list); break;
            default: throw new GoJsonException("json: unsupported type: " + GoTypeName(value));
        }
    }

    private static string GoTypeName(object value) => value is System.Numerics.Complex ? "complex128" : value is Delegate ? "func()" : value.GetType().Name;

    private void WriteMap(Dictionary<string, object?> map)
    {
        if (map.Count == 0)
        {
            _text.Append("{}");
            return;
        }
        _text.Append('{');
        Enter();
        bool first = true;
        foreach (string key in GoString.SortedKeys(map))
            WriteField(key, map[key], ref first);
        Leave(first);
        _text.Append('}');
    }

    private void WriteFields(IReadOnlyList<KeyValuePair<string, object?>> fields)
    {
        _text.Append('{');
        Enter();
        bool first = true;
        foreach (var (key, value) in fields)
        {
            WriteField(key, value, ref first);
        }
        Leave(first);
        _text.Append('}');
    }

    private void WriteField(string key, object? value, ref bool first)
    {
        Separate(ref first);
        WriteString(key);
        _text.Append(indent is null ? ":" : ": ");
        Write(value);
    }

    private void WriteList(IEnumerable list)
    {
        _text.Append('[');
        Enter();
        bool first = true;
        foreach (object? item in list)
        {
            Separate(ref first);
            Write(item);
        }
        Leave(first);
        _text.Append(']');
    }

    private void Enter()
    {
        if (++_depth > MaxDepth)
            throw new GoJsonException("json: unsupported value: encountered a cycle");
    }

    private void Separate(ref bool first)
    {
        if (!first)
            _text.Append(',');
        first = false;
        NewLine();
    }

    private void Leave(bool empty)
    {
        _depth--;
        if (!empty)
            NewLine();
    }

    private void NewLine()
    {
        if (indent is null)
            return;
        _text.Append('\n');
        for (int i = 0; i < _depth; i++)
            _text.Append(indent);
    }

    private void WriteFloat(double value)
    {
        if (double.IsNaN(value) || double.IsInfinity(value))
            throw new GoJsonException("json: unsupported value: " + GoFloat.Shortest(value));
        _text.Append(FormatFloat(value));
    }

    /// <summary>ES6's layout: an exponent without leading zero below 1e-6 and from 1e21 on.</summary>
    internal static string FormatFloat(double value)
    {
        double size = Math.Abs(value);
        if (size == 0 || (size >= 1e-6 && size < 1e21))
        {
            // Whole numbers of this size are exact, and printing them as integers is much cheaper.
            return size < 1e15 && value == Math.Floor(value) && (size != 0 || !double.IsNegative(value))
                ? ((long)value).ToString(CultureInfo.InvariantCulture)
                : GoFloat.Format(value, 'f', -1);
        }
        string text = GoFloat.Format(value, 'e', -1);
        return text.Length > 4 && text[^4] == 'e' && text[^3] == '-' && text[^2] == '0' ? text[..^2] + text[^1] : text;
    }

    private void WriteString(string value) => AppendString(_text, value, escapeHtml);

    internal static void AppendString(StringBuilder text, string value, bool escapeHtml)
    {
        text.Append('"');
        int plain = 0;
        for (int i = 0; i < value.Length; i++)
        {
            char c = value[i];
            if (c >= ' ' && c is not ('"' or '\\' or '\u2028' or '\u2029') && !char.IsSurrogate(c) && !(escapeHtml && c is '<' or '>' or '&'))
                continue;
            if (char.IsHighSurrogate(c) && i + 1 < value.Length && char.IsLowSurrogate(value[i + 1]))
            {
                i++;
                continue;
            }
            text.Append(value, plain, i - plain);
            plain = i + 1;
            text.Append(c switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\b' => "\\b",
                '\f' => "\\f",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                _ => char.IsSurrogate(c) ? "\\ufffd" : string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
            });
        }
        text.Append(value, plain, value.Length - plain).Append('"');
    }

    private static Dictionary<string, object?> StringKeys(IDictionary map)
    {
        var result = new Dictionary<string, object?>(map.Count);
        foreach (DictionaryEntry entry in map)
            result[Convert.ToString(entry.Key, CultureInfo.InvariantCulture)!] = entry.Value;
        return result;
    }
}
