namespace Coder.Infra.Helm.Yaml;

/// <summary>TOML as BurntSushi's library reads and writes it.</summary>
public static class TomlText
{
    /// <summary>The value as TOML: a map's own keys first, then its tables, both sorted; nulls are left out. Throws <see cref="TomlException"/>.</summary>
    public static string Marshal(object? value)
    {
        var writer = new TomlWriter();
        writer.Write(value);
        return writer.ToString();
    }

    /// <summary>The document as a map: long, double, bool, string, <see cref="TomlTime"/>, lists and maps. Throws <see cref="TomlException"/>.</summary>
    public static Dictionary<string, object?> Unmarshal(string toml) => TomlReader.Read(toml);
}

/// <summary>TOML that does not parse or cannot be written; the message is the library's.</summary>
public sealed class TomlException(string message) : Exception(message);
