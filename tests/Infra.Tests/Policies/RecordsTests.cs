using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Coder.Infra.Tests.Policies;

/// <summary>A record shows all that it holds, unless it says otherwise: no one that holds a secret may.</summary>
public sealed partial class RecordsTests
{
    private const string Marker = "s3cret";

    public static TheoryData<string> Records() =>
    [
        .. typeof(CoderStack).Assembly.GetTypes().Where(type => type.GetMethod("<Clone>$") is not null || (type.IsValueType && type.GetMethod("PrintMembers", BindingFlags.Instance | BindingFlags.NonPublic) is not null))
            .Select(type => type.FullName!),
    ];

    [Theory]
    [MemberData(nameof(Records))]
    public void A_record_shows_no_secret(string name)
    {
        var type = typeof(CoderStack).Assembly.GetType(name)!;
        var record = Filled(type, 0, out var secrets);

        Assert.DoesNotContain(Marker, record!.ToString());
        if (type == typeof(Infra.Settings.StackSettings))
            Assert.True(secrets >= 3, "the settings hold secrets that this test does not see");
    }

    /// <summary>An object of a type, with a marker in everything that is secret by its name or may hold what is.</summary>
    private static object? Filled(Type type, int depth, out int secrets)
    {
        var made = RuntimeHelpers.GetUninitializedObject(type);
        secrets = 0;
        for (var level = type; level is not null && level != typeof(object); level = level.BaseType)
        {
            foreach (var field in level.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                var isSecret = SecretName().IsMatch(field.Name);
                secrets += isSecret ? 1 : 0;
                field.SetValue(made, Value(field.FieldType, isSecret, depth));
            }
        }

        return made;
    }

    private static object? Value(Type type, bool isSecret, int depth)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type == typeof(string) ? isSecret ? Marker : "plain"
            : type == typeof(Uri) ? new Uri("https://coder.example.com")
            : type == typeof(JsonElement) ? JsonSerializer.SerializeToElement(new { a = Marker })
            : type == typeof(JsonObject) || type == typeof(JsonNode) ? new JsonObject { ["a"] = Marker }
            : type.IsArray || type.IsAbstract || typeof(IEnumerable).IsAssignableFrom(type) || typeof(Delegate).IsAssignableFrom(type) ? null
            : type.IsValueType ? RuntimeHelpers.GetUninitializedObject(type)
            : depth < 3 && type.Assembly == typeof(CoderStack).Assembly ? Filled(type, depth + 1, out _)
            : null;
    }

    [GeneratedRegex("token|secret(?!name)|password|kubeconfig|privatekey", RegexOptions.IgnoreCase)]
    private static partial Regex SecretName();
}
