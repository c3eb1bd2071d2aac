using System.Text;

namespace Coder.Infra.Helm.Templates.Syntax;

/// <summary>
/// A node of a parsed template. <see cref="ToString"/> gives template text again, in Go's spelling; error messages quote it.
/// </summary>
internal abstract class Node(TemplateTree tree, int position)
{
    /// <summary>The tree the node belongs to: where its text is.</summary>
    public TemplateTree Tree { get; } = tree;

    /// <summary>Where the node starts in the tree's text, in UTF-16 units.</summary>
    public int Position { get; } = position;

    /// <summary>Writes the node as template text.</summary>
    public abstract void Print(StringBuilder to);

    /// <inheritdoc/>
    public sealed override string ToString()
    {
        var text = new StringBuilder();
        Print(text);
        return text.ToString();
    }
}

/// <summary>A sequence of nodes.</summary>
internal sealed class ListNode(TemplateTree tree, int position) : Node(tree, position)
{
    public List<Node> Nodes { get; } = [];

    public override void Print(StringBuilder to)
    {
        if (!StackGuard.HasRoom)
        {
            StackGuard.OnNewStack(() => Print(to));
            return;
        }
        foreach (var node in Nodes)
            node.Print(to);
    }
}

/// <summary>Text outside of actions.</summary>
internal sealed class TextNode(TemplateTree tree, int position, string text) : Node(tree, position)
{
    public string Text { get; } = text;

    public override void Print(StringBuilder to) => to.Append(Text);
}

/// <summary><c>{{pipeline}}</c></summary>
internal sealed class ActionNode(TemplateTree tree, int position, PipeNode pipe) : Node(tree, position)
{
    public PipeNode Pipe { get; } = pipe;

    public override void Print(StringBuilder to)
    {
        to.Append("{{");
        Pipe.Print(to);
        to.Append("}}");
    }
}

/// <summary>Which of the control structures a branch is.</summary>
internal enum BranchKind
{
    If,
    Range,
    With,
}

/// <summary><c>{{if}}</c>, <c>{{range}}</c> or <c>{{with}}</c> with its <c>{{else}}</c>.</summary>
internal sealed class BranchNode(TemplateTree tree, int position, BranchKind kind, PipeNode pipe, ListNode list, ListNode? elseList)
    : Node(tree, position)
{
    public BranchKind Kind { get; } = kind;

    public PipeNode Pipe { get; } = pipe;

    public ListNode List { get; } = list;

    public ListNode? Else { get; } = elseList;

    public override void Print(StringBuilder to)
    {
        to.Append(Kind switch { BranchKind.If => "{{if ", BranchKind.Range => "{{range ", _ => "{{with " });
        Pipe.Print(to);
        to.Append("}}");
        List.Print(to);
        if (Else != null)
        {
            to.Append("{{else}}");
            Else.Print(to);
        }
        to.Append("{{end}}");
    }
}

/// <summary><c>{{template "name" pipeline}}</c>, also what a block leaves behind.</summary>
internal sealed class TemplateNode(TemplateTree tree, int position, string name, PipeNode? pipe) : Node(tree, position)
{
    public string Name { get; } = name;

    public PipeNode? Pipe { get; } = pipe;

    public override void Print(StringBuilder to)
    {
        to.Append("{{template ").Append(GoQuote.Quote(Name));
        if (Pipe != null)
        {
            to.Append(' ');
            Pipe.Print(to);
        }
        to.Append("}}");
    }
}

/// <summary><c>{{break}}</c> or <c>{{continue}}</c>.</summary>
internal sealed class JumpNode(TemplateTree tree, int position, bool isBreak) : Node(tree, position)
{
    public bool IsBreak { get; } = isBreak;

    public override void Print(StringBuilder to) => to.Append(IsBreak ? "{{break}}" : "{{continue}}");
}

/// <summary>What ends a list while parsing: <c>{{end}}</c> or <c>{{else}}</c>; never part of a tree.</summary>
internal sealed class ListEndNode(TemplateTree tree, int position, bool isElse) : Node(tree, position)
{
    public bool IsElse { get; } = isElse;

    public override void Print(StringBuilder to) => to.Append(IsElse ? "{{else}}" : "{{end}}");
}
