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

    /// <summary>Whether it is called by this name.</summary>
    public bool Answers(string name) => Name == name || Aliases.Contains(name);
}
