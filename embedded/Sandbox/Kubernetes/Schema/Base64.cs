namespace Coder.Infra.Sandbox.Kubernetes.Schema;

/// <summary>Standard base64 as Go's decoder takes it: padded, line breaks ignored.</summary>
internal static class Base64
{
    /// <summary>The offset at which the text stops being base64, or null when it is.</summary>
    public static int? FirstIllegalByte(string text)
    {
        var digits = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c is '\r' or '\n') continue;
            if (char.IsAsciiLetterOrDigit(c) || c is '+' or '/')
            {
                digits++;
                continue;
            }
            if (c != '=' || digits % 4 < 2) return i;
            return AfterPadding(text, i, digits % 4);
        }
        // An unfinished group is reported at its first digit.
        return digits % 4 == 0 ? null : text.Length - digits % 4;
    }

    static int? AfterPadding(string text, int at, int digits)
    {
        var next = at + 1;
        if (digits == 2)
        {
            while (next < text.Length && text[next] is '\r' or '\n') next++;
            if (next >= text.Length) return text.Length;
            if (text[next] != '=') return next;
            next++;
        }
        while (next < text.Length && text[next] is '\r' or '\n') next++;
        return next < text.Length ? next : null;
    }
}
