using System.Text;

namespace Coder.Infra.Helm.Yaml;

/// <summary>
/// Cuts YAML 1.1 into tokens the way libyaml (and its Go port) does, so that the same text fails at the same place with the same
/// words. Tokens are made on demand: what follows the first document is never looked at.
/// </summary>
internal sealed partial class YamlScanner
{
    private const int MaxDepth = 10000;

    private sealed class SimpleKey
    {
        public bool Possible;
        public bool Required;
        public int TokenNumber;
        public YamlMark Mark;
    }

    private readonly string _text;
    private readonly List<YamlToken> _tokens = [];
    private int _head;
    private int _tokensTaken;
    private YamlMark _mark;
    private bool _streamStarted;
    private bool _streamEnded;
    private int _flowLevel;
    private int _indent = -1;
    private readonly List<int> _indents = [];
    // One scalar is read at a time.
    private readonly StringBuilder _scalar = new();
    private readonly YamlBlanks _blanks = new();
    private bool _simpleKeyAllowed;
    private readonly List<SimpleKey> _simpleKeys = [];
    // Possible keys by the number of their token, so that deep nesting costs nothing for each token.
    private readonly Dictionary<int, SimpleKey> _keysByToken = [];

    public YamlScanner(string text)
    {
        YamlCharacters.Check(text);
        _text = text;
        if (text.Length > 0 && text[0] == '\ufeff')
            _mark = new YamlMark(1, 0, 0);
    }

    /// <summary>The next token, without taking it. At the end of the stream it stays at StreamEnd.</summary>
    public YamlToken Peek()
    {
        if (_head == _tokens.Count || KeyMayStandBeforeHead())
            FetchMoreTokens();
        return _tokens[_head];
    }

    /// <summary>Takes the token that <see cref="Peek"/> showed.</summary>
    public YamlToken Take()
    {
        var token = Peek();
        if (token.Kind == YamlTokenKind.StreamEnd)
            return token;
        _head++;
        _tokensTaken++;
        if (_head > 64)
        {
            _tokens.RemoveRange(0, _head);
            _head = 0;
        }
        return token;
    }

    // A token at the head may turn out to be a mapping's key, and then the key's tokens go before it.
    private bool KeyMayStandBeforeHead() => _keysByToken.Count > 0 && _keysByToken.TryGetValue(_tokensTaken, out var key) && IsValid(key);

    private void FetchMoreTokens()
    {
        while (_head == _tokens.Count || KeyMayStandBeforeHead())
            FetchNextToken();
    }

    private bool IsValid(SimpleKey key)
    {
        if (!key.Possible)
            return false;
        // A simple key is limited to one line and to 1024 characters.
        if (key.Mark.Line >= _mark.Line && key.Mark.Index + 1024 >= _mark.Index)
            return true;
        if (key.Required)
            throw Error("could not find expected ':'");
        Forget(key);
        return false;
    }

    private void Forget(SimpleKey key)
    {
        key.Possible = false;
        _keysByToken.Remove(key.TokenNumber);
    }

    private void FetchNextToken()
    {
        if (!_streamStarted)
        {
            _streamStarted = true;
            _simpleKeys.Add(new SimpleKey());
            _simpleKeyAllowed = true;
            Add(YamlTokenKind.StreamStart, _mark);
            return;
        }
        ScanToNextToken();
        UnrollIndent(_mark.Column);
        char c = At(0);
        if (IsEnd(0))
            FetchStreamEnd();
        else if (_mark.Column == 0 && c == '%')
            FetchDirective();
        else if (_mark.Column == 0 && IsDocumentIndicator('-'))
            FetchDocumentIndicator(YamlTokenKind.DocumentStart);
        else if (_mark.Column == 0 && IsDocumentIndicator('.'))
            FetchDocumentIndicator(YamlTokenKind.DocumentEnd);
        else
            FetchContent(c);
    }

