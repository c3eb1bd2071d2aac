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

    /// <summary>A setting that is a number; null when unset.</summary>
    public double? GetDouble(string key) => Get(key) is not { } value
        ? null
        : double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : throw WrongType(key, value, "number");

    /// <summary>A setting with structure, as an object; the type's default when unset.</summary>
    public T? GetObject<T>(string key) => ParseObject<T>(key, options: null);

    /// <inheritdoc cref="GetObject{T}(string)"/>
    public T? GetObject<T>(string key, JsonSerializerOptions options) => ParseObject<T>(key, options);

    /// <summary>A setting that must be there.</summary>
    public string Require(string key) => Get(key) ?? throw Missing(key);

    /// <summary>A setting that must be there and be <c>true</c> or <c>false</c>.</summary>
    public bool RequireBoolean(string key) => GetBoolean(key) ?? throw Missing(key);

    /// <summary>A setting that must be there and be a whole number.</summary>
    public int RequireInt32(string key) => GetInt32(key) ?? throw Missing(key);

    /// <summary>A setting that must be there and be a number.</summary>
    public double RequireDouble(string key) => GetDouble(key) ?? throw Missing(key);

    /// <summary>A setting with structure that must be there.</summary>
    public T RequireObject<T>(string key) => Get(key) is null ? throw Missing(key) : GetObject<T>(key)!;

    /// <inheritdoc cref="RequireObject{T}(string)"/>
    public T RequireObject<T>(string key, JsonSerializerOptions options) => Get(key) is null ? throw Missing(key) : GetObject<T>(key, options)!;

    private T? ParseObject<T>(string key, JsonSerializerOptions? options)
    {
        if (Get(key) is not { } value)
            return default;
        try
        {
            return JsonSerializer.Deserialize<T>(value, options);
        }
        catch (JsonException e)
        {
            throw WrongType(key, value, typeof(T).Name, e);
        }
    }

    private string FullKey(string key) => $"{_namespace}:{key}";

    private ConfigMissingException Missing(string key, bool secret = false) => new(FullKey(key), secret);

    private ConfigTypeException WrongType(string key, string value, string expected, Exception? cause = null) =>
        Deployment.Internal.Settings.IsSecret(FullKey(key))
            ? new(FullKey(key), value: null, expected)
            : new(FullKey(key), value, expected, cause);
}
