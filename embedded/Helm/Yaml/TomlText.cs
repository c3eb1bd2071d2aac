using Tomlyn;
using Tomlyn.Model;

namespace Coder.Infra.Helm.Yaml;

/// <summary>TOML as Helm reads and writes it.</summary>
public static class TomlText
{
    private static readonly TomlSerializerOptions Options = new() { MaxDepth = 500 };

    /// <summary>The value as TOML: a map's own keys first, then its tables, both sorted; nulls are left out. Throws <see cref="TomlException"/>.</summary>
    public static string Marshal(object? value)
    {
        var writer = new TomlWriter();
        writer.Write(value);
        return writer.ToString();
    }

    /// <summary>The document as a map: long, double, bool, string, <see cref="TomlTime"/>, lists and maps. Throws <see cref="TomlException"/>.</summary>
    public static Dictionary<string, object?> Unmarshal(string toml)
    {
        try
        {
            return Map(TomlSerializer.Deserialize<TomlTable>(toml.TrimStart('\ufeff'), Options) ?? []);
        }
        catch (Exception e) when (e is Tomlyn.TomlException or FormatException or OverflowException or InvalidOperationException)
        {
            throw new TomlException("toml: " + e.Message);
        }
    }

    private static Dictionary<string, object?> Map(TomlTable table)
    {
        var map = new Dictionary<string, object?>(table.Count);
        foreach (var (key, value) in table)
            map[key] = Value(value);
        return map;
    }

    private static object? Value(object? value) => value switch
    {
        TomlTable table => Map(table),
        TomlTableArray tables => tables.Select(table => (object?)Map(table)).ToList(),
        TomlArray array => array.Select(Value).ToList(),
        TomlDateTime time => TomlTime.Parse(time.ToString()) ?? throw new FormatException($"invalid datetime: {time}"),
        _ => value,
    };
}

/// <summary>TOML that does not parse or cannot be written.</summary>
public sealed class TomlException(string message) : Exception(message);
