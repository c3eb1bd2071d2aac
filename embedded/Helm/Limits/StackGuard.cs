using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace Coder.Infra.Helm.Limits;

/// <summary>
/// Go's stacks grow, .NET's do not: recursion that runs out of room continues on a new thread's stack, so that no template
/// can end the process.
/// </summary>
internal static class StackGuard
{
    private const int StackBytes = 64 << 20;

    /// <summary>Whether another level of recursion fits.</summary>
    public static bool HasRoom => RuntimeHelpers.TryEnsureSufficientExecutionStack();

    /// <summary>Runs on a new stack; exceptions come back as if it had been called here.</summary>
    public static void OnNewStack(Action action)
    {
        ExceptionDispatchInfo? failure = null;
        var thread = new Thread(
            () =>
            {
                try
                {
                    action();
                }
                catch (Exception e)
                {
                    failure = ExceptionDispatchInfo.Capture(e);
                }
            },
            StackBytes)
        { IsBackground = true, Name = "template recursion" };
        thread.Start();
        thread.Join();
        failure?.Throw();
    }

    /// <summary>Runs on a new stack and gives the result.</summary>
    public static T OnNewStack<T>(Func<T> function)
    {
        T result = default!;
        OnNewStack(() => { result = function(); });
        return result;
    }
}
