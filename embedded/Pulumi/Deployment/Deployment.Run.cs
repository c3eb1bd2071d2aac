using System.Reflection;
using System.Runtime.ExceptionServices;
using Grpc.Core;
using Pulumirpc;

namespace Pulumi;

public sealed partial class Deployment
{
    /// <summary>The exit code that says: the program failed and has reported why.</summary>
    private const int ExitAfterErrorShown = 32;

    /// <summary>Runs a program without outputs. The result is the process's exit code.</summary>
    public static Task<int> RunAsync(Action action) => RunAsync(() =>
    {
        action();
        return Task.FromResult<IDictionary<string, object?>>(new Dictionary<string, object?>());
    });

    /// <summary>Runs a program that gives the stack's outputs. The result is the process's exit code.</summary>
    public static Task<int> RunAsync(Func<IDictionary<string, object?>> func) => RunAsync(() => Task.FromResult(func()));

    /// <summary>Runs a program without outputs. The result is the process's exit code.</summary>
    public static Task<int> RunAsync(Func<Task> func) => RunAsync(async () =>
    {
        await func().ConfigureAwait(false);
        return (IDictionary<string, object?>)new Dictionary<string, object?>();
    });

    /// <summary>Runs a program that gives the stack's outputs. The result is the process's exit code.</summary>
    public static Task<int> RunAsync(Func<Task<IDictionary<string, object?>>> func, StackOptions? options = null) =>
        FromEnvironment().RunAsync(() => new Stack(func, options), outputsFromProperties: false);

    /// <summary>Runs a program that is a stack class. The result is the process's exit code.</summary>
    public static Task<int> RunAsync<TStack>()
        where TStack : Stack, new() => FromEnvironment().RunAsync(Construct<TStack>, outputsFromProperties: true);

    /// <summary>Runs a program that is a stack class, which the services make. The result is the process's exit code.</summary>
    public static Task<int> RunAsync<TStack>(IServiceProvider serviceProvider)
        where TStack : Stack => FromEnvironment().RunAsync(() => FromServices<TStack>(serviceProvider), outputsFromProperties: true);

    /// <summary>The run that the engine describes in the process's environment.</summary>
    /// <param name="environment">Gives variables of the environment; the process's own when unset.</param>
    /// <exception cref="InvalidOperationException">The process was not started by an engine.</exception>
    internal static Deployment FromEnvironment(Func<string, string?>? environment = null)
    {
        environment ??= Environment.GetEnvironmentVariable;
        var missing = new List<string>();
        var monitor = Read("PULUMI_MONITOR");
        var engine = Read("PULUMI_ENGINE");
        var project = Read("PULUMI_PROJECT");
        var stack = Read("PULUMI_STACK");
        if (missing.Count > 0)
            throw new InvalidOperationException($"This program is run by the Pulumi engine, which sets {string.Join(", ", missing)}. Start it with: pulumi up");
        return new Deployment(
            new GrpcMonitor(monitor),
            new GrpcLogSink(engine),
            environment("PULUMI_ORGANIZATION") is { Length: > 0 } organization ? organization : "organization",
            project,
            stack,
            string.Equals(environment("PULUMI_DRY_RUN"), "true", StringComparison.OrdinalIgnoreCase),
            Settings.From(environment),
            environment("PULUMI_ROOT_DIRECTORY"));

        string Read(string name)
        {
            var value = environment(name);
            if (string.IsNullOrEmpty(value))
                missing.Add(name);
            return value ?? "";
        }
    }

    private static TStack Construct<TStack>()
        where TStack : Stack, new()
    {
        try
        {
            return new TStack();
        }
        catch (TargetInvocationException e) when (e.InnerException is { } cause)
        {
            ExceptionDispatchInfo.Throw(cause);
            throw;
        }
    }

    private static TStack FromServices<TStack>(IServiceProvider services)
        where TStack : Stack => services.GetService(typeof(TStack)) as TStack ?? throw new RunException(
            $"The services given to the run do not make a {typeof(TStack).Name}. Register it, as in services.AddSingleton<{typeof(TStack).Name}>().");

    /// <summary>Runs a program that is a stack class.</summary>
    internal Task<int> RunAsync(Func<Stack> program) => RunAsync(program, outputsFromProperties: true);

    /// <summary>Runs a program that gives the stack's outputs.</summary>
    internal Task<int> RunAsync(Func<Task<IDictionary<string, object?>>> program) => RunAsync(() => new Stack(program, null), outputsFromProperties: false);

    private async Task<int> RunAsync(Func<Stack> program, bool outputsFromProperties)
    {
        await using var _ = Monitor.ConfigureAwait(false);
        Running.Value = new DeploymentInstance(this);
        Tasks.Track(MakeStack(program, outputsFromProperties));
        var failures = await Tasks.WaitAsync().ConfigureAwait(false);
        var code = failures.Count > 0 ? await ReportAsync(failures).ConfigureAwait(false) : Logger.LoggedErrors ? 1 : 0;
        if (code == 0)
            await Monitor.SignalAndWaitForShutdownAsync().ConfigureAwait(false);
        return code;
    }

    private static Task MakeStack(Func<Stack> program, bool outputsFromProperties)
    {
        try
        {
            var stack = program();
            if (outputsFromProperties)
                stack.RegisterPropertyOutputs();
            return Task.CompletedTask;
        }
        catch (Exception e)
        {
            return Task.FromException(e);
        }
    }

    /// <summary>Reports every failure; the exit code says that this was done, or that the engine could not be reached.</summary>
    private async Task<int> ReportAsync(IReadOnlyList<Exception> failures)
    {
        try
        {
            foreach (var failure in failures)
                await ReportAsync(failure).ConfigureAwait(false);
            return ExitAfterErrorShown;
        }
        catch (RpcException e)
        {
            await Console.Error.WriteLineAsync($"Failed to report an error to the engine: {e.Status.Detail}").ConfigureAwait(false);
            foreach (var failure in failures)
                await Console.Error.WriteLineAsync(failure.ToString()).ConfigureAwait(false);
            return 1;
        }
    }

    private Task ReportAsync(Exception failure) => failure switch
    {
        RpcException rpc when EngineShutdown.IsShutdown(rpc) => Task.CompletedTask,
        RunException run => Logger.LogAsync(LogSeverity.Error, run.Message),
        ResourceException { HideStack: true } e => Logger.LogAsync(LogSeverity.Error, e.Message, e.Resource),
        ResourceException e => Logger.LogAsync(LogSeverity.Error, e.ToString(), e.Resource),
        _ => Logger.LogAsync(LogSeverity.Error, $"The program {Environment.ProcessPath} failed with an unhandled exception:\n{failure}"),
    };
}
