using System.Text;

namespace Coder.Infra.Helm.Yaml;

internal enum YamlStyle
{
    Plain,
    SingleQuoted,
    DoubleQuoted,
    Literal,
}

/// <summary>
/// Lays out YAML in block style as libyaml's emitter (go-yaml's port) does. Widths and columns count characters. A width below 0 means
/// that nothing is folded.
/// </summary>
internal sealed partial class YamlEmitter(bool indentLists, int width)
{
    private const int Step = 2;
    private const int LongestSimpleKey = 128;
    private readonly StringBuilder _text = new();
    private readonly List<int> _indents = [];
    private bool _inEmpty;
    private int _indent = -1;
    private int _column;
    private bool _whitespace = true;
    private bool _indention = true;
    private bool _inMapping;

    /// <summary>The text with its closing line feed.</summary>
    public string Finish()
    {
        if (_column > 0)
            Break('\n');
        return _text.ToString();
    }

    public void StartMapping(bool empty)
    {
        if (empty)
        {
            _inEmpty = true;
            Indicator("{", needWhitespace: true, whitespace: true, indention: false);
            return;
        }
        IncreaseIndent(flow: false, indentless: false);
    }

    public void EndMapping()
    {
        if (!CloseEmpty("}"))
            Dedent();
    }

    public void StartSequence(bool empty)
    {
        if (empty)
        {
            _inEmpty = true;
            Indicator("[", needWhitespace: true, whitespace: true, indention: false);
            return;
        }
        IncreaseIndent(flow: false, indentless: !indentLists && _inMapping && !_indention);
    }

    public void EndSequence()
    {
        if (!CloseEmpty("]"))
            Dedent();
    }

    public void BeginItem()
    {
        _inMapping = false;
        WriteIndent();
        Indicator("-", needWhitespace: true, whitespace: false, indention: true);
    }

    public void BeginKey(string key, YamlStyle style)
    {
        WriteIndent();
        var analysis = YamlScalarAnalysis.Of(key, indentLists);
        if (!analysis.Multiline && Encoding.UTF8.GetByteCount(key) <= LongestSimpleKey)
        {
            Write(key, style, analysis, simpleKey: true);
            Indicator(":", false, false, false);
        }
        else
        {
            Indicator("?", needWhitespace: true, whitespace: false, indention: true);
            _inMapping = true;
            Write(key, style, analysis, simpleKey: false);
            WriteIndent();
            Indicator(":", needWhitespace: true, whitespace: false, indention: true);
        }
        _inMapping = true;
    }

    public void Scalar(string value, YamlStyle style) => Write(value, style, YamlScalarAnalysis.Of(value, indentLists), simpleKey: false);

    private void Write(string value, YamlStyle style, YamlScalarAnalysis analysis, bool simpleKey)
    {
        style = Select(value, style, analysis, simpleKey);
        IncreaseIndent(flow: true, indentless: false);
        switch (style)
        {
            case YamlStyle.Plain: WritePlain(value, !simpleKey); break;
            case YamlStyle.SingleQuoted: WriteSingleQuoted(value, !simpleKey); break;
            case YamlStyle.DoubleQuoted: WriteDoubleQuoted(value, !simpleKey); break;
            default: WriteLiteral(value); break;
        }
        Dedent();
    }

    private static YamlStyle Select(string value, YamlStyle style, YamlScalarAnalysis analysis, bool simpleKey)
    {
        if (simpleKey && analysis.Multiline)
            style = YamlStyle.DoubleQuoted;
        if (style == YamlStyle.Plain && (!analysis.PlainAllowed || (value.Length == 0 && simpleKey)))
            style = YamlStyle.SingleQuoted;
        if (style == YamlStyle.SingleQuoted && !analysis.SingleQuotedAllowed)
            style = YamlStyle.DoubleQuoted;
        if (style == YamlStyle.Literal && (!analysis.BlockAllowed || simpleKey))
            style = YamlStyle.DoubleQuoted;
        return style;
    }

    private void IncreaseIndent(bool flow, bool indentless)
    {
        _indents.Add(_indent);
        if (_indent < 0)
            _indent = flow ? Step : 0;
        else if (!indentless)
            _indent += Step;
    }

    private void Dedent()
    {
        _indent = _indents[^1];
        _indents.RemoveAt(_indents.Count - 1);
    }

    // Nothing is inside an empty collection, so at most one is open.
    private bool CloseEmpty(string bracket)
    {
        if (!_inEmpty)
            return false;
        _inEmpty = false;
        Indicator(bracket, false, false, false);
        return true;
    }

    private void WriteIndent()
    {
        int indent = Math.Max(_indent, 0);
        if (!_indention || _column > indent || (_column == indent && !_whitespace))
            Break('\n');
        while (_column < indent)
            Put(' ');
        _whitespace = true;
        _indention = true;
    }

    private void Indicator(string indicator, bool needWhitespace, bool whitespace, bool indention)
    {
        if (needWhitespace && !_whitespace)
            Put(' ');
        foreach (char c in indicator)
            Put(c);
        _whitespace = whitespace;
        _indention = _indention && indention;
    }

    private void Put(char c)
    {
        _text.Append(c);
        _column++;
    }

    private void Put(Rune rune)
    {
        _text.Append(rune);
        _column++;
    }

    private void Break(char c)
    {
        _text.Append(c is '\u2028' or '\u2029' or '\u0085' or '\r' ? c : '\n');
        _column = 0;
    }
}
