using Coder.Infra.Engine.Deployment;
using Coder.Infra.Engine.Deployment.Model;

namespace Coder.Infra.Engine.Cli.Operations.Import;

/// <summary>
/// Declarations of imported resources in TypeScript, which the Automation API reads. Secrets are not written into them: the
/// program takes them from the stack's settings. C# is not generated: the names of nested classes are in a schema only.
/// </summary>
internal static class ImportCode
{
    /// <summary>Words that a variable cannot be called; <c>pulumi</c> is imported.</summary>
    private static readonly HashSet<string> Reserved =
    [
        "as", "boolean", "break", "case", "catch", "class", "const", "continue", "debugger", "default", "delete", "do", "else", "enum", "export",
        "extends", "false", "finally", "for", "function", "if", "implements", "import", "in", "instanceof", "interface", "let", "new", "null",
        "package", "private", "protected", "public", "pulumi", "return", "static", "string", "super", "switch", "this", "throw", "true", "try",
        "typeof", "var", "void", "while", "with", "yield",
    ];

    /// <summary>The declarations.</summary>
    /// <param name="resources">What was imported.</param>
    /// <param name="requests">What was asked for; their keys become the names of the variables.</param>
    public static string Write(IReadOnlyList<ResourceState> resources, IReadOnlyList<ImportRequest> requests)
    {
        var (named, taken) = (new List<(string, ResourceState)>(), new HashSet<string>());
        foreach (var state in resources)
        {
            var key = requests.FirstOrDefault(request => request.Type == state.Type && request.Name == Urn.Name(state.Urn))?.Key ?? Urn.Name(state.Urn);
            var name = Variable(key);
            var variable = name;
            for (var i = 2; !taken.Add(variable); i++)
                variable = name + i.ToString(System.Globalization.CultureInfo.InvariantCulture);
            named.Add((variable, state));
        }

        return TypeScriptCode.Write(named);
    }

    /// <summary>A name as a variable: <c>my-id</c> is <c>myId</c>.</summary>
    public static string Variable(string text)
    {
        var parts = new string([.. text.Select(c => char.IsAsciiLetterOrDigit(c) ? c : ' ')]).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var name = string.Concat(parts.Select((part, i) => (i == 0 ? char.ToLowerInvariant(part[0]) : char.ToUpperInvariant(part[0])) + part[1..]));
        if (name.Length == 0 || char.IsAsciiDigit(name[0]))
            name = "resource" + name;
        return Reserved.Contains(name) ? name + "Resource" : name;
    }
}
