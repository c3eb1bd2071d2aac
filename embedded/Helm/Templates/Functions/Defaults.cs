using Coder.Infra.Helm.Templates.Types;

namespace Coder.Infra.Helm.Templates.Functions;

/// <summary>Defaults, and questions about a value's type.</summary>
internal static class Defaults
{
    public static IEnumerable<TemplateFunction> Functions =>
    [
        Fn.Variadic("default", (object? fallback, object?[] given) => given.Length == 0 || IsEmpty(given[0]) ? fallback : given[0]),
        Fn.Of("empty", (object? value) => IsEmpty(value)),
        Fn.Variadic("coalesce", (object?[] values) => Array.Find(values, value => !IsEmpty(value))),
        Fn.Variadic("all", (object?[] values) => Array.TrueForAll(values, value => !IsEmpty(value))),
        Fn.Variadic("any", (object?[] values) => Array.Exists(values, value => !IsEmpty(value))),
        Fn.Of("ternary", (object? yes, object? no, bool condition) => condition ? yes : no),
        Fn.Of("typeOf", (object? value) => TypeName(value)),
        Fn.Of("typeIs", (string type, object? value) => type == TypeName(value)),
        Fn.Of("typeIsLike", (string type, object? value) => TypeName(value) is var name && (type == name || "*" + type == name)),
        Fn.Of("kindOf", (object? value) => KindName(value)),
        Fn.Of("kindIs", (string kind, object? value) => kind == KindName(value)),
        Fn.Of("deepEqual", (object? a, object? b) => GoValues.DeepEqual(a, b)),
    ];

    /// <summary>Zero, nil or of length 0; a struct or pointer never is.</summary>
    public static bool IsEmpty(object? value) => !GoValues.IsTrue(value);

    private static string TypeName(object? value) => GoType.Of(value)?.Name ?? "<nil>";

    private static string KindName(object? value) => GoType.Of(value)?.Kind.ToString().ToLowerInvariant() ?? "invalid";
}
