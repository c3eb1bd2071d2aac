using System.Text;
using Coder.Infra.Settings;

namespace Coder.Infra.Tests.Generated;

/// <summary>
/// The <c>config</c> block of <c>Pulumi.yaml</c>. Pulumi takes an entry without a default as required: a setting without one of its
/// own has the empty text, which is the same to the program as if it were unset. So the program reports what is missing, together with
/// everything else that is wrong. Objects, lists, and what may be a text or an object, have no type: an empty text would not be of it.
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
            if (setting.Type is SettingType.String or SettingType.Integer or SettingType.Boolean)
                text.Append($"    type: {setting.Type.ToString().ToLowerInvariant()}\n");
            text.Append($"    default: {(setting.Type is SettingType.Integer or SettingType.Boolean ? setting.Default : Quote(setting.Default ?? ""))}\n");
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
