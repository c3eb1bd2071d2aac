namespace Coder.Infra.Engine.Display.Text;

/// <summary>A table as the official CLI prints it: columns apart by two blanks, the last one not padded.</summary>
internal static class Table
{
    /// <summary>Writes a header and rows, each indented by <paramref name="indent"/>.</summary>
    public static void Write(TextWriter output, string[] header, IEnumerable<string[]> rows, string indent = "")
    {
        string[][] all = [header, .. rows];
        var widths = Enumerable.Range(0, header.Length).Select(i => all.Max(row => row[i].Length)).ToArray();
        foreach (var row in all)
            output.WriteLine(indent + string.Join("  ", row.Select((cell, i) => i == row.Length - 1 ? cell : cell.PadRight(widths[i]))));
    }
}
