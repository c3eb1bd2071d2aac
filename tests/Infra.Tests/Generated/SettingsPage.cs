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

            Of a stack, in `Pulumi.<stack>.yaml`. Set them with `pulumi config set NAME VALUE`, secrets with `--secret`, parts of objects and lists with `--path` (`pulumi config set --path dns.server ns.example.com`). Before anything is touched, every wrong or misspelt one is reported, each with the command that fixes it. [changes.md](changes.md) says what a change of each does.

            A stack is of one kind: a workspace provider (Coder v1), a workspace proxy or a provisioner (Coder v2). A setting that its kind does not use is refused.


            """);
        foreach (var (title, kinds) in Sections)
        {
            text.Append($"## {title}\n\n| setting | type | meaning | unset | example |\n| --- | --- | --- | --- | --- |\n");
            foreach (var setting in SettingsCatalog.All.Where(setting => setting.Kinds.SequenceEqual(kinds)))
            {
                Row(text, setting, setting.Name);
                foreach (var part in setting.Parts)
                    Row(text, part, $"{setting.Name}.{part.Name}", part.Kinds.Length < setting.Kinds.Length ? part.Kinds : []);
            }

            text.Append('\n');
        }

        foreach (var (kind, schema) in new[] { (StackKind.WorkspaceProvider, "values.schema.json"), (StackKind.WorkspaceProxy, "values.proxy.schema.json"), (StackKind.Provisioner, "values.provisioner.schema.json") })
        {
            text.Append($"## Values of the chart {kind.Chart} ({kind.Noun})\n\n`values` is checked against [infra/{schema}](../infra/{schema}); values that the schema does not know pass as they are.\n\n| value | type | meaning |\n| --- | --- | --- |\n");
            foreach (var value in kind.Values.Members)
                Row(text, value, value.Name);
            text.Append('\n');
        }

        return text.ToString().TrimEnd('\n') + "\n";
    }

    /// <summary>The kinds that share settings, the widest first.</summary>
    private static IEnumerable<(string Title, IReadOnlyList<StackKind> Kinds)> Sections => SettingsCatalog.All.Select(setting => setting.Kinds)
        .DistinctBy(kinds => string.Join(' ', kinds)).OrderByDescending(kinds => kinds.Length)
        .Select(kinds => (kinds.Length == StackKind.All.Length ? "Every kind" : $"Only of a {string.Join(" and a ", kinds.Select(kind => kind.Noun))}", (IReadOnlyList<StackKind>)kinds));

    private static void Row(StringBuilder text, Setting setting, string name, params IReadOnlyList<StackKind> only)
    {
        var type = setting.Type.ToString().ToLowerInvariant() + (setting.Secret ? ", secret" : "");
        var otherwise = setting.Required ? "**required**" : setting.Otherwise ?? (setting.Default is null ? "" : $"`{setting.Default}`");
        var meaning = setting.Values.Length == 0 ? setting.Description : $"{setting.Description}: {string.Join(", ", setting.Values.Select(value => $"`{value}`"))}";
        if (only.Count > 0)
            meaning += $" (only of a {string.Join(" and a ", only.Select(kind => kind.Noun))})";
        var example = setting.Example is null ? "" : $"`{setting.Example.Trim('\'')}`";
        text.Append($"| `{name}` | {type} | {meaning} | {otherwise} | {example} |\n");
    }

    private static void Row(StringBuilder text, ChartValue value, string path)
    {
        if (value.Members.Length == 0)
        {
            var type = value.Type switch { ChartValueType.List => "list", ChartValueType.Objects => "list of objects", ChartValueType.Texts => "object of texts", var other => other.ToString().ToLowerInvariant() };
            var rule = value.Refused is null ? "" : $" ({value.Refused})";
            var texts = value.Texts.Length == 0 ? "" : $": {string.Join(", ", value.Texts.Select(item => $"`{item}`"))}";
            text.Append($"| `{path}` | {type} | {value.Description}{texts}{rule} |\n");
        }

        foreach (var member in value.Members)
            Row(text, member, $"{path}.{member.Name}");
    }
}
