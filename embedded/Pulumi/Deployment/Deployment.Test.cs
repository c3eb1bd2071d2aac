using System.Collections.Immutable;
using Pulumi.Testing;

namespace Pulumi;

public sealed partial class Deployment
{
    /// <summary>Runs a stack class on mocks and gives all resources it made, the stack among them.</summary>
    /// <exception cref="RunException">The program failed; of several failures an <see cref="AggregateException"/> of them.</exception>
    public static Task<ImmutableArray<Resource>> TestAsync<TStack>(IMocks mocks, TestOptions? options = null)
        where TStack : Stack, new() => TestAsync(mocks, options, Construct<TStack>);

    /// <summary>Runs a stack class, which the services make, on mocks and gives all resources it made, the stack among them.</summary>
    /// <exception cref="RunException">The program failed; of several failures an <see cref="AggregateException"/> of them.</exception>
    public static Task<ImmutableArray<Resource>> TestWithServiceProviderAsync<TStack>(
        IMocks mocks, IServiceProvider serviceProvider, TestOptions? options = null)
        where TStack : Stack => TestAsync(mocks, options, () => FromServices<TStack>(serviceProvider));

    private static async Task<ImmutableArray<Resource>> TestAsync(IMocks mocks, TestOptions? options, Func<Stack> program)
    {
        var project = options?.ProjectName ?? "project";
        var stack = options?.StackName ?? "stack";
        var monitor = new MockMonitor(mocks, project, stack);
        var log = new MockLogSink();
        var deployment = new Deployment(monitor, log, "organization", project, stack, options?.IsPreview ?? true, Settings.From(Environment.GetEnvironmentVariable));
        await deployment.RunAsync(program, outputsFromProperties: true).ConfigureAwait(false);
        return log.Errors switch
        {
            [] => monitor.Resources,
            [var error] => throw new RunException(error),
            var errors => throw new AggregateException(errors.Select(error => new RunException(error))),
        };
    }
}
