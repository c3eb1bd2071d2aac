using System.Text;
using Coder.Infra.Settings;

namespace Coder.Infra.Tests.Generated;

/// <summary>
/// The <c>config</c> block of <c>Pulumi.yaml</c>. Pulumi takes an entry with a type and without a default as required, and has
/// no type for objects: a setting that may be unset, or is an object, has a description only. A required one has an empty
/// default: the program then tells what is missing together with everything else that is wrong.
/// </summary>
internal static class ProjectConfig
{
    private const string Mark = "# Generated from infra/Settings/SettingsCatalog.cs; after a change there run:";

    /// <summary>The project file with the block, which is its end.</summary>
    public static string Into(string project)
    {
        var end = project.IndexOf(Mark, StringComparison.Ordinal);
        return (end < 0 ? project : project[..end]) + Block();
    }

    private static string Block()
    {
        var text = new StringBuilder($"{Mark}\n# {GeneratedFile.Command}\nconfig:\n");
        foreach (var setting in SettingsCatalog.All)
        {
            text.Append($"  {setting.Name}:\n");
            if (setting.Type is SettingType.String or SettingType.Integer or SettingType.Boolean && (setting.Default is not null || setting.Required))
            {
                text.Append($"    type: {setting.Type.ToString().ToLowerInvariant()}\n");
                text.Append($"    default: {(setting.Type == SettingType.String ? Quote(setting.Default ?? "") : setting.Default)}\n");
            }

            if (setting.Secret)
                text.Append("    secret: true\n");
            text.Append($"    description: {Quote(Description(setting))}\n");
        }

        return text.ToString();
    }

    private static string Description(Setting setting)
    {
        var text = new StringBuilder(setting.Description);
        if (setting.Parts.Length > 0)
            text.Append(": ").AppendJoin(", ", setting.Parts.Select(part => part.Name));
        if (setting.Otherwise is not null)
            text.Append("; unset: ").Append(setting.Otherwise);
        return text.Replace("`", "").ToString();
    }

    private static string Quote(string text) => $"\"{text.Replace("\\", "\\\\").Replace("\"", "\\\"")}\"";
}
