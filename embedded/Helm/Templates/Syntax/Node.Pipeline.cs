using System.Text;

namespace Coder.Infra.Helm.Templates.Syntax;

/// <summary>Commands joined by "|", with the variables they declare or assign.</summary>
internal sealed class PipeNode(TemplateTree tree, int position) : Node(tree, position)
{
    /// <summary>Whether the variables are assigned (<c>=</c>) rather than declared (<c>:=</c>).</summary>
    public bool IsAssign { get; set; }

    public List<VariableNode> Declarations { get; } = [];

    public List<CommandNode> Commands { get; } = [];

    public override void Print(StringBuilder to)
    {
        if (!StackGuard.HasRoom)
        {
            StackGuard.OnNewStack(() => Print(to));
            return;
        }
        for (int i = 0; i < Declarations.Count; i++)
        {
            if (i > 0)
                to.Append(", ");
            Declarations[i].Print(to);
        }
        if (Declarations.Count > 0)
            to.Append(IsAssign ? " = " : " := ");
        for (int i = 0; i < Commands.Count; i++)
        {
            if (i > 0)
                to.Append(" | ");
            Commands[i].Print(to);
        }
    }
}

/// <summary>A function, field or value with its arguments.</summary>
internal sealed class CommandNode(TemplateTree tree, int position) : Node(tree, position)
{
    /// <summary>The operands; the first is what is called.</summary>
    public List<Node> Arguments { get; } = [];

    public override void Print(StringBuilder to)
    {
        for (int i = 0; i < Arguments.Count; i++)
        {
            if (i > 0)
                to.Append(' ');
            PrintOperand(to, Arguments[i]);
        }
    }

    internal static void PrintOperand(StringBuilder to, Node operand)
    {
        if (operand is not PipeNode)
        {
            operand.Print(to);
            return;
        }
        to.Append('(');
        operand.Print(to);
        to.Append(')');
    }
}

/// <summary>A term followed by fields: <c>(pipeline).A.B</c>.</summary>
internal sealed class ChainNode(TemplateTree tree, int position, Node operand, string[] fields) : Node(tree, position)
{
    public Node Operand { get; } = operand;

    public string[] Fields { get; } = fields;

    public override void Print(StringBuilder to)
    {
        CommandNode.PrintOperand(to, Operand);
        foreach (string field in Fields)
            to.Append('.').Append(field);
    }
}

/// <summary><c>.A.B</c></summary>
internal sealed class FieldNode(TemplateTree tree, int position, string[] fields) : Node(tree, position)
{
    public string[] Fields { get; } = fields;

    public override void Print(StringBuilder to)
    {
        foreach (string field in Fields)
            to.Append('.').Append(field);
    }
}

/// <summary><c>$x.A.B</c></summary>
internal sealed class VariableNode(TemplateTree tree, int position, string name, string[] fields) : Node(tree, position)
{
    /// <summary>The name, with its "$".</summary>
    public string Name { get; } = name;

    public string[] Fields { get; } = fields;

    public override void Print(StringBuilder to)
    {
        to.Append(Name);
        foreach (string field in Fields)
            to.Append('.').Append(field);
    }
}
