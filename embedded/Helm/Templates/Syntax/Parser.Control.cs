namespace Coder.Infra.Helm.Templates.Syntax;

/// <summary>Actions and control structures.</summary>
internal sealed partial class Parser
{
    private Node Action()
    {
        var token = NextNonSpace();
        switch (token.Kind)
        {
            case TokenKind.Block: return Block();
            case TokenKind.Break: return Jump(token, "{{break}}", isBreak: true);
            case TokenKind.Continue: return Jump(token, "{{continue}}", isBreak: false);
            case TokenKind.Else: return Else();
            case TokenKind.End: return new ListEndNode(_tree, Expect(TokenKind.RightDelim, "end").Position, isElse: false);
            case TokenKind.If: return Branch(BranchKind.If, "if");
            case TokenKind.Range: return Branch(BranchKind.Range, "range");
            case TokenKind.Template: return TemplateCall();
            case TokenKind.With: return Branch(BranchKind.With, "with");
        }
        Backup();
        int position = Peek().Position;
        // Variables are not popped here: they live until the next end.
        return new ActionNode(_tree, position, Pipeline("command", TokenKind.RightDelim));
    }

    private JumpNode Jump(Token token, string context, bool isBreak)
    {
        if (NextNonSpace() is { Kind: not TokenKind.RightDelim } other)
            throw Unexpected(other, context);
        if (_rangeDepth == 0)
            throw Failure(context + " outside {{range}}");
        return new JumpNode(_tree, token.Position, isBreak);
    }

    private BranchNode Branch(BranchKind kind, string context)
    {
        int variables = _variables.Count;
        var pipe = Pipeline(context, TokenKind.RightDelim);
        if (kind == BranchKind.Range)
            _rangeDepth++;
        var list = ItemList(out var end);
        if (kind == BranchKind.Range)
            _rangeDepth--;
        ListNode? elseList = null;
        if (end.IsElse)
        {
            // "{{else if x}}" is "{{else}}{{if x}}" whose {{end}} is that of the whole; "else with" likewise.
            if (kind == BranchKind.If && Peek().Kind == TokenKind.If || kind == BranchKind.With && Peek().Kind == TokenKind.With)
            {
                Next();
                elseList = new ListNode(_tree, end.Position);
                elseList.Nodes.Add(Branch(kind, context));
            }
            else
            {
                elseList = ItemList(out end);
                if (end.IsElse)
                    throw Failure($"expected end; found {end}");
            }
        }
        _variables.RemoveRange(variables, _variables.Count - variables);
        return new BranchNode(_tree, pipe.Position, kind, pipe, list, elseList);
    }

    private ListEndNode Else()
    {
        var next = PeekNonSpace();
        if (next.Kind is TokenKind.If or TokenKind.With)
            return new ListEndNode(_tree, next.Position, isElse: true);
        return new ListEndNode(_tree, Expect(TokenKind.RightDelim, "else").Position, isElse: true);
    }

    private TemplateNode TemplateCall()
    {
        const string Context = "template clause";
        var token = NextNonSpace();
        string name = TemplateName(token, Context);
        PipeNode? pipe = null;
        if (NextNonSpace().Kind != TokenKind.RightDelim)
        {
            Backup();
            pipe = Pipeline(Context, TokenKind.RightDelim);
        }
        return new TemplateNode(_tree, token.Position, name, pipe);
    }

    private TemplateNode Block()
    {
        const string Context = "block clause";
        var token = NextNonSpace();
        string name = TemplateName(token, Context);
        var pipe = Pipeline(Context, TokenKind.RightDelim);
        var block = new Parser(_lexer, new TemplateTree(_tree.ParseName, _tree.Text) { Name = name }, _trees);
        block._tree.Root = block.ItemList(out var end);
        if (end.IsElse)
            throw block.Failure($"unexpected {end} in {Context}");
        block.Add();
        return new TemplateNode(_tree, token.Position, name, pipe);
    }

    private string TemplateName(Token token, string context) => token.Kind is TokenKind.String or TokenKind.RawString
        ? Unquote(token.Text)
        : throw Unexpected(token, context);
}
