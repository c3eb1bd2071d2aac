using System.Globalization;
using System.Text.Json;

namespace Pulumi;

/// <summary>The stack's settings of one namespace, from <c>Pulumi.&lt;stack&gt;.yaml</c>.</summary>
public sealed partial class Config
{
    private readonly string _namespace;

    /// <summary>Settings of a namespace; of the project when unnamed.</summary>
    public Config(string? name = null)
    {
        name ??= Deployment.Instance.ProjectName;
        // Old programs wrote the namespace with ":config" behind it.
        _namespace = name.EndsWith(":config", StringComparison.Ordinal) ? name[..^":config".Length] : name;
    }

    /// <summary>A setting; null when unset.</summary>
    public string? Get(string key) => Deployment.Internal.Settings.Get(FullKey(key));

    /// <summary>A setting that is <c>true</c> or <c>false</c>; null when unset.</summary>
    public bool? GetBoolean(string key) => Get(key) is not { } value
        ? null
        : value switch { "true" => true, "false" => false, _ => throw WrongType(key, value, "boolean (true or false)") };

    /// <summary>A setting that is a whole number; null when unset.</summary>
    public int? GetInt32(string key) => Get(key) is not { } value
        ? null
        : int.TryParse(value, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : throw WrongType(key, value, "32-bit integer");

    /// <summary>A setting with structure, as an object; the type's default when unset.</summary>
    public T? GetObject<T>(string key)
    {
        if (Get(key) is not { } value)
            return default;
        try
        {
            return JsonSerializer.Deserialize<T>(value);
        }
        catch (JsonException e)
        {
            throw WrongType(key, value, typeof(T).Name, e);
        }
    }

    /// <summary>A setting that must be there.</summary>
    public string Require(string key) => Get(key) ?? throw Missing(key);

    /// <summary>A setting that must be there and be <c>true</c> or <c>false</c>.</summary>
    public bool RequireBoolean(string key) => GetBoolean(key) ?? throw Missing(key);

    /// <summary>A setting that must be there and be a whole number.</summary>
    public int RequireInt32(string key) => GetInt32(key) ?? throw Missing(key);

    /// <summary>A setting with structure that must be there.</summary>
    public T RequireObject<T>(string key) => Get(key) is null ? throw Missing(key) : GetObject<T>(key)!;

    private string FullKey(string key) => $"{_namespace}:{key}";

    private ConfigMissingException Missing(string key, bool secret = false) => new(FullKey(key), secret);

    private ConfigTypeException WrongType(string key, string value, string expected, Exception? cause = null) =>
        Deployment.Internal.Settings.IsSecret(FullKey(key))
            ? new(FullKey(key), value: null, expected)
            : new(FullKey(key), value, expected, cause);
}
