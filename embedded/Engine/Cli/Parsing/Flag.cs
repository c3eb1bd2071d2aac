namespace Coder.Infra.Engine.Cli.Parsing;

/// <summary>What a flag takes.</summary>
internal enum FlagKind
{
    /// <summary>Nothing, or <c>=true</c> / <c>=false</c>.</summary>
    Switch,

    /// <summary>A text.</summary>
    Text,

    /// <summary>A text; may be given several times.</summary>
    List,

    /// <summary>A whole number.</summary>
    Number,

    /// <summary>A text behind <c>=</c>, or nothing, which counts as <c>true</c>.</summary>
    OptionalText,
}

/// <summary>A flag of a command.</summary>
/// <param name="Name">Long name without dashes.</param>
/// <param name="Kind">What it takes.</param>
/// <param name="Help">What it does, one line.</param>
/// <param name="Short">One-letter name, or NUL.</param>
internal sealed record Flag(string Name, FlagKind Kind, string Help, char Short = '\0')
{
    /// <summary>Whether it is for other programs to give, and left out of the help.</summary>
    public bool Hidden { get; init; }

    public static Flag Switch(string name, string help, char shorthand = '\0') => new(name, FlagKind.Switch, help, shorthand);

    public static Flag Text(string name, string help, char shorthand = '\0') => new(name, FlagKind.Text, help, shorthand);

    public static Flag List(string name, string help, char shorthand = '\0') => new(name, FlagKind.List, help, shorthand);

    public static Flag Number(string name, string help, char shorthand = '\0') => new(name, FlagKind.Number, help, shorthand);
}
