namespace Coder.Infra.Engine.Cli.Parsing;

/// <summary>A command of the command line.</summary>
internal sealed record Command(string Name, string Summary)
{
    /// <summary>Other names.</summary>
    public string[] Aliases { get; init; } = [];

    /// <summary>Its arguments, as help shows them: <c>&lt;key&gt; [value]</c>.</summary>
    public string Arguments { get; init; } = "";

    /// <summary>How many arguments it takes.</summary>
    public (int Least, int Most) Count { get; init; } = (0, 0);

    /// <summary>Its flags, beside the global ones.</summary>
    public Flag[] Flags { get; init; } = [];

    /// <summary>Its subcommands; they take its flags too.</summary>
    public Command[] Commands { get; init; } = [];

    /// <summary>What it does; null for one that has only subcommands.</summary>
    public Func<Invocation, Task<int>>? Run { get; init; }

    /// <summary>Why a command of the official CLI is not supported here; null where it is.</summary>
    public string? Unsupported { get; init; }

    /// <summary>Why a command is refused that a file backend has not in the official CLI either; null where it is not.</summary>
    public string? Refused { get; init; }

    /// <summary>Whether there is nothing to run, so that its arguments need not be looked at.</summary>
    public bool IsAbsent => Unsupported is not null || Refused is not null;

    /// <summary>Whether it is called by this name.</summary>
    public bool Answers(string name) => Name == name || Aliases.Contains(name);
}
