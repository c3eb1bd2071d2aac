using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Coder.Infra.Engine.Base;

/// <summary>
/// Writes JSON as Go's <c>encoding/json</c> does, byte for byte: checkpoints, exports and histories are compared with, and
/// read by, the official CLI. Compact, or with an indent.
/// </summary>
internal sealed class GoJsonWriter(string indent = "", bool escapeHtml = false)
{
    private readonly StringBuilder _text = new();
    private int _depth;
    private bool _first = true;
    private bool _afterName;

    /// <summary>The text so far.</summary>
    public override string ToString() => _text.ToString();

    public void BeginObject() => Begin('{');

    public void EndObject() => End('}');

    public void BeginArray() => Begin('[');

    public void EndArray() => End(']');

    /// <summary>A field's name; the value comes next.</summary>
    public GoJsonWriter Name(string name)
    {
        Separate();
        Quote(_text, name, escapeHtml);
        _text.Append(indent.Length > 0 ? ": " : ":");
        _afterName = true;
        return this;
    }

    public void String(string value)
    {
        Separate();
        Quote(_text, value, escapeHtml);
    }

    public void Number(double value)
    {
        Separate();
        _text.Append(GoNumber.Format(value));
    }

    public void Number(long value)
    {
        Separate();
        _text.Append(value.ToString(CultureInfo.InvariantCulture));
    }

    public void Bool(bool value) => Raw(value ? "true" : "false");

    public void Null() => Raw("null");

    /// <summary>A literal that is JSON already.</summary>
    public void Raw(string literal)
    {
        Separate();
        _text.Append(literal);
    }

    /// <summary>A value as read, numbers as they were written.</summary>
    public void Element(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                BeginObject();
                foreach (var field in value.EnumerateObject())
                    Name(field.Name).Element(field.Value);
                EndObject();
                break;
            case JsonValueKind.Array:
                BeginArray();
                foreach (var item in value.EnumerateArray())
                    Element(item);
                EndArray();
                break;
            case JsonValueKind.String:
                String(value.GetString()!);
                break;
            default:
                Raw(value.GetRawText());
                break;
        }
    }

    /// <summary>A text as Go quotes it: no escape but where JSON asks for one, and for the two line separators of Unicode.</summary>
    public static void Quote(StringBuilder text, string value, bool escapeHtml)
    {
        text.Append('"');
        foreach (var c in value)
        {
            switch (c)
            {
                case '"':
                    text.Append("\\\"");
                    break;
                case '\\':
                    text.Append("\\\\");
                    break;
                case '\n':
                    text.Append("\\n");
                    break;
                case '\r':
                    text.Append("\\r");
                    break;
                case '\t':
                    text.Append("\\t");
                    break;
                case '\b':
                    text.Append("\\b");
                    break;
                case '\f':
                    text.Append("\\f");
                    break;
                case < ' ' or '\u2028' or '\u2029':
                case '<' or '>' or '&' when escapeHtml:
                    text.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
                    break;
                default:
                    text.Append(c);
                    break;
            }
        }

        text.Append('"');
    }

    private void Begin(char bracket)
    {
        Separate();
        _text.Append(bracket);
        _depth++;
        _first = true;
    }

    private void End(char bracket)
    {
        _depth--;
        if (!_first)
            NewLine();
        _text.Append(bracket);
        _first = false;
    }

    private void Separate()
    {
        if (_afterName)
        {
            _afterName = false;
            return;
        }

        if (_depth > 0)
        {
            if (!_first)
                _text.Append(',');
            NewLine();
        }

        _first = false;
    }

    private void NewLine()
    {
        if (indent.Length == 0)
            return;
        _text.Append('\n');
        for (var i = 0; i < _depth; i++)
            _text.Append(indent);
    }
}
