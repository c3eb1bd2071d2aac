using System.Collections.Immutable;
using Pulumi.Testing;

namespace Pulumi;

public sealed partial class Deployment
{
    /// <summary>Runs a stack class on mocks and gives all resources it made, the stack among them.</summary>
    /// <exception cref="RunException">The program failed; of several failures an <see cref="AggregateException"/> of them.</exception>
    public static Task<ImmutableArray<Resource>> TestAsync<TStack>(IMocks mocks, TestOptions? options = null)
        where TStack : Stack, new() => TestAsync(mocks, options, Construct<TStack>, outputsFromProperties: true);

    /// <summary>Runs a stack class, which the services make, on mocks and gives all resources it made, the stack among them.</summary>
    /// <exception cref="RunException">The program failed; of several failures an <see cref="AggregateException"/> of them.</exception>
    public static Task<ImmutableArray<Resource>> TestWithServiceProviderAsync<TStack>(
        IMocks mocks, IServiceProvider serviceProvider, TestOptions? options = null)
        where TStack : Stack => TestAsync(mocks, options, () => FromServices<TStack>(serviceProvider), outputsFromProperties: true);

    /// <summary>Runs a program on mocks and gives the resources it made, without the stack, and the stack's outputs.</summary>
    /// <exception cref="RunException">The program failed; of several failures an <see cref="AggregateException"/> of them.</exception>
    public static async Task<(ImmutableArray<Resource> Resources, IDictionary<string, object?> Outputs)> TestAsync(
        IMocks testMocks, TestOptions testOptions, Func<Task<IDictionary<string, object?>>> createResources)
    {
        Stack? stack = null;
        var resources = await TestAsync(testMocks, testOptions, () => stack = new Stack(createResources, options: null), outputsFromProperties: false)
            .ConfigureAwait(false);
        return (resources.Remove(stack!), (await stack!.Outputs.DataTask.ConfigureAwait(false)).Value);
    }

    /// <inheritdoc cref="TestAsync(IMocks, TestOptions, Func{Task{IDictionary{string, object?}}})"/>
    public static Task<(ImmutableArray<Resource> Resources, IDictionary<string, object?> Outputs)> TestAsync(
        IMocks testMocks, TestOptions testOptions, Func<IDictionary<string, object?>> createResources) =>
        TestAsync(testMocks, testOptions, () => Task.FromResult(createResources()));

    /// <summary>Runs a program on mocks and gives the resources it made, without the stack.</summary>
    /// <exception cref="RunException">The program failed; of several failures an <see cref="AggregateException"/> of them.</exception>
    public static async Task<ImmutableArray<Resource>> TestAsync(IMocks testMocks, TestOptions testOptions, Func<Task> createResources)
    {
        var result = await TestAsync(testMocks, testOptions, async () =>
        {
            await createResources().ConfigureAwait(false);
            return (IDictionary<string, object?>)new Dictionary<string, object?>();
        }).ConfigureAwait(false);
        return result.Resources;
    }

    /// <inheritdoc cref="TestAsync(IMocks, TestOptions, Func{Task})"/>
    public static Task<ImmutableArray<Resource>> TestAsync(IMocks testMocks, TestOptions testOptions, Action createResources) =>
        TestAsync(testMocks, testOptions, () =>
        {
            createResources();
            return Task.CompletedTask;
        });

    private static async Task<ImmutableArray<Resource>> TestAsync(
        IMocks mocks, TestOptions? options, Func<Stack> program, bool outputsFromProperties)
    {
        var project = options?.ProjectName ?? "project";
        var stack = options?.StackName ?? "stack";
        var monitor = new MockMonitor(mocks, project, stack);
        var log = new MockLogSink();
        var deployment = new Deployment(
            monitor,
            log,
            options?.OrganizationName ?? "organization",
            project,
            stack,
            options?.IsPreview ?? true,
            Settings.From(Environment.GetEnvironmentVariable),
            options?.RootDirectory);
        await deployment.RunAsync(program, outputsFromProperties).ConfigureAwait(false);
        return log.Errors switch
        {
            [] => monitor.Resources,
            [var error] => throw new RunException(error),
            var errors => throw new AggregateException(errors.Select(error => new RunException(error))),
        };
    }
}
