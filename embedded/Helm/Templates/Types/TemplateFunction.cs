
namespace Coder.Infra.Helm.Templates.Types;

/// <summary>Calls a function; the arguments already have the types the function declares (a method's receiver comes first).</summary>
internal delegate Value FunctionBody(CallContext context, ReadOnlySpan<Value> arguments);

/// <summary>Functions whose arguments the executor treats specially.</summary>
internal enum FunctionForm
{
    Ordinary,
    And,
    Or,
    Call,
}

/// <summary>
/// A function of the template language, with the Go types of its parameters: checking arguments and wording their errors
/// happens in one place, the executor.
/// </summary>
internal sealed class TemplateFunction(string name, GoType[] parameters, bool isVariadic, FunctionBody body)
{
    public string Name { get; } = name;

    /// <summary>The parameters' types; of a variadic function the last is the type of each further argument.</summary>
    public GoType[] Parameters { get; } = parameters;

    public bool IsVariadic { get; } = isVariadic;

    public FunctionBody Body { get; } = body;

    public FunctionForm Form { get; init; }

    /// <summary>Why templates cannot call it although Go has it: it gives more than a value and an error.</summary>
    public string? SignatureError { get; init; }

    /// <summary>A method of Go without parameters that templates see but cannot call.</summary>
    public static TemplateFunction NotCallable(string name, string error) => new(name, [], false, static (_, _) => default) { SignatureError = error };
}
