namespace Coder.Infra.Engine.Display.Progress;

/// <summary>Rows as a tree by parents: what a terminal shows.</summary>
internal static class RowTree
{
    /// <summary>The rows that are worth a line, each with the branch drawn before its type.</summary>
    public static List<(string Branch, Row Row)> Of(RowTable table)
    {
        var known = table.Rows.Where(row => row.Urn.Length > 0).ToDictionary(row => row.Urn);
        var root = table.StackRow ?? table.Rows.Find(row => row.Urn.Length == 0);
        var children = table.Rows.Where(row => row != root).ToLookup(row => ParentOf(row, known) ?? root);
        var lines = new List<(string Branch, Row Row)>();
        if (root is not null)
            Add(root, "", "");
        else
            table.Rows.ForEach(row => Add(row, "", ""));
        return lines;

        void Add(Row row, string own, string below)
        {
            lines.Add((own, row));
            var shown = children[row].Where(IsShown).ToArray();
            for (var i = 0; i < shown.Length; i++)
            {
                var last = i == shown.Length - 1;
                Add(shown[i], below + (last ? "└─ " : "├─ "), below + (last ? "   " : "│  "));
            }
        }

        // A row without news is shown where one below it has some.
        bool IsShown(Row row) => !row.IsHidden || children[row].Any(IsShown);
    }

    private static Row? ParentOf(Row row, Dictionary<string, Row> known) =>
        (row.Step?.New ?? row.Step?.Old)?.Parent is { Length: > 0 } parent && known.TryGetValue(parent, out var found) && found != row ? found : null;
}
