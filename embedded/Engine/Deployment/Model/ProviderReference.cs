namespace Coder.Infra.Engine.Deployment.Model;

/// <summary>References of providers as states carry them: <c>urn::id</c>.</summary>
internal static class ProviderReference
{
    /// <summary>A reference of the given parts.</summary>
    public static string Make(string urn, string id) => $"{urn}::{id}";

    /// <summary>The provider's URN.</summary>
    public static string UrnOf(string reference) => Cut(reference).Urn;

    /// <summary>The provider's id; the text for unknowns in a preview that creates it.</summary>
    public static string IdOf(string reference) => Cut(reference).Id;

    private static (string Urn, string Id) Cut(string reference)
    {
        var cut = reference.LastIndexOf("::", StringComparison.Ordinal);
        return cut < 0 ? (reference, "") : (reference[..cut], reference[(cut + 2)..]);
    }
}
