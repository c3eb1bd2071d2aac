using System.Text;
using Coder.Infra.Engine.Workspace.Configuration;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Coder.Infra.Engine.Workspace.Yaml;

/// <summary>
/// Edits a settings file as a person would: the lines of one entry change, comments, order and everything else stay.
/// </summary>
internal static class YamlText
{
    /// <summary>Sets an entry of a block mapping, in place or at its end; a value of one line keeps the comment behind it.</summary>
    public static string Set(string text, YamlMappingNode map, string key, ConfigNode value)
    {
        if (map.Children.FirstOrDefault(entry => YamlScalars.KeyOf(entry.Key) == key) is { Key: { } name } found)
        {
            if (found.Value is YamlScalarNode scalar && IsOneLine(scalar) && value is ConfigScalar or ConfigObject { Entries.Count: 0 } or ConfigArray { Items.IsEmpty: true }
                && found.Value.Start.Line == found.Value.End.Line && found.Value.Start.Index < found.Value.End.Index)
                return string.Concat(text.AsSpan(0, (int)found.Value.Start.Index), YamlScalars.Inline(value), text.AsSpan((int)found.Value.End.Index));
            var lines = Lines(text);
            var (first, last) = Range(lines, name);
            return Join(lines, first, last, Entry(key, value, (int)name.Start.Column - 1));
        }

        var all = Lines(text);
        var indent = (int)map.Children.First().Key.Start.Column - 1;
        var (_, end) = Range(all, map.Children.Last().Key);
        return Join(all, end, end, Entry(key, value, indent));
    }

    /// <summary>Sets an entry of the top mapping, before everything else where it is new and <paramref name="atTop"/>.</summary>
    public static string SetTop(YamlFile file, string key, ConfigNode value, bool atTop)
    {
        if (file.Root is { Children.Count: > 0 } root && (!atTop || YamlFile.Get(root, key) is not null))
            return Set(file.Text, root, key, value);
        var entry = string.Join('\n', Entry(key, value, 0)) + "\n";
        var lines = Lines(file.Text);
        // Comments at the head of the file, and a document marker, stay at the head.
        var head = file.Root is null ? lines.Count : (int)file.Root.Children.First().Key.Start.Line - 1;
        while (file.Root is not null && head > 0 && lines[head - 1].TrimStart().StartsWith('#'))
            head--;
        if (head == 0 && file.Root is not null && lines.Count > 0 && lines[0].StartsWith('#'))
            head = (int)file.Root.Children.First().Key.Start.Line - 1;
        lines.Insert(head, entry.TrimEnd('\n'));
        return Finish(lines);
    }

    /// <summary>Removes an entry with its lines.</summary>
    public static string Remove(string text, YamlMappingNode map, string key)
    {
        var found = map.Children.First(entry => YamlScalars.KeyOf(entry.Key) == key);
        var lines = Lines(text);
        var (first, last) = Range(lines, found.Key);
        return Join(lines, first, last, []);
    }

    private static bool IsOneLine(YamlScalarNode scalar) => scalar.Style is ScalarStyle.Plain or ScalarStyle.SingleQuoted or ScalarStyle.DoubleQuoted;

    private static string[] Entry(string key, ConfigNode value, int indent)
    {
        var entry = new StringBuilder().Append(' ', indent).Append(YamlScalars.Write(key)).Append(':');
        YamlScalars.Write(entry, value, indent + 2);
        return entry.ToString().Split('\n');
    }

    /// <summary>The lines of an entry: its key's line and what is indented below it; blank lines and comments behind it are not.</summary>
    private static (int First, int End) Range(List<string> lines, YamlNode key)
    {
        var first = (int)key.Start.Line - 1;
        var indent = (int)key.Start.Column - 1;
        var end = first + 1;
        for (var i = first + 1; i < lines.Count; i++)
        {
            var line = lines[i];
            var content = line.TrimStart(' ');
            if (content.Trim().Length == 0)
                continue;
            var depth = line.Length - content.Length;
            if (depth < indent || (depth == indent && !(content is "-" || content.StartsWith("- ", StringComparison.Ordinal))))
                break;
            if (!content.StartsWith('#') || depth > indent)
                end = i + 1;
        }

        return (first, end);
    }

    private static List<string> Lines(string text)
    {
        var lines = text.Split('\n').ToList();
        if (lines[^1].Length == 0)
            lines.RemoveAt(lines.Count - 1);
        return lines;
    }

    private static string Join(List<string> lines, int first, int end, string[] replacement)
    {
        lines.RemoveRange(first, end - first);
        lines.InsertRange(first, replacement);
        return Finish(lines);
    }

    private static string Finish(List<string> lines) => lines.Count == 0 ? "" : string.Join('\n', lines) + "\n";
}
