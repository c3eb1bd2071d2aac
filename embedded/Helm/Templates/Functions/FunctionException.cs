namespace Coder.Infra.Helm.Templates.Functions;

/// <summary>What a template function returns as its error; the executor adds where it was called.</summary>
internal sealed class FunctionException(string message) : Exception(message)
{
    /// <summary>The error of Go's runtime when nil is dereferenced.</summary>
    public static FunctionException NilDereference => new("runtime error: invalid memory address or nil pointer dereference");

    /// <summary>The error of Go's type assertion.</summary>
    public static FunctionException Conversion(Types.GoType? from, Types.GoType to) =>
        new($"interface conversion: interface {{}} is {from?.Name ?? "nil"}, not {to}");
}
