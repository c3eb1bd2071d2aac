namespace Coder.Infra.Engine.Cli;

/// <summary>What surrounds a command: streams, terminal, environment, clock, Ctrl-C. Tests give their own.</summary>
internal sealed record CommandHost
{
    /// <summary>Standard output.</summary>
    public required TextWriter Out { get; init; }

    /// <summary>Standard error.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>Standard input.</summary>
    public TextReader In { get; init; } = TextReader.Null;

    /// <summary>Whether a person sits at input and output.</summary>
    public bool IsTerminal { get; init; }

    /// <summary>Whether standard input is redirected, so that a value can be read from it.</summary>
    public bool IsInputRedirected { get; init; }

    /// <summary>Columns and rows of the terminal.</summary>
    public Func<(int Width, int Height)> Size { get; init; } = () => (120, 40);

    /// <summary>Reads a line without showing it; null at the end of input.</summary>
    public Func<string?> ReadHidden { get; init; } = () => null;

    /// <summary>Environment variables.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>Current folder.</summary>
    public required string WorkingDirectory { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>First Ctrl-C.</summary>
    public CancellationToken Cancel { get; init; }

    /// <summary>Second Ctrl-C.</summary>
    public CancellationToken Abort { get; init; }
}
