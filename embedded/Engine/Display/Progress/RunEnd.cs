using Coder.Infra.Engine.Deployment.Model;
using Coder.Infra.Engine.Display.Diff;
using Coder.Infra.Engine.Display.Text;

namespace Coder.Infra.Engine.Display.Progress;

/// <summary>What every display of a run prints last: messages, the stack's outputs, counts.</summary>
internal static class RunEnd
{
    public static void Write(TextWriter output, RowTable table)
    {
        Diagnostics.Write(output, table);
        if (!table.Options.SuppressOutputs && table.HasStackOutputs && table.StackRow?.Step is { Op: not StepOp.Delete } stack)
        {
            var outputs = OutputsText.Of(stack, 1, table.Title.IsPreview, refresh: false, table.Options);
            if (outputs.Length > 0)
            {
                output.WriteLine(table.Options.Palette.Headline("Outputs:"));
                output.WriteLine(outputs);
            }
        }

        if (table.Summary is { } summary && Summary.Of(summary, table.Options.Palette) is { Length: > 0 } text)
            output.WriteLine(text);
    }
}
