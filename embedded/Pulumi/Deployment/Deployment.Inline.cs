namespace Pulumi;

/// <summary>A run inside of a provider that makes a component: where its resources go.</summary>
/// <param name="MonitorAddress">The engine's service for programs.</param>
/// <param name="EngineAddress">The engine's log.</param>
/// <param name="Organization">The organization's name.</param>
/// <param name="Project">The project's name.</param>
/// <param name="Stack">The stack's name.</param>
/// <param name="IsDryRun">Whether it is a preview.</param>
/// <param name="Settings">The stack's settings.</param>
internal sealed record InlineRun(
    string MonitorAddress, string? EngineAddress, string Organization, string Project, string Stack, bool IsDryRun, Settings Settings);

public sealed partial class Deployment
{
    /// <summary>
    /// Runs code that registers resources of a run another process has begun; there is no stack resource here, parents are given.
    /// Ends when everything registered is done.
    /// </summary>
    /// <exception cref="Exception">What the code, or the first of what it set off, failed with.</exception>
    internal static async Task<T> RunInlineAsync<T>(InlineRun run, Func<Task<T>> code)
    {
        var deployment = new Deployment(
            new GrpcMonitor(run.MonitorAddress),
            run.EngineAddress is { } engine ? new GrpcLogSink(engine) : new NoLog(),
            run.Organization,
            run.Project,
            run.Stack,
            run.IsDryRun,
            run.Settings);
        Running.Value = new DeploymentInstance(deployment);
        var result = code();
        deployment.Tasks.Track(result);
        var failures = await deployment.Tasks.WaitAsync().ConfigureAwait(false);
        return failures is [var first, ..]
            ? throw (failures.Count == 1 ? first : new AggregateException(failures))
            : await result.ConfigureAwait(false);
    }

    /// <summary>Where a provider was started without an engine to log to.</summary>
    private sealed class NoLog : ILogSink
    {
        public Task LogAsync(Pulumirpc.LogRequest request) => Task.CompletedTask;
    }
}
