namespace Coder.Infra.Sandbox.Kubernetes.Base;

/// <summary>The text tables that are compiled into the assembly.</summary>
internal static class EmbeddedText
{
    public static IEnumerable<string> Lines(string name)
    {
        using var stream = typeof(EmbeddedText).Assembly.GetManifestResourceStream($"Kubernetes/{name}")
            ?? throw new InvalidOperationException($"The assembly lacks its table {name}.");
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line) yield return line;
    }

    public static IEnumerable<string> Names(string suffix) =>
        typeof(EmbeddedText).Assembly.GetManifestResourceNames()
            .Where(n => n.StartsWith("Kubernetes/") && n.EndsWith(suffix))
            .Select(n => n["Kubernetes/".Length..])
            .Order(StringComparer.Ordinal);
}
