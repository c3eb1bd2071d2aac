using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using NetRegex = System.Text.RegularExpressions.Regex;

namespace Coder.Infra.Helm.Go.RegularExpressions;

/// <summary>
/// A regular expression of Go (RE2) run by .NET: parsed by Go's grammar, with its errors, and rewritten for .NET.
/// An expression that makes .NET's backtracking explode is run by its linear engine.
/// </summary>
internal sealed class GoRegex
{
    private const int MaxCached = 1000;
    private static readonly TimeSpan BacktrackingTime = TimeSpan.FromMilliseconds(500);
    private static readonly ConcurrentDictionary<string, GoRegex> Cache = new();

    private readonly RegexParser _parsed;
    private readonly Lazy<NetRegex> _simple;
    private readonly Lazy<NetRegex> _full;

    private GoRegex(string expression)
    {
        _parsed = new RegexParser(expression);
        _simple = new Lazy<NetRegex>(() => Build(_parsed.Write(surrogates: false), RegexOptions.None, BacktrackingTime));
        _full = new Lazy<NetRegex>(() => Build(_parsed.Write(surrogates: true), RegexOptions.None, BacktrackingTime));
    }

    private static NetRegex Build(string pattern, RegexOptions options, TimeSpan timeout) =>
        new(pattern, options | RegexOptions.CultureInvariant, timeout);

    /// <summary>Compiles; an expression once compiled is kept.</summary>
    /// <exception cref="FunctionException">With the message of Go's <c>regexp.Compile</c>.</exception>
    public static GoRegex Compile(string expression)
    {
        if (Cache.TryGetValue(expression, out var known))
            return known;
        var regex = new GoRegex(expression);
        if (Cache.Count > MaxCached)
            Cache.Clear();
        return Cache[expression] = regex;
    }

    /// <summary>Compiles where Go's code would use <c>MustCompile</c>, whose panic has more to say.</summary>
    public static GoRegex MustCompile(string expression)
    {
        try
        {
            return Compile(expression);
        }
        catch (FunctionException e)
        {
            string quoted = GoQuote.CanBackquote(expression) ? $"`{expression}`" : GoQuote.Quote(expression);
            throw new FunctionException($"regexp: Compile({quoted}): {e.Message}");
        }
    }

    /// <summary>The number of a named group (the first of that name), or -1.</summary>
    public int GroupNumber(string name) => _parsed.GroupNames.IndexOf(name);

    /// <summary>The first match at or after a place.</summary>
    public Match Match(LimitCounter limits, string text, int from)
    {
        var regex = text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF') ? _full.Value : _simple.Value;
        try
        {
            return regex.Match(text, from);
        }
        catch (RegexMatchTimeoutException)
        {
            return MatchLinear(limits, regex.ToString(), text, from);
        }
    }

    private static Match MatchLinear(LimitCounter limits, string pattern, string text, int from)
    {
        try
        {
            return Build(pattern, RegexOptions.NonBacktracking, Positive(limits.Remaining())).Match(text, from);
        }
        catch (RegexMatchTimeoutException)
        {
            throw limits.TimeExceeded();
        }
        catch (NotSupportedException)
        {
            // \b is written with look-around, which the linear engine does not have.
            return MatchForAsLongAsAllowed(limits, pattern, text, from);
        }
    }

    private static Match MatchForAsLongAsAllowed(LimitCounter limits, string pattern, string text, int from)
    {
        try
        {
            return Build(pattern, RegexOptions.None, Positive(limits.Remaining())).Match(text, from);
        }
        catch (RegexMatchTimeoutException)
        {
            throw limits.TimeExceeded();
        }
    }

    private static TimeSpan Positive(TimeSpan time) => time > TimeSpan.FromMilliseconds(1) ? time : TimeSpan.FromMilliseconds(1);

    /// <summary>Go's <c>FindAll…</c>: up to <paramref name="count"/> matches (negative: all); no empty match touches the match before it.</summary>
    public List<Match> FindAll(LimitCounter limits, string text, nint count)
    {
        var found = new List<Match>();
        int previousEnd = -1;
        for (int at = 0; (count < 0 || found.Count < count) && at <= text.Length;)
        {
            var match = Match(limits, text, at);
            if (!match.Success)
                break;
            int end = match.Index + match.Length;
            bool accept = true;
            if (end == at)
            {
                accept = match.Index != previousEnd;
                at += Width(text, at);
            }
            else
            {
                at = end;
            }
            previousEnd = end;
            if (accept)
                found.Add(match);
        }
        return found;
    }

    /// <summary>Go's <c>ReplaceAll…</c> with a text for every match.</summary>
    public string Replace(LimitCounter limits, string text, Func<Match, string> replacement)
    {
        var to = new System.Text.StringBuilder(text.Length);
        int copied = 0;
        for (int at = 0; at <= text.Length;)
        {
            var match = Match(limits, text, at);
            if (!match.Success)
                break;
            to.Append(text, copied, match.Index - copied);
            int end = match.Index + match.Length;
            // An empty match right after the match before it is not replaced.
            if (end > copied || match.Index == 0)
                to.Append(replacement(match));
            limits.CheckLength(to.Length);
            copied = end;
            at = Math.Max(at + Width(text, at), end);
        }
        return to.Append(text, copied, text.Length - copied).ToString();
    }

    private static int Width(string text, int at) => at + 1 < text.Length && char.IsSurrogatePair(text[at], text[at + 1]) ? 2 : 1;
}
