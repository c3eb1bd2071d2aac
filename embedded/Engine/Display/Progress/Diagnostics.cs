using Coder.Infra.Engine.Deployment.Events;
using Coder.Infra.Engine.Display.Text;

namespace Coder.Infra.Engine.Display.Progress;

/// <summary>Messages of a run: one at a time, and all of them grouped by resource at the end.</summary>
internal static class Diagnostics
{
    /// <summary>A message with what it is: <c>warning: …</c>.</summary>
    public static string Text(DiagnosticEvent diagnostic, Palette palette)
    {
        var prefix = diagnostic.Severity switch
        {
            DiagnosticSeverity.Error => palette.Error("error: "),
            DiagnosticSeverity.Warning => palette.Warning("warning: "),
            DiagnosticSeverity.Debug => palette.Dim("debug: "),
            _ => "",
        };
        return (prefix + diagnostic.Message).TrimEnd();
    }

    /// <summary>The section <c>Diagnostics:</c>, where there is anything to say.</summary>
    public static void Write(TextWriter output, RowTable table)
    {
        var palette = table.Options.Palette;
        var wroteHeading = false;
        foreach (var row in table.Rows)
        {
            var lines = row.Diagnostics.SelectMany(diagnostic => Lines(Text(diagnostic, palette))).ToArray();
            if (lines.Length == 0)
                continue;
            if (!wroteHeading)
                output.WriteLine(palette.Headline("Diagnostics:"));
            wroteHeading = true;
            output.WriteLine($"  {palette.Name($"{RowText.Type(row)} ({RowText.Name(table, row)}):")}");
            foreach (var line in lines)
                output.WriteLine("    " + line.TrimEnd());
            output.WriteLine();
        }
    }

    private static string[] Lines(string text) => text.Length == 0 ? [] : text.Split('\n');
}
