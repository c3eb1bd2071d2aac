using System.Collections.Concurrent;
using Coder.Infra.Helm.Templates.Syntax;

namespace Coder.Infra.Helm.Templates.Execution;

/// <summary>Keeps parsed templates: the same file of the same text is parsed once in the process.</summary>
internal static class TemplateCache
{
    private const int MaxEntries = 10_000;
    private const long MaxCharacters = 64 << 20;

    private static readonly ConcurrentDictionary<(string Name, string Text), IReadOnlyDictionary<string, TemplateTree>> Parsed = new();
    private static long _characters;

    /// <summary>The trees of a file, parsed now or before.</summary>
    /// <exception cref="TemplateParseException">The text is no valid template.</exception>
    public static IReadOnlyDictionary<string, TemplateTree> Parse(string name, string text)
    {
        if (Parsed.TryGetValue((name, text), out var known))
            return known;
        var trees = Parser.Parse(name, text);
        if (Parsed.Count >= MaxEntries || Interlocked.Add(ref _characters, text.Length) > MaxCharacters)
        {
            Parsed.Clear();
            Interlocked.Exchange(ref _characters, text.Length);
        }
        Parsed[(name, text)] = trees;
        return trees;
    }
}
