using Coder.Infra.Helm.Go.RegularExpressions;
using Coder.Infra.Helm.Templates.Types;

namespace Coder.Infra.Helm.Charts.Schema;

/// <summary>Patterns of a schema: Go's regular expressions.</summary>
internal static class SchemaPattern
{
    public static bool IsMatch(string pattern, string text)
    {
        try
        {
            return GoRegex.Compile(pattern).Match(new CallContext().Limits, text, 0).Success;
        }
        catch (FunctionException e)
        {
            throw new SchemaException($"{SchemaError.Quote(pattern)} is not valid regex: {e.Message}");
        }
        catch (RenderLimitException)
        {
            throw new SchemaException($"the pattern {SchemaError.Quote(pattern)} takes too long");
        }
    }
}
