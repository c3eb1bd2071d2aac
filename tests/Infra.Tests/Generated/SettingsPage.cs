using System.Text;
using Coder.Infra.Settings;

namespace Coder.Infra.Tests.Generated;

/// <summary><c>docs/settings.md</c>.</summary>
internal static class SettingsPage
{
    /// <summary>The page.</summary>
    public static string Text()
    {
        var text = new StringBuilder($"""
            <!-- Generated from infra/Settings; after a change there run: {GeneratedFile.Command} -->
            # Settings

            Of a stack, in `Pulumi.<stack>.yaml`. Set them with `pulumi config set NAME VALUE`, secrets with `--secret`, parts of objects and lists with `--path` (`pulumi config set --path dns.server ns.example.com`). Wrong or misspelt ones are told all at once, each with the command that mends it, before anything is touched. What a change of each does stands in [changes.md](changes.md).

            | setting | type | meaning | unset | example |
            | --- | --- | --- | --- | --- |

            """);
        foreach (var setting in SettingsCatalog.All)
        {
            Row(text, setting, setting.Name);
            foreach (var part in setting.Parts)
                Row(text, part, $"{setting.Name}.{part.Name}");
        }

        text.Append("""

            ## Values of the chart

            `values` is checked against [infra/values.schema.json](../infra/values.schema.json); values that the schema does not know pass as they are.

            | value | type | meaning |
            | --- | --- | --- |

            """);
        foreach (var value in ChartValues.Root.Members)
            Row(text, value, value.Name);
        return text.ToString();
    }

    private static void Row(StringBuilder text, Setting setting, string name)
    {
        var type = setting.Type.ToString().ToLowerInvariant() + (setting.Secret ? ", secret" : "");
        var otherwise = setting.Required ? "**required**" : setting.Otherwise ?? (setting.Default is null ? "" : $"`{setting.Default}`");
        var meaning = setting.Values.Length == 0 ? setting.Description : $"{setting.Description}: {string.Join(", ", setting.Values.Select(value => $"`{value}`"))}";
        var example = setting.Example is null ? "" : $"`{setting.Example.Trim('\'')}`";
        text.Append($"| `{name}` | {type} | {meaning} | {otherwise} | {example} |\n");
    }

    private static void Row(StringBuilder text, ChartValue value, string path)
    {
        if (value.Members.Length == 0)
        {
            var type = value.Type switch { ChartValueType.Objects => "list of objects", ChartValueType.Texts => "object of texts", var other => other.ToString().ToLowerInvariant() };
            var rule = value.Refused is null ? "" : $" ({value.Refused})";
            var texts = value.Texts.Length == 0 ? "" : $": {string.Join(", ", value.Texts.Select(item => $"`{item}`"))}";
            text.Append($"| `{path}` | {type} | {value.Description}{texts}{rule} |\n");
        }

        foreach (var member in value.Members)
            Row(text, member, $"{path}.{member.Name}");
    }
}
