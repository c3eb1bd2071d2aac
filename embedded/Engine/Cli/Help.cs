using Coder.Infra.Engine.Cli.Parsing;

namespace Coder.Infra.Engine.Cli;

/// <summary><c>--help</c>.</summary>
internal static class Help
{
    public static void Write(TextWriter output, ParsedCommand parsed)
    {
        var command = parsed.Command;
        output.WriteLine(command.Summary);
        output.WriteLine();
        output.WriteLine("Usage:");
        if (command.Run is not null)
            output.WriteLine($"  {parsed.FullName}{(command.Arguments.Length > 0 ? " " + command.Arguments : "")} [flags]");
        if (command.Commands.Length > 0)
            output.WriteLine($"  {parsed.FullName} [command]");
        if (command.Aliases.Length > 0)
            output.WriteLine($"\nAliases:\n  {string.Join(", ", command.Aliases.Prepend(command.Name))}");
        var shown = command.Commands;
        if (shown.Length > 0)
        {
            output.WriteLine("\nAvailable Commands:");
            var width = shown.Max(child => child.Name.Length);
            foreach (var child in shown)
                output.WriteLine($"  {child.Name.PadRight(width)}  {child.Summary}");
        }

        Flags(output, "Flags", parsed.Path.Skip(1).SelectMany(part => part.Flags));
        Flags(output, "Global Flags", parsed.Path[0].Flags);
        // Tools look here for the names of flags (the Automation API for --remote).
        if (command.Run is not null)
            output.WriteLine($"\nNot supported by the embedded engine; using one prints the reason:\n  {string.Join(", ", AbsentNames.Flags.Select(absent => absent.Flag))}");
        if (shown.Length > 0)
            output.WriteLine($"\nUse \"{parsed.FullName} [command] --help\" for more information about a command.");
    }

    private static void Flags(TextWriter output, string heading, IEnumerable<Flag> flags)
    {
        var rows = flags.Where(flag => !flag.Hidden).OrderBy(flag => flag.Name, StringComparer.Ordinal).Select(flag => (
            Left: $"  {(flag.Short == '\0' ? "    " : $"-{flag.Short}, ")}--{flag.Name}{(flag.Kind switch { FlagKind.Text => " string", FlagKind.List => " stringArray", FlagKind.Number => " int", FlagKind.OptionalText => " string[=\"true\"]", _ => "" })}",
            flag.Help)).ToArray();
        if (rows.Length == 0)
            return;
        output.WriteLine($"\n{heading}:");
        var width = rows.Max(row => row.Left.Length);
        foreach (var (left, help) in rows)
            output.WriteLine($"{left.PadRight(width)}   {help}");
    }
}
