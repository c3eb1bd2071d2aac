using System.Text;

namespace Coder.Infra.Helm.Templates.Syntax;

/// <summary>One parsed template: a file, or one of the definitions in it.</summary>
internal sealed class TemplateTree(string parseName, string text)
{
    /// <summary>The template's name (of a definition: the name it defines).</summary>
    public string Name { get; set; } = parseName;

    /// <summary>The name of the file it was parsed from, for errors.</summary>
    public string ParseName { get; } = parseName;

    /// <summary>The whole text of that file.</summary>
    public string Text { get; } = text;

    /// <summary>The nodes; set once parsed.</summary>
    public ListNode Root { get; set; } = null!;

    /// <summary>Whether there is nothing but space in it; such a definition does not replace another.</summary>
    public bool IsEmpty => Root.Nodes.TrueForAll(node => node is TextNode { Text: var text } && string.IsNullOrWhiteSpace(text));

    /// <summary>Where a node is, as Go reports it: name, line and column (bytes from the line's start).</summary>
    public static string Locate(Node node)
    {
        var tree = node.Tree;
        var before = tree.Text.AsSpan(0, Math.Min(node.Position, tree.Text.Length));
        int lineStart = before.LastIndexOf('\n') + 1;
        int column = GoString.ByteLength(before[lineStart..].ToString());
        return $"{tree.ParseName}:{1 + before.Count('\n')}:{column}";
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        var text = new StringBuilder();
        Root.Print(text);
        return text.ToString();
    }
}
