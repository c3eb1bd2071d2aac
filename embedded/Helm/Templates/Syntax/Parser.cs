
namespace Coder.Infra.Helm.Templates.Syntax;

/// <summary>
/// Parses a template file into its tree and the trees of its definitions, with the rules and messages of Go's
/// text/template/parse. Three tokens of look-ahead; a definition is parsed by a parser of its own on the same lexer.
/// </summary>
internal sealed partial class Parser
{
    private readonly Lexer _lexer;
    private readonly TemplateTree _tree;
    private readonly Dictionary<string, TemplateTree> _trees;
    private readonly Token[] _tokens = new Token[3];
    private readonly List<string> _variables = ["$"];
    private int _peekCount;
    private int _rangeDepth;
    private int _actionLine;

    private Parser(Lexer lexer, TemplateTree tree, Dictionary<string, TemplateTree> trees)
    {
        _lexer = lexer;
        _tree = tree;
        _trees = trees;
    }

    /// <summary>Parses a file; the trees are those of the file and of its definitions, by name.</summary>
    /// <exception cref="TemplateParseException">The text is no valid template.</exception>
    public static IReadOnlyDictionary<string, TemplateTree> Parse(string name, string text)
    {
        var trees = new Dictionary<string, TemplateTree>();
        var parser = new Parser(new Lexer(text), new TemplateTree(name, text), trees);
        parser.ParseFile();
        return trees;
    }

    private void ParseFile()
    {
        _tree.Root = new ListNode(_tree, Peek().Position);
        while (Peek().Kind != TokenKind.Eof)
        {
            if (Peek().Kind == TokenKind.LeftDelim)
            {
                var delim = Next();
                if (NextNonSpace().Kind == TokenKind.Define)
                {
                    new Parser(_lexer, new TemplateTree(_tree.ParseName, _tree.Text), _trees).ParseDefinition();
                    continue;
                }
                Backup2(delim);
            }
            var node = TextOrAction();
            if (node is ListEndNode)
                throw Failure($"unexpected {node}");
            _tree.Root.Nodes.Add(node);
        }
        Add();
    }

    private void ParseDefinition()
    {
        const string Context = "define clause";
        var name = NextNonSpace();
        if (name.Kind is not (TokenKind.String or TokenKind.RawString))
            throw Unexpected(name, Context);
        _tree.Name = Unquote(name.Text);
        Expect(TokenKind.RightDelim, Context);
        _tree.Root = ItemList(out var end);
        if (end.IsElse)
            throw Failure($"unexpected {end} in {Context}");
        Add();
    }

    /// <summary>Keeps the tree under its name: an empty one gives way to any other, two that are not empty collide.</summary>
    private void Add()
    {
        if (!_trees.TryGetValue(_tree.Name, out var existing) || existing.IsEmpty)
            _trees[_tree.Name] = _tree;
        else if (!_tree.IsEmpty)
            throw Failure($"template: multiple definition of template {GoQuote.Quote(_tree.Name)}");
    }

    private ListNode ItemList(out ListEndNode end)
    {
        if (!StackGuard.HasRoom)
        {
            (var deep, end) = StackGuard.OnNewStack(() => (ItemList(out var deepEnd), deepEnd));
            return deep;
        }
        var list = new ListNode(_tree, PeekNonSpace().Position);
        while (PeekNonSpace().Kind != TokenKind.Eof)
        {
            var node = TextOrAction();
            if (node is ListEndNode listEnd)
            {
                end = listEnd;
                return list;
            }
            list.Nodes.Add(node);
        }
        throw Failure("unexpected EOF");
    }

    private Node TextOrAction()
    {
        var token = NextNonSpace();
        switch (token.Kind)
        {
            case TokenKind.Text:
                return new TextNode(_tree, token.Position, token.Text);
            case TokenKind.LeftDelim:
                _actionLine = token.Line;
                var action = Action();
                _actionLine = 0;
                return action;
            default:
                throw Unexpected(token, "input");
        }
    }

    private Token Next()
    {
        if (_peekCount > 0)
            _peekCount--;
        else
            _tokens[0] = _lexer.Next();
        return _tokens[_peekCount];
    }

    private void Backup() => _peekCount++;

    private void Backup2(Token first)
    {
        _tokens[1] = first;
        _peekCount = 2;
    }

    private void Backup3(Token second, Token first)
    {
        _tokens[1] = first;
        _tokens[2] = second;
        _peekCount = 3;
    }

    private Token Peek()
    {
        if (_peekCount > 0)
            return _tokens[_peekCount - 1];
        _peekCount = 1;
        _tokens[0] = _lexer.Next();
        return _tokens[0];
    }

    private Token NextNonSpace()
    {
        Token token;
        do
            token = Next();
        while (token.Kind == TokenKind.Space);
        return token;
    }

    private Token PeekNonSpace()
    {
        var token = NextNonSpace();
        Backup();
        return token;
    }

    private Token Expect(TokenKind kind, string context)
    {
        var token = NextNonSpace();
        return token.Kind == kind ? token : throw Unexpected(token, context);
    }

    private string Unquote(string literal) => GoQuote.TryUnquote(literal, out string text) ? text : throw Failure("invalid syntax");

    private TemplateParseException Failure(string message) => new($"template: {_tree.ParseName}:{_tokens[0].Line}: {message}");

    private TemplateParseException Unexpected(Token token, string context)
    {
        if (token.Kind != TokenKind.Error)
            return Failure($"unexpected {token} in {context}");
        string extra = "";
        if (_actionLine != 0 && _actionLine != token.Line)
        {
            extra = $" in action started at {_tree.ParseName}:{_actionLine}";
            if (token.Text.EndsWith(" action", StringComparison.Ordinal))
                extra = extra[" in action".Length..];
        }
        return Failure(token + extra);
    }
}
