using System.Globalization;
using System.Text;
using Coder.Infra.Engine.Deployment.Model;
using Coder.Infra.Engine.Display.Text;
using Coder.Infra.Protocol.Properties;

namespace Coder.Infra.Engine.Display.Diff;

/// <summary>
/// Writes property values and their differences in the official CLI's layout: four blanks a level, the operation's sign in the
/// last two of them, keys of one map aligned (recorded in <c>preview-upgrade.txt</c> and <c>preview-replace.txt</c>).
/// </summary>
internal sealed class PropertyPrinter(StringBuilder text, DisplayOptions options, bool planning)
{
    private const int LongText = 150;

    /// <summary>A map's entries.</summary>
    public void Map(PropertyMap map, int indent, StepOp op, bool prefix)
    {
        var entries = map.Where(entry => !ObjectDiff.IsInternal(entry.Key) && IsShown(entry.Value)).ToArray();
        var width = Width(entries.Select(entry => entry.Key));
        foreach (var (key, value) in entries)
        {
            Title(key, width, indent, op, prefix);
            Value(value, indent, op, prefix);
        }
    }

    /// <summary>Differences of maps; those of <paramref name="sames"/> are shown too.</summary>
    public void Diff(ObjectDiff diff, int indent, bool sames)
    {
        var width = Width(diff.Shown(sames));
        foreach (var key in diff.Shown(sames))
            Entry(diff, key, width, indent, sames);
    }

    /// <summary>Differences that the resource wants hidden: a line each, without values.</summary>
    public void Hidden(IEnumerable<string> paths, int indent)
    {
        foreach (var path in paths)
        {
            Indent(indent, StepOp.Update, prefix: true);
            text.Append(options.Palette.Of(StepOp.Update, path)).Append(" (hidden)\n");
        }
    }

    /// <summary>One entry of a difference.</summary>
    public void Entry(ObjectDiff diff, string key, int width, int indent, bool sames)
    {
        void Titled(StepOp op, bool prefix) => Title(key, width, indent, op, prefix);
        if (diff.Adds.TryGetValue(key, out var added))
            Whole(added, StepOp.Create, indent, Titled);
        else if (diff.Deletes.TryGetValue(key, out var deleted))
            Whole(deleted, StepOp.Delete, indent, Titled);
        else if (diff.Updates.TryGetValue(key, out var update))
            Update(update, indent, sames, Titled);
        else if (sames && diff.Sames.TryGetValue(key, out var same) && IsShown(same))
            Whole(same, StepOp.Same, indent, Titled);
    }

    /// <summary>The longest key, which the others are padded to; beyond 50 letters nothing is padded.</summary>
    public static int Width(IEnumerable<string> keys) => keys.Select(key => key.Length).Where(length => length <= 50).DefaultIfEmpty(0).Max();

    /// <summary>Whether a value is shown: nulls and empty values say nothing in a preview.</summary>
    public bool IsShown(PropertyValue value) => value switch
    {
        NullValue => false,
        ComputedValue or OutputValue { Value: null } => true,
        _ => planning || value is not NullValue,
    };

    /// <summary>A title: indent, key, colon.</summary>
    public void Title(string key, int width, int indent, StepOp op, bool prefix)
    {
        Indent(indent, op, prefix);
        text.Append(options.Palette.Of(prefix ? op : StepOp.Same, key.PadRight(width))).Append(": ");
    }

    /// <summary>A value and the end of its line.</summary>
    public void Value(PropertyValue value, int indent, StepOp op, bool prefix)
    {
        Inline(value, indent, op, prefix);
        text.Append('\n');
    }

    private void Whole(PropertyValue value, StepOp op, int indent, Action<StepOp, bool> title)
    {
        var prefix = op != StepOp.Same;
        title(op, prefix);
        Value(value, indent, op, prefix);
    }

    private void Update(ValueDiff update, int indent, bool sames, Action<StepOp, bool> title)
    {
        if (update.Array is { } array)
        {
            title(StepOp.Update, true);
            text.Append("[\n");
            for (var i = 0; i < array.Length; i++)
                Item(array, i, indent, sames);
            Indent(indent, StepOp.Update, false);
            text.Append("]\n");
        }
        else if (update.Object is { } map)
        {
            title(StepOp.Update, true);
            text.Append("{\n");
            Diff(map, indent + 1, sames);
            Indent(indent, StepOp.Update, false);
            text.Append("}\n");
        }
        else if (IsPrimitive(update.Old) && IsPrimitive(update.New) && IsShown(update.Old) && IsShown(update.New))
        {
            title(StepOp.Update, true);
            text.Append(options.Palette.Of(StepOp.Delete, Primitive(update.Old))).Append(" => ").Append(options.Palette.Of(StepOp.Create, Primitive(update.New))).Append('\n');
        }
        else
        {
            if (IsShown(update.Old))
                Whole(update.Old, StepOp.Delete, indent, title);
            if (IsShown(update.New))
                Whole(update.New, StepOp.Create, indent, title);
        }
    }

