using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Coder.Infra.Engine.Workspace.Configuration;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Coder.Infra.Engine.Workspace.Yaml;

/// <summary>Between YAML scalars and settings: what a plain scalar means, and how a text is written so that it is read back.</summary>
internal static partial class YamlScalars
{
    /// <summary>A node as a setting's value; an object with the only key <c>secure</c> is a secret.</summary>
    public static ConfigNode ToConfig(YamlNode node) => node switch
    {
        YamlMappingNode { Children.Count: 1 } map when YamlFile.Get(map, "secure") is YamlScalarNode { Value: { } ciphertext } => new ConfigSecret(ciphertext),
        YamlMappingNode map => new ConfigObject([.. map.Children.Select(entry => KeyValuePair.Create(KeyOf(entry.Key), ToConfig(entry.Value)))]),
        YamlSequenceNode list => new ConfigArray([.. list.Children.Select(ToConfig)]),
        YamlScalarNode scalar => ToConfig(scalar),
        _ => new ConfigScalar("", ScalarKind.Null),
    };

    /// <summary>A key's text.</summary>
    public static string KeyOf(YamlNode key) => key is YamlScalarNode { Value: { } text } ? text : key.ToString();

    /// <summary>What a plain text means in YAML.</summary>
    public static ScalarKind Resolve(string text) => text switch
    {
        "" or "~" or "null" or "Null" or "NULL" => ScalarKind.Null,
        "true" or "True" or "TRUE" or "false" or "False" or "FALSE" => ScalarKind.Bool,
        _ => Number().IsMatch(text) ? ScalarKind.Number : ScalarKind.Text,
    };

    /// <summary>A text as a YAML scalar on one line: plain where it is read back as this very text, else in double quotes.</summary>
    public static string Write(string text)
    {
        if (IsPlain(text))
            return text;
        var quoted = new StringBuilder("\"");
        foreach (var c in text)
        {
            _ = c switch
            {
                '"' => quoted.Append("\\\""),
                '\\' => quoted.Append("\\\\"),
                '\n' => quoted.Append("\\n"),
                '\r' => quoted.Append("\\r"),
                '\t' => quoted.Append("\\t"),
                < ' ' or '\u007f' or '\u0085' or '\u2028' or '\u2029' or '\ufeff' => quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => quoted.Append(c),
            };
        }

        return quoted.Append('"').ToString();
    }

    /// <summary>
    /// Writes a value behind <c>key:</c>: a scalar on the same line, a mapping or list on the lines after, indented by
    /// <paramref name="indent"/> spaces more than the key.
    /// </summary>
    public static void Write(StringBuilder text, ConfigNode value, int indent)
    {
        switch (value)
        {
            case ConfigObject { Entries.Count: > 0 } map:
                text.Append('\n');
                WriteEntries(text, map, indent, firstInline: false);
                break;
            case ConfigArray { Items.IsEmpty: false } list:
                foreach (var item in list.Items)
                    WriteItem(text.Append('\n').Append(' ', indent).Append('-'), item, indent + 2);
                break;
            case ConfigSecret secret:
                text.Append('\n').Append(' ', indent).Append("secure: ").Append(Write(secret.Ciphertext));
                break;
            case ConfigScalar { Kind: ScalarKind.Text } scalar when IsBlock(scalar.Text):
                WriteBlock(text, scalar.Text, indent);
                break;
            default:
                text.Append(' ').Append(Inline(value));
                break;
        }
    }

    /// <summary>A scalar or an empty list or mapping, on one line.</summary>
    public static string Inline(ConfigNode value) => value switch
    {
        ConfigScalar { Kind: ScalarKind.Text } scalar => Write(scalar.Text),
        ConfigScalar { Kind: ScalarKind.Null } => "null",
        ConfigScalar scalar => scalar.Text,
        ConfigObject => "{}",
        _ => "[]",
    };

    private static void WriteItem(StringBuilder text, ConfigNode item, int indent)
    {
        switch (item)
        {
            case ConfigObject { Entries.Count: > 0 } map:
                WriteEntries(text.Append(' '), map, indent, firstInline: true);
                break;
            case ConfigSecret secret:
                text.Append(" secure: ").Append(Write(secret.Ciphertext));
                break;
            default:
                Write(text, item, indent);
                break;
        }
    }

    private static void WriteEntries(StringBuilder text, ConfigObject map, int indent, bool firstInline)
    {
        var first = true;
        foreach (var (name, entry) in map.Entries)
        {
            if (!first)
                text.Append('\n');
            if (!first || !firstInline)
                text.Append(' ', indent);
            first = false;
            text.Append(Write(name)).Append(':');
            Write(text, entry, indent + 2);
        }
    }

    private static void WriteBlock(StringBuilder text, string value, int indent)
    {
        var end = value.EndsWith('\n');
        text.Append(end ? " |" : " |-");
        foreach (var line in (end ? value[..^1] : value).Split('\n'))
        {
            text.Append('\n');
            if (line.Length > 0)
                text.Append(' ', indent).Append(line);
        }
    }

    private static bool IsBlock(string text) =>
        text.Contains('\n', StringComparison.Ordinal) && !text.EndsWith("\n\n", StringComparison.Ordinal) && text is not ['\n' or ' ' or '\t', ..]
        && text.All(c => c is '\n' or (>= ' ' and not ('\u007f' or '\u0085' or '\u2028' or '\u2029' or '\ufeff')));

    private static bool IsPlain(string text)
    {
        if (Resolve(text) != ScalarKind.Text || OldBool().IsMatch(text) || text[0] == ' ' || text[^1] is ' ' or ':')
            return false;
        if ("-?:,[]{}#&*!|>'\"%@`=".Contains(text[0], StringComparison.Ordinal)
            && !(text[0] is '-' or '?' or ':' && text.Length > 1 && text[1] is not ' ' && !text.StartsWith("---", StringComparison.Ordinal)))
            return false;
        return !text.Contains(": ", StringComparison.Ordinal) && !text.Contains(" #", StringComparison.Ordinal)
            && !text.StartsWith("...", StringComparison.Ordinal)
            && text.All(c => c is >= ' ' and not ('\u007f' or '\u0085' or '\u2028' or '\u2029' or '\ufeff'));
    }

    private static ConfigScalar ToConfig(YamlScalarNode scalar)
    {
        var text = scalar.Value ?? "";
        if (scalar.Style is not (ScalarStyle.Plain or ScalarStyle.Any))
            return new ConfigScalar(text);
        var kind = Resolve(text);
        return new ConfigScalar(kind == ScalarKind.Bool ? text.ToLowerInvariant() : kind == ScalarKind.Null ? "" : text, kind);
    }

    [GeneratedRegex("""^([-+]?[0-9][0-9_]*|0x[0-9a-fA-F_]+|0o?[0-7_]+|0b[01_]+|[-+]?(\.[0-9]+|[0-9][0-9_]*(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN))$""")]
    private static partial Regex Number();

    /// <summary>What YAML 1.1 takes for a boolean or date: written in quotes, as Go's library does, for the sake of older readers.</summary>
    [GeneratedRegex("""^(y|Y|yes|Yes|YES|on|On|ON|n|N|no|No|NO|off|Off|OFF|\d{4}-\d{1,2}-\d{1,2}.*|[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?|<<)$""")]
    private static partial Regex OldBool();
}
