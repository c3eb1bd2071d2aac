using System.Globalization;
using Coder.Infra.Engine.Workspace;

namespace Coder.Infra.Engine.Cli.Parsing;

/// <summary>What the arguments ask for.</summary>
/// <param name="Path">The command with those above it.</param>
/// <param name="Flags">Flags given.</param>
/// <param name="Arguments">Arguments given.</param>
internal sealed record ParsedCommand(IReadOnlyList<Command> Path, FlagValues Flags, IReadOnlyList<string> Arguments)
{
    /// <summary>The command itself.</summary>
    public Command Command => Path[^1];

    /// <summary>The command as typed: <c>pulumi stack ls</c>.</summary>
    public string FullName => string.Join(' ', Path.Select(command => command.Name));
}

/// <summary>
/// Reads arguments as the official CLI does (Go's cobra and pflag): flags are allowed anywhere, <c>--name value</c>, <c>--name=value</c>,
/// <c>-n value</c>, <c>-nvalue</c>, switches together (<c>-yf</c>), <c>--</c> ends them; errors in the same words.
/// </summary>
internal static class CommandParser
{
    public static ParsedCommand Parse(Command root, IReadOnlyList<string> arguments)
    {
        var (path, names) = Find(root, arguments);
        var flags = new FlagValues();
        var rest = new List<string>();
        var open = true;
        for (var i = 0; i < arguments.Count; i++)
        {
            var argument = arguments[i];
            if (open && argument == "--")
                open = false;
            else if (open && argument.StartsWith("--", StringComparison.Ordinal))
                Long(path, argument, arguments, ref i, flags);
            else if (open && argument is ['-', _, ..])
                Shorts(path, argument, arguments, ref i, flags);
            else if (!names.Contains(i))
                rest.Add(argument);
        }

        var parsed = new ParsedCommand(path, flags, rest);
        if (!flags.Switch("help"))
            CheckArguments(parsed);
        return parsed;
    }

    /// <summary>
    /// The command that is meant, and the positions of its names. Flags before it may be its own, so one that is not known yet is
    /// taken to have a value, as cobra does.
    /// </summary>
    private static (List<Command> Path, HashSet<int> Names) Find(Command root, IReadOnlyList<string> arguments)
    {
        var (path, names) = (new List<Command> { root }, new HashSet<int>());
        for (var i = 0; i < arguments.Count && arguments[i] != "--"; i++)
        {
            var argument = arguments[i];
            if (argument is ['-', '-', ..])
            {
                if (!argument.Contains('=', StringComparison.Ordinal) && !IsSwitch(Find(path, flag => flag.Name == argument[2..])))
                    i++;
            }
            else if (argument is ['-', var letter])
            {
                if (!IsSwitch(Find(path, flag => flag.Short == letter)))
                    i++;
            }
            else if (argument is not ['-', ..])
            {
                if (path[^1].Commands.FirstOrDefault(command => command.Answers(argument)) is not { } command)
                {
                    // Its flags are unknown as well; that it is not here is what the user has to hear.
                    if (path[^1].Commands.Length > 0 && AbsentNames.Command(string.Join(' ', path.Skip(1).Select(parent => parent.Name).Append(argument))) is { } absent)
                        throw absent;
                    break;
                }

                path.Add(command);
                names.Add(i);
            }
        }

        return (path, names);

        static bool IsSwitch(Flag? flag) => flag?.Kind is FlagKind.Switch or FlagKind.OptionalText;
    }

    private static void CheckArguments(ParsedCommand parsed)
    {
        var (command, given) = (parsed.Command, parsed.Arguments.Count);
        if (given > 0 && command.Commands.Length > 0 && (command.Run is null || command.Count.Most == 0))
            throw Unknown(parsed, parsed.Arguments[0]);
        var (least, most) = command.Count;
        if (given >= least && given <= most)
            return;
        throw new UserErrorException((least, most) switch
        {
            (0, 0) => $"unknown command \"{parsed.Arguments[0]}\" for \"{parsed.FullName}\"",
            _ when least == most => $"accepts {least} arg(s), received {given}",
            _ when given < least => $"requires at least {least} arg(s), only received {given}",
            _ => $"accepts at most {most} arg(s), received {given}",
        } + $"\nUsage: {parsed.FullName}{(command.Arguments.Length > 0 ? " " + command.Arguments : "")} [flags]");
    }

