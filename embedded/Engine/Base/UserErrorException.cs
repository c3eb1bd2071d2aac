namespace Coder.Infra.Engine.Base;

/// <summary>
/// Something the user can fix: the message is shown after <c>error: </c> and never holds a secret. Nothing has been changed when
/// it is thrown, unless the message says so.
/// </summary>
public sealed class UserErrorException(string message, int exitCode = ExitCodes.Error) : Exception(message)
{
    /// <summary>Exit code of the command line, never 0.</summary>
    public int ExitCode { get; } = exitCode;

    /// <summary>One error of several problems, so that they can all be fixed at once.</summary>
    public static UserErrorException Of(string heading, IReadOnlyList<string> problems) =>
        problems.Count == 1 ? new UserErrorException(problems[0]) : new UserErrorException($"{heading}\n{string.Join("\n", problems.Select(problem => "  - " + problem))}");
}