    private void FetchContent(char c)
    {
        switch (c)
        {
            case '[': FetchFlowStart(YamlTokenKind.FlowSequenceStart); return;
            case '{': FetchFlowStart(YamlTokenKind.FlowMappingStart); return;
            case ']': FetchFlowEnd(YamlTokenKind.FlowSequenceEnd); return;
            case '}': FetchFlowEnd(YamlTokenKind.FlowMappingEnd); return;
            case ',': FetchFlowEntry(); return;
            case '-' when IsBlankOrEnd(1): FetchBlockEntry(); return;
            case '?' when _flowLevel > 0 || IsBlankOrEnd(1): FetchKey(); return;
            case ':' when _flowLevel > 0 || IsBlankOrEnd(1): FetchValue(); return;
            case '*': FetchAnchor(YamlTokenKind.Alias); return;
            case '&': FetchAnchor(YamlTokenKind.Anchor); return;
            case '!': FetchTag(); return;
            case '|' or '>' when _flowLevel == 0: FetchBlockScalar(c == '|'); return;
            case '\'' or '"': FetchFlowScalar(c == '\''); return;
        }
        bool plain = !(IsBlankOrEnd(0) || c is '-' or '?' or ':' or ',' or '[' or ']' or '{' or '}' or '#' or '&' or '*' or '!' or '|' or '>' or '\'' or '"' or '%' or '@' or '`')
            || (c == '-' && !IsBlank(1))
            || (_flowLevel == 0 && c is '?' or ':' && !IsBlankOrEnd(1));
        if (!plain)
            throw Error("found character that cannot start any token");
        FetchPlainScalar();
    }

    private void ScanToNextToken()
    {
        while (true)
        {
            if (_mark.Column == 0 && At(0) == '\ufeff')
                Skip();
            // Tabs are no indentation: they are blanks only where no simple key can start.
            while (At(0) == ' ' || (At(0) == '\t' && (_flowLevel > 0 || !_simpleKeyAllowed)))
                Skip();
            if (At(0) == '#')
                _mark = _mark with { Index = _mark.Index + LengthToBreak(), Column = _mark.Column + 1 };
            if (!IsBreak(0))
                return;
            SkipLine();
            if (_flowLevel == 0)
                _simpleKeyAllowed = true;
        }
    }

    private void SaveSimpleKey()
    {
        if (!_simpleKeyAllowed)
            return;
        RemoveSimpleKey();
        var key = _simpleKeys[^1];
        key.Possible = true;
        key.Required = _flowLevel == 0 && _indent == _mark.Column;
        key.TokenNumber = _tokensTaken + _tokens.Count - _head;
        key.Mark = _mark;
        _keysByToken[key.TokenNumber] = key;
    }

    private void RemoveSimpleKey()
    {
        var key = _simpleKeys[^1];
        if (key is { Possible: true, Required: true })
            throw Error("could not find expected ':'");
        if (key.Possible)
            Forget(key);
    }

    private void RollIndent(int column, int tokenNumber, YamlTokenKind kind, YamlMark mark)
    {
        if (_flowLevel > 0 || _indent >= column)
            return;
        _indents.Add(_indent);
        _indent = column;
        if (_indents.Count > MaxDepth)
            throw Error("exceeded max depth of 10000");
        var token = new YamlToken(kind, mark, mark);
        Insert(tokenNumber, token);
    }

    // Before the token of a number; at the end where there is none or it is gone.
    private void Insert(int tokenNumber, YamlToken token)
    {
        if (tokenNumber < _tokensTaken)
            _tokens.Add(token);
        else
            _tokens.Insert(_head + tokenNumber - _tokensTaken, token);
    }

    private void UnrollIndent(int column)
    {
        if (_flowLevel > 0)
            return;
        while (_indent > column)
        {
            Add(YamlTokenKind.BlockEnd, _mark);
            _indent = _indents[^1];
            _indents.RemoveAt(_indents.Count - 1);
        }
    }

    private void Add(YamlTokenKind kind, YamlMark start) => _tokens.Add(new YamlToken(kind, start, _mark));

    private YamlException Error(string problem) => Failure(problem, _mark.Line == 0 ? 0 : _mark.Line + 1);

    internal static YamlException Failure(string problem, int line) =>
        new("yaml: " + (line == 0 ? "" : $"line {line}: ") + problem);
}
