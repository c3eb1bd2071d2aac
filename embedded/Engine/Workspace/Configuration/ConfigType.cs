using System.Globalization;

namespace Coder.Infra.Engine.Workspace.Configuration;

/// <summary>The declared type of a setting: string, boolean, integer, number, object, or array of <paramref name="Items"/>.</summary>
internal sealed record ConfigType(string Name, ConfigType? Items = null)
{
    /// <summary>Whether a name is one of a type.</summary>
    public static bool IsKnown(string name) => name is "string" or "boolean" or "integer" or "number" or "array" or "object";

    /// <summary>Whether a value, decrypted, is of the type. A text that reads as a boolean or number is taken for one.</summary>
    public bool Fits(ConfigNode value) => value switch
    {
        ConfigArray array => Name == "array" && Items is not null && array.Items.All(Items.Fits),
        ConfigObject => Name == "object",
        ConfigScalar scalar => Name switch
        {
            "string" => true,
            "boolean" => scalar.Text is "true" or "false",
            "integer" => long.TryParse(scalar.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _),
            "number" => double.TryParse(scalar.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out _),
            _ => false,
        },
        _ => false,
    };

    /// <summary>As the official CLI writes it: <c>array&lt;string&gt;</c>.</summary>
    public override string ToString() => Items is null ? Name : $"{Name}<{Items}>";
}
