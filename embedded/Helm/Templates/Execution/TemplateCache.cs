using System.Collections.Concurrent;
using Coder.Infra.Helm.Templates.Syntax;

namespace Coder.Infra.Helm.Templates.Execution;

/// <summary>Keeps parsed templates: the same file of the same text is parsed once in the process.</summary>
internal static class TemplateCache
{
    private const int MaxEntries = 10_000;
    private const long MaxCharacters = 64 << 20;

    private static readonly ConcurrentDictionary<Source, IReadOnlyDictionary<string, TemplateTree>> Parsed = new();
    private static long _characters;
    private static int _entries;

    /// <summary>The trees of a file, parsed now or before.</summary>
    /// <exception cref="TemplateParseException">The text is no valid template.</exception>
    public static IReadOnlyDictionary<string, TemplateTree> Parse(string name, string text)
    {
        var source = new Source(name, text);
        if (Parsed.TryGetValue(source, out var known))
            return known;
        var trees = Parser.Parse(name, text);
        if (Interlocked.Increment(ref _entries) > MaxEntries || Interlocked.Add(ref _characters, text.Length) > MaxCharacters)
        {
            Parsed.Clear();
            Interlocked.Exchange(ref _characters, text.Length);
            Interlocked.Exchange(ref _entries, 1);
        }
        Parsed[source] = trees;
        return trees;
    }

    // A class: code for a struct as the key would have to be compiled at every start.
    private sealed record Source(string Name, string Text);
}
