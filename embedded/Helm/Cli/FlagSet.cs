using System.Globalization;
using Coder.Infra.Helm.Yaml;

namespace Coder.Infra.Helm.Cli;

internal enum FlagKind
{
    Bool,
    Text,

    /// <summary>May be given several times.</summary>
    List,

    /// <summary>May be given several times, and each time with several values set off by commas.</summary>
    CommaList,

    /// <summary>As <see cref="CommaList"/>, and each value is <c>key=value</c>.</summary>
    KeyValues,
    Integer,
    Duration,
}

/// <summary>A flag of a command. WithoutValue is what it means when no value is attached.</summary>
internal sealed record Flag(string Name, FlagKind Kind, char Short = '\0', string? WithoutValue = null);

/// <summary>Reads flags as pflag does: long and short ones, attached values, flags between arguments, and its errors.</summary>
internal sealed class FlagSet
{
    private readonly Dictionary<string, Flag> _flags = [];
    private readonly Dictionary<string, List<string>> _values = [];

    public FlagSet(params IEnumerable<Flag>[] groups)
    {
        foreach (var group in groups)
            foreach (var flag in group)
                _flags[flag.Name] = flag;
    }

    /// <summary>Reads the flags and returns the other arguments. Throws <see cref="CommandException"/>.</summary>
    public List<string> Parse(IReadOnlyList<string> args)
    {
        var rest = new List<string>();
        for (int i = 0; i < args.Count; i++)
        {
            string arg = args[i];
            if (arg == "--")
            {
                rest.AddRange(args.Skip(i + 1));
                break;
            }
            if (arg.StartsWith("--", StringComparison.Ordinal))
                Long(arg, args, ref i);
            else if (arg.Length > 1 && arg[0] == '-')
                Short(arg, args, ref i);
            else
                rest.Add(arg);
        }
        return rest;
    }

    public bool IsSet(string name) => _values.ContainsKey(name);

    public string Text(string name, string otherwise = "") => _values.TryGetValue(name, out var values) ? values[^1] : otherwise;

    public bool Bool(string name, bool otherwise = false) => _values.TryGetValue(name, out var values) ? ParseBool(values[^1])!.Value : otherwise;

    public IReadOnlyList<string> List(string name) => _values.TryGetValue(name, out var values) ? values : [];

    private void Long(string arg, IReadOnlyList<string> args, ref int i)
    {
        int equals = arg.IndexOf('=', StringComparison.Ordinal);
        string name = equals < 0 ? arg[2..] : arg[2..equals];
        if (name.Length == 0 || name[0] == '-')
            throw new CommandException("bad flag syntax: " + arg);
        if (!_flags.TryGetValue(name, out var flag))
            throw new CommandException("unknown flag: --" + name);
        string shown = flag.Short == '\0' ? "--" + name : $"-{flag.Short}, --{name}";
        if (equals >= 0)
            Set(flag, arg[(equals + 1)..], shown);
        else if ((flag.WithoutValue ?? (flag.Kind == FlagKind.Bool ? "true" : null)) is { } implied)
            Set(flag, implied, shown);
        else if (++i < args.Count)
            Set(flag, args[i], shown);
        else
            throw new CommandException("flag needs an argument: --" + name);
    }

    private void Short(string arg, IReadOnlyList<string> args, ref int i)
    {
        for (int at = 1; at < arg.Length; at++)
        {
            char c = arg[at];
            var flag = _flags.Values.FirstOrDefault(f => f.Short == c)
                ?? throw new CommandException($"unknown shorthand flag: {GoQuote.QuoteRune(c)} in -{arg[at..]}");
            string shown = $"-{c}, --{flag.Name}";
            if (at + 1 < arg.Length && arg[at + 1] == '=')
            {
                Set(flag, arg[(at + 2)..], shown);
                return;
            }
            if ((flag.WithoutValue ?? (flag.Kind == FlagKind.Bool ? "true" : null)) is { } implied)
            {
                Set(flag, implied, shown);
                continue;
            }
            if (at + 1 < arg.Length)
                Set(flag, arg[(at + 1)..], shown);
            else if (++i < args.Count)
                Set(flag, args[i], shown);
            else
                throw new CommandException($"flag needs an argument: {GoQuote.QuoteRune(c)} in -{arg[at..]}");
            return;
        }
    }

    private void Set(Flag flag, string value, string shown)
    {
        string? problem = flag.Kind switch
        {
            FlagKind.Bool when ParseBool(value) is null => $"strconv.ParseBool: parsing {GoQuote.Quote(value)}: invalid syntax",
            FlagKind.Integer when !long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _) => $"strconv.ParseInt: parsing {GoQuote.Quote(value)}: invalid syntax",
            FlagKind.Duration => GoDurationText.Problem(value),
            FlagKind.KeyValues when value.Split(',').FirstOrDefault(v => !v.Contains('=')) is { } pair => pair + " must be formatted as key=value",
            _ => null,
        };
        if (problem is not null)
            throw new CommandException($"invalid argument {GoQuote.Quote(value)} for {GoQuote.Quote(shown)} flag: {problem}");
        if (!_values.TryGetValue(flag.Name, out var values))
            _values[flag.Name] = values = [];
        if (flag.Kind is FlagKind.CommaList or FlagKind.KeyValues)
            values.AddRange(value.Split(',', StringSplitOptions.None).Where(v => value.Length > 0));
        else
            values.Add(value);
    }

    private static bool? ParseBool(string value) => value switch
    {
        "1" or "t" or "T" or "true" or "TRUE" or "True" => true,
        "0" or "f" or "F" or "false" or "FALSE" or "False" => false,
        _ => null,
    };
}
