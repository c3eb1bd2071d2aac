namespace Coder.Infra.Engine.Base;

/// <summary>Exit codes of the command line, by the numbers of the official CLI.</summary>
internal static class ExitCodes
{
    /// <summary>Any error that has no code of its own.</summary>
    public const int Error = 1;

    /// <summary>A command needs a confirmation, and nobody can be asked.</summary>
    public const int NoConfirmation = 2;

    /// <summary>There is no such stack.</summary>
    public const int StackNotFound = 6;

    /// <summary><c>--expect-no-changes</c>, and there were some.</summary>
    public const int UnexpectedChanges = 7;

    /// <summary>A bug of the engine.</summary>
    public const int Internal = 255;
}
