using System.Text;

namespace Coder.Infra.Helm.Yaml;

internal sealed partial class YamlScanner
{
    private void ScanDirective()
    {
        var start = _mark;
        Skip();
        int from = _mark.Index;
        while (IsWord(0))
            Skip();
        string name = _text[from.._mark.Index];
        if (name.Length == 0)
            throw Error("could not find expected directive name");
        if (!IsBlankOrEnd(0))
            throw Error("found unexpected non-alphabetical character");
        YamlToken token = name switch
        {
            "YAML" => new(YamlTokenKind.VersionDirective, start, _mark, ScanVersion()),
            "TAG" => ScanTagDirective(start),
            _ => throw Error("found unknown directive name"),
        };
        SkipBlanks();
        if (At(0) == '#')
            while (!IsBreakOrEnd(0))
                Skip();
        if (!IsBreakOrEnd(0))
            throw Error("did not find expected comment or line break");
        SkipLine();
        _tokens.Add(token);
    }

    private string ScanVersion()
    {
        SkipBlanks();
        string major = ScanVersionNumber();
        if (At(0) != '.')
            throw Error("did not find expected digit or '.' character");
        Skip();
        return major + "." + ScanVersionNumber();
    }

    private string ScanVersionNumber()
    {
        int from = _mark.Index;
        while (char.IsAsciiDigit(At(0)))
        {
            Skip();
            if (_mark.Index - from > 2)
                throw Error("found extremely long version number");
        }
        if (_mark.Index == from)
            throw Error("did not find expected version number");
        return int.Parse(_text.AsSpan(from, _mark.Index - from), System.Globalization.CultureInfo.InvariantCulture).ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    private YamlToken ScanTagDirective(YamlMark start)
    {
        SkipBlanks();
        string handle = ScanTagHandle(directive: true);
        if (!IsBlank(0))
            throw Error("did not find expected whitespace");
        SkipBlanks();
        string prefix = ScanTagUri("");
        if (!IsBlankOrEnd(0))
            throw Error("did not find expected whitespace or line break");
        return new YamlToken(YamlTokenKind.TagDirective, start, _mark, handle, prefix);
    }

    private void FetchTag()
    {
        SaveSimpleKey();
        _simpleKeyAllowed = false;
        var start = _mark;
        string handle = "", suffix;
        if (At(1) == '<')
        {
            Skip();
            Skip();
            suffix = ScanTagUri("");
            if (At(0) != '>')
                throw Error("did not find the expected '>'");
            Skip();
        }
        else
        {
            handle = ScanTagHandle(directive: false);
            if (handle.Length >= 2 && handle[0] == '!' && handle[^1] == '!')
            {
                suffix = ScanTagUri("");
            }
            else
            {
                suffix = ScanTagUri(handle);
                handle = "!";
                // The tag '!' alone is special: it has no handle.
                if (suffix.Length == 0)
                    (handle, suffix) = (suffix, handle);
            }
        }
        if (!IsBlankOrEnd(0))
            throw Error("did not find expected whitespace or line break");
        _tokens.Add(new YamlToken(YamlTokenKind.Tag, start, _mark, handle, suffix));
    }

    private string ScanTagHandle(bool directive)
    {
        if (At(0) != '!')
            throw Error("did not find expected '!'");
        int from = _mark.Index;
        Skip();
        while (IsWord(0))
            Skip();
        if (At(0) == '!')
            Skip();
        else if (directive && _mark.Index - from != 1)
            throw Error("did not find expected '!'");
        return _text[from.._mark.Index];
    }

    // The head is a handle that turned out to be a part of the tag itself.
    private string ScanTagUri(string head)
    {
        var text = new StringBuilder(head.Length > 1 ? head[1..] : "");
        bool any = head.Length > 0;
        while (IsWord(0) || At(0) is ';' or '/' or '?' or ':' or '@' or '&' or '=' or '+' or '$' or '.' or '!' or '~' or '*' or '\'' or '(' or ')' or '%' or ',' or '[' or ']')
        {
            if (At(0) == '%')
                ScanUriEscapes(text);
            else
                Read(text);
            any = true;
        }
        if (!any)
            throw Error("did not find expected tag URI");
        return text.ToString();
    }

    private void ScanUriEscapes(StringBuilder text)
    {
        var bytes = new List<byte>();
        while (At(0) == '%')
        {
            if (!char.IsAsciiHexDigit(At(1)) || !char.IsAsciiHexDigit(At(2)))
                throw Error("did not find URI escaped octet");
            bytes.Add(Convert.ToByte(_text.Substring(_mark.Index + 1, 2), 16));
            Skip();
            Skip();
            Skip();
        }
        text.Append(Encoding.UTF8.GetString(bytes.ToArray()));
    }

    private void SkipBlanks()
    {
        while (IsBlank(0))
            Skip();
    }
}
