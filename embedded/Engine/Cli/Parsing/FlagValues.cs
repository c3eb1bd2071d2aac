namespace Coder.Infra.Engine.Cli.Parsing;

/// <summary>The flags that were given.</summary>
internal sealed class FlagValues
{
    private readonly Dictionary<string, List<string>> _values = [];

    /// <summary>Names of the flags that were given.</summary>
    public IEnumerable<string> Names => _values.Keys;

    /// <summary>Whether a flag was given.</summary>
    public bool Has(string name) => _values.ContainsKey(name);

    /// <summary>Whether a switch is on.</summary>
    public bool Switch(string name) => Text(name) is "true";

    /// <summary>A flag's value, the last one given; null where it was not.</summary>
    public string? Text(string name) => _values.TryGetValue(name, out var values) ? values[^1] : null;

    /// <summary>A number; null where it was not given.</summary>
    public int? Number(string name) => Text(name) is { } text ? int.Parse(text, System.Globalization.CultureInfo.InvariantCulture) : null;

    /// <summary>All values of a flag in their order.</summary>
    public IReadOnlyList<string> List(string name) => _values.TryGetValue(name, out var values) ? values : [];

    /// <summary>Adds a value.</summary>
    public void Add(string name, string value)
    {
        if (!_values.TryGetValue(name, out var values))
            _values[name] = values = [];
        values.Add(value);
    }
}