    private static UserErrorException Unknown(ParsedCommand parsed, string name)
    {
        var near = Suggestions.Near(name, parsed.Command.Commands.Select(command => command.Name));
        var hint = near.Count > 0 ? $"\n\nDid you mean this?\n{string.Concat(near.Select(other => $"\t{other}\n"))}" : "\n";
        return new UserErrorException($"unknown command \"{name}\" for \"{parsed.FullName}\"{hint}\nRun '{parsed.FullName} --help' for usage.");
    }

    private static void Long(List<Command> path, string argument, IReadOnlyList<string> arguments, ref int i, FlagValues flags)
    {
        var equals = argument.IndexOf('=', StringComparison.Ordinal);
        var name = equals < 0 ? argument[2..] : argument[2..equals];
        var flag = Find(path, candidate => candidate.Name == name);
        if (flag is null)
        {
            if (AbsentNames.Flag($"--{name}") is { } absent)
                throw absent;
            var near = Suggestions.Near(name, All(path).Select(candidate => candidate.Name));
            throw new UserErrorException($"unknown flag: --{name}{(near.Count > 0 ? $"\n\nDid you mean this?\n{string.Concat(near.Select(other => $"\t--{other}\n"))}" : "")}");
        }

        if (equals >= 0)
            Add(flags, flag, argument[(equals + 1)..], $"--{name}");
        else if (flag.Kind is FlagKind.Switch or FlagKind.OptionalText)
            Add(flags, flag, "true", $"--{name}");
        else if (++i < arguments.Count)
            Add(flags, flag, arguments[i], $"--{name}");
        else
            throw new UserErrorException($"flag needs an argument: --{name}");
    }

    private static void Shorts(List<Command> path, string argument, IReadOnlyList<string> arguments, ref int i, FlagValues flags)
    {
        for (var at = 1; at < argument.Length; at++)
        {
            var letter = argument[at];
            var flag = Find(path, candidate => candidate.Short == letter)
                ?? throw new UserErrorException($"unknown shorthand flag: '{letter}' in {argument}");
            var name = $"-{letter}, --{flag.Name}";
            if (at + 1 < argument.Length && argument[at + 1] == '=')
            {
                Add(flags, flag, argument[(at + 2)..], name);
                return;
            }

            if (flag.Kind is FlagKind.Switch or FlagKind.OptionalText)
            {
                Add(flags, flag, "true", name);
                continue;
            }

            if (at + 1 < argument.Length)
                Add(flags, flag, argument[(at + 1)..], name);
            else if (++i < arguments.Count)
                Add(flags, flag, arguments[i], name);
            else
                throw new UserErrorException($"flag needs an argument: '{letter}' in {argument}");
            return;
        }
    }

    private static void Add(FlagValues flags, Flag flag, string value, string name)
    {
        if (flag.Kind == FlagKind.Number && !int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))
            throw new UserErrorException($"invalid argument \"{value}\" for \"{name}\" flag: it must be a whole number");
        if (flag.Kind == FlagKind.Switch)
        {
            value = GoBool.TryParse(value) switch
            {
                { } on => on ? "true" : "false",
                null => throw new UserErrorException($"invalid argument \"{value}\" for \"{name}\" flag: it must be true or false"),
            };
        }

        flags.Add(flag.Name, value);
    }

    private static Flag? Find(List<Command> path, Func<Flag, bool> match) => All(path).FirstOrDefault(match);

    private static IEnumerable<Flag> All(List<Command> path) => Enumerable.Reverse(path).SelectMany(command => command.Flags);
}
