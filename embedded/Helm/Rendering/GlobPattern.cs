namespace Coder.Infra.Helm.Rendering;

/// <summary>
/// The patterns of <c>.Files.Glob</c> (github.com/gobwas/glob with the separator "/"): * and ? stop at a slash, ** does not;
/// [abc], [!abc], [a-z] and {a,b}; a backslash takes the next character as it is. A pattern that cannot be read matches all.
/// Matched by following every way through the pattern at once, so that its time grows with the path's length only.
/// </summary>
internal sealed class GlobPattern
{
    /// <summary>A place in the pattern: takes a character and goes on, or (without a test) goes on by one way or two.</summary>
    private sealed class Place(Predicate<char>? takes)
    {
        public Predicate<char>? Takes { get; } = takes;

        public Place? Next { get; set; }

        public Place? Other { get; set; }
    }

    /// <summary>An open {: where its alternatives begin and meet.</summary>
    private sealed record Alternatives(Place Start, Place End);

    private static readonly Predicate<char> NoSlash = static c => c != '/';
    private static readonly Predicate<char> Anything = static _ => true;

    private readonly Place _start = new(null);
    private readonly Stack<Alternatives> _open = new();
    private Place _last;

    private GlobPattern() => _last = _start;

    /// <summary>Reads a pattern.</summary>
    public static GlobPattern Parse(string pattern)
    {
        var glob = new GlobPattern();
        if (glob.TryRead(pattern))
            return glob;
        glob = new GlobPattern();
        glob.Repeat(Anything);
        return glob;
    }

    /// <summary>Whether a whole path matches.</summary>
    public bool IsMatch(string path)
    {
        var places = new HashSet<Place>();
        Enter(places, _start);
        foreach (char c in path)
        {
            var next = new HashSet<Place>();
            foreach (var place in places)
            {
                if (place.Takes != null && place.Takes(c))
                    Enter(next, place.Next!);
            }
            places = next;
        }
        return places.Contains(_last);
    }

    private static void Enter(HashSet<Place> places, Place first)
    {
        var ahead = new Stack<Place>();
        ahead.Push(first);
        while (ahead.TryPop(out var place))
        {
            if (!places.Add(place) || place.Takes != null)
                continue;
            if (place.Next != null)
                ahead.Push(place.Next);
            if (place.Other != null)
                ahead.Push(place.Other);
        }
    }

    private bool TryRead(string pattern)
    {
        for (int i = 0; i < pattern.Length; i++)
        {
            char c = pattern[i];
            switch (c)
            {
                case '*' when i + 1 < pattern.Length && pattern[i + 1] == '*':
                    Repeat(Anything);
                    i++;
                    break;
                case '*': Repeat(NoSlash); break;
                case '?': Take(NoSlash); break;
                case '[':
                    if (!TryRange(pattern, ref i))
                        return false;
                    break;
                case '{':
                    _open.Push(new Alternatives(_last, new Place(null)));
                    Alternative();
                    break;
                case ',' when _open.Count > 0:
                    _last.Next = _open.Peek().End;
                    Alternative();
                    break;
                case '}' when _open.Count > 0: Close(); break;
                case '\\' when i + 1 < pattern.Length: Literal(pattern[++i]); break;
                case '\\': break;
                default: Literal(c); break;
            }
        }
        while (_open.Count > 0)
            Close();
        return true;
    }

    private void Literal(char wanted) => Take(c => c == wanted);

    private void Take(Predicate<char> takes)
    {
        var place = new Place(takes) { Next = new Place(null) };
        _last.Next = place;
        _last = place.Next;
    }

    private void Repeat(Predicate<char> takes)
    {
        var loop = new Place(null);
        loop.Other = new Place(takes) { Next = loop };
        _last.Next = loop;
        _last = new Place(null);
        loop.Next = _last;
    }

    private void Alternative()
    {
        // A chain of forks: each leads into its alternative and on to the next fork.
        var fork = _open.Peek().Start;
        while (fork.Next != null)
            fork = fork.Other ??= new Place(null);
        _last = fork.Next = new Place(null);
    }

    private void Close()
    {
        var (_, end) = _open.Pop();
        _last.Next = end;
        _last = end;
    }

    /// <summary>One range (a-z) or a list of characters, not both.</summary>
    private bool TryRange(string pattern, ref int at)
    {
        int i = at + 1;
        bool not = i < pattern.Length && pattern[i] == '!';
        if (not)
            i++;
        if (i >= pattern.Length)
            return false;
        if (i + 1 < pattern.Length && pattern[i + 1] == '-')
        {
            if (i + 3 >= pattern.Length || pattern[i + 3] != ']' || pattern[i + 2] < pattern[i])
                return false;
            char low = pattern[i], high = pattern[i + 2];
            Take(c => (c >= low && c <= high) != not);
            at = i + 3;
            return true;
        }
        string set = "";
        for (; i < pattern.Length && pattern[i] != ']'; i++)
        {
            if (pattern[i] == '\\' && i + 1 < pattern.Length)
                i++;
            set += pattern[i];
        }
        if (i >= pattern.Length || set.Length == 0)
            return false;
        Take(c => set.Contains(c, StringComparison.Ordinal) != not);
        at = i;
        return true;
    }
}
