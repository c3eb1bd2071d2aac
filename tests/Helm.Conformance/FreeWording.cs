namespace Coder.Infra.Helm.Conformance;

/// <summary>
/// Cases that show the words of a library which we replaced by another: YAML, TOML, JSON Schema and regular expressions. Of them only
/// is compared that they fail, and all that comes before the error's text.
/// </summary>
internal static class FreeWording
{
    private const string Mark = "Error:";

    private static readonly HashSet<string> Ids = [];

    /// <summary>Whether the words of the case's error are free.</summary>
    public static bool Has(string id) => Ids.Contains(id);

    /// <summary>The text without the words of an error in it.</summary>
    public static string Without(string text) =>
        text.IndexOf(Mark, StringComparison.Ordinal) is >= 0 and var at ? text[..(at + Mark.Length)] : text;
}
