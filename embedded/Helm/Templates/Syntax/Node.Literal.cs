using System.Numerics;
using System.Text;
using Coder.Infra.Helm.Templates.Types;

namespace Coder.Infra.Helm.Templates.Syntax;

/// <summary>A function's name.</summary>
internal sealed class IdentifierNode(TemplateTree tree, int position, string name, TemplateFunction function) : Node(tree, position)
{
    public string Name { get; } = name;

    public TemplateFunction Function { get; } = function;

    public override void Print(StringBuilder to) => to.Append(Name);
}

/// <summary><c>.</c></summary>
internal sealed class DotNode(TemplateTree tree, int position) : Node(tree, position)
{
    public override void Print(StringBuilder to) => to.Append('.');
}

/// <summary><c>nil</c></summary>
internal sealed class NilNode(TemplateTree tree, int position) : Node(tree, position)
{
    public override void Print(StringBuilder to) => to.Append("nil");
}

/// <summary><c>true</c> or <c>false</c></summary>
internal sealed class BoolNode(TemplateTree tree, int position, bool value) : Node(tree, position)
{
    public object Value { get; } = value;

    public override void Print(StringBuilder to) => to.Append(Value is true ? "true" : "false");
}

/// <summary>A string literal.</summary>
internal sealed class StringNode(TemplateTree tree, int position, string quoted, string text) : Node(tree, position)
{
    public string Text { get; } = text;

    public override void Print(StringBuilder to) => to.Append(quoted);
}

/// <summary>A number literal; it may be usable as several types at once.</summary>
internal sealed class NumberNode(TemplateTree tree, int position, string text) : Node(tree, position)
{
    public string Text { get; } = text;

    public long? Int { get; set; }

    public ulong? Uint { get; set; }

    public double? Float { get; set; }

    public Complex? Complex { get; set; }

    /// <summary>The value where nothing says which type is wanted (null: it overflows int).</summary>
    public object? Ideal { get; set; }

    public override void Print(StringBuilder to) => to.Append(Text);
}
