using System.Text;
using Coder.Infra.Engine.Deployment;
using Coder.Infra.Engine.Deployment.Model;
using Coder.Infra.Protocol.Properties;

namespace Coder.Infra.Engine.Display.Diff;

/// <summary>Outputs of a resource after its step, or of the stack at the end of a run.</summary>
internal static class OutputsText
{
    /// <summary>The text, empty where there is nothing to show.</summary>
    /// <param name="step">The step that ended.</param>
    /// <param name="indent">Levels to indent by.</param>
    /// <param name="planning">Whether this is a preview.</param>
    /// <param name="refresh">Whether the outputs come from a refresh.</param>
    /// <param name="options">How it is shown.</param>
    public static string Of(StepInfo step, int indent, bool planning, bool refresh, DisplayOptions options)
    {
        var isStack = step.Type == Urn.StackType;
        // An update always shows the stack's outputs, changed or not.
        var sames = options.ShowSames || (!planning && isStack);
        var known = refresh || isStack || step.Op is StepOp.Read or StepOp.ReadReplacement or StepOp.Import or StepOp.ImportReplacement;
        if ((planning && !known) || step.Old is { InitErrors.IsDefaultOrEmpty: false })
            return "";
        var outputs = step.New?.Outputs ?? PropertyMap.Empty;
        var inputs = step.New?.Inputs ?? PropertyMap.Empty;
        var text = new StringBuilder();
        var printer = new PropertyPrinter(text, options, planning);
        if (step.Old is null || ObjectDiff.Of(step.Old.Outputs, outputs) is not { } diff)
        {
            if (step.Old is not null && !sames)
                return "";
            var shown = outputs.Where(entry => !ObjectDiff.IsInternal(entry.Key) && printer.IsShown(entry.Value) && !Repeats(entry.Key, entry.Value, inputs, refresh)).ToArray();
            var wide = PropertyPrinter.Width(outputs.Keys.Where(key => !ObjectDiff.IsInternal(key)));
            foreach (var (key, value) in shown)
            {
                printer.Title(key, wide, indent, StepOp.Same, prefix: false);
                printer.Value(value, indent, StepOp.Same, prefix: false);
            }

            return text.ToString();
        }

        if (planning && isStack)
            DropUnknownAdds(diff, inResource: false);
        printer.Hidden(HiddenDiff.Take(diff, step), indent);
        var width = PropertyPrinter.Width(diff.Shown(sames));
        foreach (var key in diff.Shown(sames))
        {
            if (outputs.TryGetValue(key, out var value) && Repeats(key, value, inputs, refresh))
                continue;
            printer.Entry(diff, key, width, indent, sames);
        }

        return text.ToString();
    }

    /// <summary>An output that only repeats the input of its name says nothing.</summary>
    private static bool Repeats(string key, PropertyValue value, PropertyMap inputs, bool refresh) =>
        !refresh && inputs.TryGetValue(key, out var input) && value.Equals(input);

    /// <summary>What a resource among the outputs will have, but did not, is not known and not worth a line.</summary>
    private static void DropUnknownAdds(ObjectDiff diff, bool inResource)
    {
        inResource |= diff.Adds.ContainsKey("@isPulumiResource");
        foreach (var key in diff.Adds.Where(entry => inResource && entry.Value is ComputedValue).Select(entry => entry.Key).ToArray())
            diff.Adds.Remove(key);
        foreach (var update in diff.Updates.Values)
        {
            if (update.Object is { } map)
                DropUnknownAdds(map, inResource);
        }
    }
}
