namespace Coder.Infra.Helm.Go;

/// <summary>What a template function returns as its error; the executor adds where it was called.</summary>
internal sealed class FunctionException(string message) : Exception(message)
{
    /// <summary>The error of Go's runtime when nil is dereferenced.</summary>
    public static FunctionException NilDereference => new("runtime error: invalid memory address or nil pointer dereference");
}
