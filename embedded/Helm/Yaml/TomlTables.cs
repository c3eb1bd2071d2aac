namespace Coder.Infra.Helm.Yaml;

/// <summary>
/// The tables of a TOML document while it is read: which one keys go into, and what may not be defined twice. A table that exists only
/// because something below it was named may be defined once more.
/// </summary>
internal sealed class TomlTables
{
    private readonly HashSet<string> _implicit = [];
    private readonly HashSet<string> _arrays = [];

    public Dictionary<string, object?> Root { get; } = [];

    /// <summary>The table that keys go into, from the root.</summary>
    public List<string> Context { get; set; } = [];

    /// <summary>The key whose value is being read, or "".</summary>
    public string Key { get; set; } = "";

    /// <summary>Makes the error of a key that is defined twice, on the line of the key.</summary>
    public required Func<string, Exception> Error { get; init; }

    /// <summary>The full key, as errors show it.</summary>
    public string Current => Key.Length == 0 ? Text(Context) : Context.Count == 0 ? Key : $"{Text(Context)}.{Key}";

    /// <summary>Goes into a table that is named on the way to another.</summary>
    public void OpenImplicit(List<string> key)
    {
        _implicit.Add(Text(key));
        Open(key, array: false);
    }

    /// <summary>Goes into a table, or into a new one at the end of an array of tables.</summary>
    public void Open(List<string> key, bool array)
    {
        var table = Root;
        for (int i = 0; i + 1 < key.Count; i++)
        {
            var parent = key[..(i + 1)];
            if (!table.TryGetValue(key[i], out object? inner))
            {
                _implicit.Add(Text(parent));
                table[key[i]] = inner = new Dictionary<string, object?>();
            }
            table = TableOf(inner) ?? throw Error($"Key '{Text(parent)}' was already created as a hash.");
        }
        string last = key[^1];
        Context = key[..^1];
        if (!array)
        {
            Set(last, new Dictionary<string, object?>());
        }
        else
        {
            if (!table.TryGetValue(last, out object? there))
                table[last] = there = new TomlTableArray();
            (there as TomlTableArray ?? throw Error($"Key '{Text(key)}' was already created and cannot be used as an array.")).Add(new Dictionary<string, object?>());
        }
        Context = key;
    }

    /// <summary>Gives a key of the present table its value.</summary>
    public void Set(string key, object? value)
    {
        var table = Root;
        for (int i = 0; i < Context.Count; i++)
            table = TableOf(table.GetValueOrDefault(Context[i])) ?? throw Error($"Key '{Text(Context[..(i + 1)])}' has already been defined.");
        string path = Text([.. Context, key]);
        if (table.TryAdd(key, value))
            return;
        if (!_implicit.Remove(path))
            throw Error($"Key '{path}' has already been defined.");
        if (_arrays.Contains(path))
            table[key] = value;
    }

    /// <summary>Notes that the key's value is an array, whose inline tables are collected under the key until it is complete.</summary>
    public void StartArray() => _arrays.Add(Text(Key.Length > 0 ? [.. Context, Key] : Context));

    /// <summary>Goes into an inline table.</summary>
    public void OpenInline(bool inArray)
    {
        List<string> key = [.. Context, Key];
        Key = "";
        _implicit.Add(Text(key));
        Open(key, inArray);
    }

    private static Dictionary<string, object?>? TableOf(object? value) =>
        value as Dictionary<string, object?> ?? (value as TomlTableArray)?[^1] as Dictionary<string, object?>;

    private static string Text(List<string> key) => string.Join('.', key.Select(TomlWriter.Key));
}

/// <summary>An array that headers like <c>[[a]]</c> make, as opposed to a value that is an array.</summary>
internal sealed class TomlTableArray : List<object?>;
