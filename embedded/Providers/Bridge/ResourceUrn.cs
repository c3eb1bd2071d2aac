namespace Coder.Infra.Providers.Bridge;

/// <summary>The parts of a URN, <c>urn:pulumi:STACK::PROJECT::PARENT$TYPE::NAME</c>, that a provider looks at.</summary>
internal static class ResourceUrn
{
    /// <summary>The resource's own type, without its parents'.</summary>
    public static string TypeOf(string urn)
    {
        var parts = urn.Split("::", 4);
        var type = parts.Length > 2 ? parts[2] : "";
        return type[(type.LastIndexOf('$') + 1)..];
    }

    /// <summary>The resource's name in the program.</summary>
    public static string NameOf(string urn)
    {
        var parts = urn.Split("::", 4);
        return parts.Length > 3 ? parts[3] : "";
    }
}
