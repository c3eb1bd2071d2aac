namespace Coder.Infra.Helm.Rendering;

/// <summary>Cuts rendered text into its YAML documents.</summary>
public static class ManifestText
{
    /// <summary>
    /// The documents of a stream, trimmed, in order. A separator is three dashes at the start of a line, together with the white space
    /// around them; text behind the dashes stays. Empty documents are left out.
    /// </summary>
    public static List<string> Split(string text)
    {
        string stream = text.Trim();
        var documents = new List<string>();
        int begin = 0;
        if (stream.StartsWith("---", StringComparison.Ordinal))
            begin = SkipBlanks(stream, 3);
        int at = begin;
        while (at < stream.Length)
        {
            int found = stream.IndexOf("\n---", at, StringComparison.Ordinal);
            if (found < 0)
                break;
            int end = found;
            while (end > begin && IsBlank(stream[end - 1]))
                end--;
            Add(documents, stream[begin..end]);
            begin = SkipBlanks(stream, found + 4);
            at = begin;
        }
        Add(documents, stream[begin..]);
        return documents;
    }

    private static void Add(List<string> documents, string document)
    {
        if (document.Length > 0)
            documents.Add(document.Trim());
    }

    private static int SkipBlanks(string text, int at)
    {
        while (at < text.Length && IsBlank(text[at]))
            at++;
        return at;
    }

    private static bool IsBlank(char c) => c is ' ' or '\t' or '\n' or '\r' or '\f';
}
