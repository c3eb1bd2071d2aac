using Coder.Infra.Helm.Templates.Functions;

namespace Coder.Infra.Helm.Templates.Syntax;

/// <summary>Pipelines, commands and their operands.</summary>
internal sealed partial class Parser
{
    private const int MaxParenDepth = 10000;

    private int _parenDepth;

    private PipeNode Pipeline(string context, TokenKind end)
    {
        if (!StackGuard.HasRoom)
            return StackGuard.OnNewStack(() => Pipeline(context, end));
        var pipe = new PipeNode(_tree, PeekNonSpace().Position);
        Declarations(pipe, context);
        while (true)
        {
            var token = NextNonSpace();
            if (token.Kind == end)
            {
                Check(pipe, context);
                return pipe;
            }
            if (!StartsOperand(token.Kind))
                throw Unexpected(token, context);
            Backup();
            pipe.Commands.Add(Command());
        }
    }

    /// <summary>
    /// The variables in front of a pipeline. "$x" may also be an argument, so up to three tokens are looked at: the
    /// variable, a space, and what follows.
    /// </summary>
    private void Declarations(PipeNode pipe, string context)
    {
        while (PeekNonSpace() is { Kind: TokenKind.Variable } variable)
        {
            Next();
            var after = Peek();
            var next = PeekNonSpace();
            if (next.Kind is TokenKind.Assign or TokenKind.Declare)
            {
                pipe.IsAssign = next.Kind == TokenKind.Assign;
                NextNonSpace();
                Declare(pipe, variable);
                return;
            }
            if (next is not { Kind: TokenKind.Char, Text: "," })
            {
                if (after.Kind == TokenKind.Space)
                    Backup3(variable, after);
                else
                    Backup2(variable);
                return;
            }
            NextNonSpace();
            Declare(pipe, variable);
            if (context != "range" || pipe.Declarations.Count >= 2)
                throw Failure("too many declarations in " + context);
            if (PeekNonSpace().Kind is not (TokenKind.Variable or TokenKind.RightDelim or TokenKind.RightParen))
                throw Failure("range can only initialize variables");
        }
    }

    private void Declare(PipeNode pipe, Token variable)
    {
        pipe.Declarations.Add(new VariableNode(_tree, variable.Position, variable.Text, []));
        _variables.Add(variable.Text);
    }

    private void Check(PipeNode pipe, string context)
    {
        if (pipe.Commands.Count == 0)
            throw Failure("missing value for " + context);
        for (int i = 1; i < pipe.Commands.Count; i++)
        {
            if (pipe.Commands[i].Arguments[0] is BoolNode or DotNode or NilNode or NumberNode or StringNode)
                throw Failure($"non executable command in pipeline stage {i + 1}");
        }
    }

    private static bool StartsOperand(TokenKind kind) => kind is TokenKind.Bool or TokenKind.CharConstant or TokenKind.Complex
        or TokenKind.Dot or TokenKind.Field or TokenKind.Identifier or TokenKind.Number or TokenKind.Nil or TokenKind.RawString
        or TokenKind.String or TokenKind.Variable or TokenKind.LeftParen;

    private CommandNode Command()
    {
        var command = new CommandNode(_tree, PeekNonSpace().Position);
        while (true)
        {
            PeekNonSpace();
            if (Operand() is { } operand)
                command.Arguments.Add(operand);
            var token = Next();
            if (token.Kind == TokenKind.Space)
                continue;
            if (token.Kind is TokenKind.RightDelim or TokenKind.RightParen)
                Backup();
            else if (token.Kind != TokenKind.Pipe)
                throw Unexpected(token, "operand");
            if (command.Arguments.Count == 0)
                throw Failure("empty command");
            return command;
        }
    }

    private Node? Operand()
    {
        var node = Term();
        if (node == null || Peek().Kind != TokenKind.Field)
            return node;
        // The position of a chain is that of its first field after the term.
        int position = Peek().Position;
        var fields = new List<string>();
        while (Peek().Kind == TokenKind.Field)
            fields.Add(Next().Text[1..]);
        return node switch
        {
            FieldNode field => new FieldNode(_tree, position, [.. field.Fields, .. fields]),
            VariableNode variable => new VariableNode(_tree, position, variable.Name, [.. variable.Fields, .. fields]),
            BoolNode or StringNode or NumberNode or NilNode or DotNode
                => throw Failure("unexpected . after term " + GoQuote.Quote(node.ToString())),
            _ => new ChainNode(_tree, position, node, [.. fields]),
        };
    }

    private Node? Term()
    {
        var token = NextNonSpace();
        switch (token.Kind)
        {
            case TokenKind.Identifier:
                return FunctionTable.Find(token.Text) is { } function
                    ? new IdentifierNode(_tree, token.Position, token.Text, function)
                    : throw Failure($"function {GoQuote.Quote(token.Text)} not defined");
            case TokenKind.Dot:
                return new DotNode(_tree, token.Position);
            case TokenKind.Nil:
                return new NilNode(_tree, token.Position);
            case TokenKind.Variable:
                return _variables.Contains(token.Text)
                    ? new VariableNode(_tree, token.Position, token.Text, [])
                    : throw Failure($"undefined variable {GoQuote.Quote(token.Text)}");
            case TokenKind.Field:
                return new FieldNode(_tree, token.Position, [token.Text[1..]]);
            case TokenKind.Bool:
                return new BoolNode(_tree, token.Position, token.Text == "true");
            case TokenKind.CharConstant or TokenKind.Complex or TokenKind.Number:
                var number = new NumberNode(_tree, token.Position, token.Text);
                return NumberLiteral.TryRead(number, token.Kind, out string error) ? number : throw Failure(error);
            case TokenKind.LeftParen:
                if (_parenDepth >= MaxParenDepth)
                    throw Failure("max expression depth exceeded");
                _parenDepth++;
                var pipe = Pipeline("parenthesized pipeline", TokenKind.RightParen);
                _parenDepth--;
                return pipe;
            case TokenKind.String or TokenKind.RawString:
                return new StringNode(_tree, token.Position, token.Text, Unquote(token.Text));
        }
        Backup();
        return null;
    }
}
