using Coder.Infra.Helm.Templates.Types;

namespace Coder.Infra.Helm.Templates.Functions;

/// <summary>Defaults, and questions about a value's type.</summary>
internal static class Defaults
{
    public static TemplateFunction? Find(string name) => name switch
    {
        "default" => Fn.Variadic(name, (object? fallback, object?[] given) => given.Length == 0 || IsEmpty(given[0]) ? fallback : given[0]),
        "empty" => Fn.Of(name, (object? value) => IsEmpty(value)),
        "coalesce" => Fn.Variadic(name, (object?[] values) => Array.Find(values, value => !IsEmpty(value))),
        "all" => Fn.Variadic(name, (object?[] values) => Array.TrueForAll(values, value => !IsEmpty(value))),
        "any" => Fn.Variadic(name, (object?[] values) => Array.Exists(values, value => !IsEmpty(value))),
        "ternary" => Fn.Of(name, (object? yes, object? no, bool condition) => condition ? yes : no),
        "typeOf" => Fn.Of(name, (object? value) => TypeName(value)),
        "typeIs" => Fn.Of(name, (string type, object? value) => type == TypeName(value)),
        "typeIsLike" => Fn.Of(name, (string type, object? value) => TypeName(value) is var name && (type == name || "*" + type == name)),
        "kindOf" => Fn.Of(name, (object? value) => KindName(value)),
        "kindIs" => Fn.Of(name, (string kind, object? value) => kind == KindName(value)),
        "deepEqual" => Fn.Of(name, (object? a, object? b) => GoValues.DeepEqual(a, b)),
        _ => null,
    };

    /// <summary>Zero, nil or of length 0; a struct or pointer never is.</summary>
    public static bool IsEmpty(object? value) => !GoValues.IsTrue(value);

    private static string TypeName(object? value) => GoType.Of(value)?.Name ?? "<nil>";

    private static string KindName(object? value) => GoType.Of(value)?.Kind.ToString().ToLowerInvariant() ?? "invalid";
}