    private void Item(ArrayDiff array, int i, int indent, bool sames)
    {
        void Titled(StepOp op, bool prefix)
        {
            Indent(indent + 1, op, prefix);
            text.Append(CultureInfo.InvariantCulture, $"[{i}]: ");
        }

        if (array.Adds.TryGetValue(i, out var added))
            Whole(added, StepOp.Create, indent + 1, Titled);
        else if (array.Deletes.TryGetValue(i, out var deleted))
            Whole(deleted, StepOp.Delete, indent + 1, Titled);
        else if (array.Updates.TryGetValue(i, out var update))
            Update(update, indent + 1, sames, Titled);
        else if (sames && array.Sames.TryGetValue(i, out var same))
            Whole(same, StepOp.Same, indent + 1, Titled);
    }

    private void Inline(PropertyValue value, int indent, StepOp op, bool prefix)
    {
        switch (value)
        {
            case ArrayValue { Items.IsEmpty: false } array:
                text.Append("[\n");
                for (var i = 0; i < array.Items.Length; i++)
                {
                    Indent(indent, op, prefix);
                    text.Append(CultureInfo.InvariantCulture, $"    [{i}]: ");
                    Value(array.Items[i], indent + 1, op, prefix);
                }

                Indent(indent, op, false);
                text.Append(']');
                break;
            case ObjectValue { Properties.Count: > 0 } map:
                text.Append("{\n");
                Map(map.Properties, indent + 1, op, prefix);
                Indent(indent, op, false);
                text.Append('}');
                break;
            case SecretValue { Value: var revealed } when options.ShowSecrets:
                Inline(revealed, indent, op, prefix);
                break;
            case OutputValue { Value: { } known, Secret: false }:
                Inline(known, indent, op, prefix);
                break;
            case AssetValue or ArchiveValue:
                text.Append(Asset(value, indent));
                break;
            default:
                text.Append(options.Palette.Of(prefix ? op : StepOp.Same, Primitive(value)));
                break;
        }
    }

    private static bool IsPrimitive(PropertyValue value) =>
        value is StringValue or NumberValue or BoolValue or NullValue or ComputedValue or SecretValue or OutputValue or ResourceReferenceValue;

    private string Primitive(PropertyValue value) => value switch
    {
        NullValue => "<null>",
        BoolValue b => b.Value ? "true" : "false",
        NumberValue n => GoNumber.Format(n.Value),
        StringValue s => Quoted(s.Value),
        SecretValue s => options.ShowSecrets && IsPrimitive(s.Value) ? Primitive(s.Value) : "[secret]",
        OutputValue { Secret: true } => "[secret]",
        OutputValue { Value: { } known } => Primitive(known),
        ComputedValue or OutputValue => "[unknown]",
        ResourceReferenceValue { Id: StringValue { Value.Length: > 0 } id } reference => $"\"{reference.Urn}::{id.Value}\"",
        ResourceReferenceValue reference => $"\"{reference.Urn}\"",
        ArrayValue => "[]",
        ObjectValue => "{}",
        _ => value.ToString() ?? "",
    };

    private string Quoted(string value)
    {
        if (!options.ShowFullOutput && value.Length > LongText)
            value = value[..LongText] + "...";
        var quoted = new StringBuilder();
        GoJsonWriter.Quote(quoted, value, escapeHtml: false);
        return quoted.ToString();
    }

    private static string Asset(PropertyValue value, int indent) => value switch
    {
        AssetValue { Text: not null } asset => $"asset(text:{Short(asset.Hash)}) {{\n{new string(' ', (indent + 1) * 4)}<contents elided>\n{new string(' ', indent * 4)}}}",
        AssetValue { Path: { } path } asset => $"asset(file:{Short(asset.Hash)}) {{ {path} }}",
        AssetValue asset => $"asset(uri:{Short(asset.Hash)}) {{ {asset.Uri} }}",
        ArchiveValue { Assets: { } assets } archive => $"archive(assets:{Short(archive.Hash)}) {{ {string.Join(", ", assets.Keys)} }}",
        ArchiveValue { Path: { } path } archive => $"archive(file:{Short(archive.Hash)}) {{ {path} }}",
        ArchiveValue archive => $"archive(uri:{Short(archive.Hash)}) {{ {archive.Uri} }}",
        _ => "",
    };

    private static string Short(string? hash) => hash is { Length: > 7 } ? hash[..7] : hash ?? "";

    private void Indent(int indent, StepOp op, bool prefix)
    {
        text.Append(' ', Math.Max(0, indent * 4));
        if (!prefix || indent == 0)
            return;
        text.Length -= 2;
        text.Append(options.Palette.Of(op, OperationWords.Sign(op)));
    }
}
