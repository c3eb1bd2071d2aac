namespace Coder.Infra.Engine.Cli.Stacks;

/// <summary>Parts of URNs, <c>urn:pulumi:STACK::PROJECT::TYPES::NAME</c>, where TYPES ends in the resource's own type after <c>$</c>.</summary>
internal static class Urns
{
    /// <summary>The resource's name.</summary>
    public static string NameOf(string urn) => Part(urn, 3);

    /// <summary>The resource's own type.</summary>
    public static string TypeOf(string urn) => Part(urn, 2) is var types && types.LastIndexOf('$') is >= 0 and var at ? types[(at + 1)..] : types;

    /// <summary>The stack.</summary>
    public static string StackOf(string urn) => Part(urn, 0) is var head && head.StartsWith("urn:pulumi:", StringComparison.Ordinal) ? head["urn:pulumi:".Length..] : "";

    /// <summary>The project.</summary>
    public static string ProjectOf(string urn) => Part(urn, 1);

    private static string Part(string urn, int index)
    {
        // The name may hold "::" itself.
        var parts = urn.Split("::", 4);
        return index < parts.Length ? parts[index] : "";
    }
}
