using System.Collections.Immutable;

namespace Pulumi.Utilities;

/// <summary>What stands inside an output; for tests and for code that bridges to other worlds, not for programs.</summary>
public static class OutputUtilities
{
    /// <summary>An output that counts as unknown, with a value for who looks inside.</summary>
    public static Output<T> CreateUnknown<T>(T value) => new(OutputData.Of(value) with { IsKnown = false });

    /// <inheritdoc cref="CreateUnknown{T}(T)"/>
    public static Output<T> CreateUnknown<T>(Func<Task<T>> valueFactory) => new(UnknownAsync(valueFactory));

    /// <summary>Whether the value is known.</summary>
    public static async Task<bool> GetIsKnownAsync<T>(Output<T> output) => (await output.DataTask.ConfigureAwait(false)).IsKnown;

    /// <summary>The value; the default of the type while it is unknown.</summary>
    public static async Task<T> GetValueAsync<T>(Output<T> output) => (await output.DataTask.ConfigureAwait(false)).Value;

    /// <summary>The resources the value came from.</summary>
    public static async Task<ImmutableHashSet<Resource>> GetDependenciesAsync<T>(Output<T> output) =>
        (await output.DataTask.ConfigureAwait(false)).Resources;

    private static async Task<OutputData<T>> UnknownAsync<T>(Func<Task<T>> valueFactory) =>
        OutputData.Of(await valueFactory().ConfigureAwait(false)) with { IsKnown = false };
}
