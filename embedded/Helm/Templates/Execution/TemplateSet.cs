using Coder.Infra.Helm.Templates.Syntax;

namespace Coder.Infra.Helm.Templates.Execution;

/// <summary>
/// The templates that can call each other, by name. A set over a parent sees the parent's templates and may redefine them
/// without changing the parent (what Go's <c>Clone</c> is used for).
/// </summary>
internal sealed class TemplateSet(TemplateSet? parent = null)
{
    private readonly Dictionary<string, TemplateTree> _trees = [];

    /// <summary>A template by name, or null.</summary>
    public TemplateTree? Find(string name)
    {
        for (var set = this; set != null; set = set._parent)
        {
            if (set._trees.TryGetValue(name, out var tree))
                return tree;
        }
        return null;
    }

    private readonly TemplateSet? _parent = parent;

    /// <summary>Adds what was parsed from a file: later ones win, but an empty one does not replace another.</summary>
    public void Add(IReadOnlyDictionary<string, TemplateTree> trees)
    {
        foreach (var (name, tree) in trees)
        {
            if (!tree.IsEmpty || Find(name) == null)
                _trees[name] = tree;
        }
    }
}
