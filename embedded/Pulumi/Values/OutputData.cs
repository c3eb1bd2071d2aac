using System.Collections.Immutable;

namespace Pulumi;

/// <summary>What an output resolves to: the value, whether it is known and secret, and the resources it came from.</summary>
internal readonly record struct OutputData<T>(ImmutableHashSet<Resource> Resources, T Value, bool IsKnown, bool IsSecret);

/// <summary>Makes <see cref="OutputData{T}"/>.</summary>
internal static class OutputData
{
    /// <summary>The set without resources.</summary>
    public static ImmutableHashSet<Resource> NoResources { get; } = ImmutableHashSet<Resource>.Empty;

    /// <summary>A known, plain value that depends on nothing.</summary>
    public static OutputData<T> Of<T>(T value) => new(NoResources, value, IsKnown: true, IsSecret: false);

    /// <summary>A value that is not known yet.</summary>
    public static OutputData<T> Unknown<T>(ImmutableHashSet<Resource> resources, bool isSecret = false) =>
        new(resources, default!, IsKnown: false, isSecret);
}

/// <summary>An output whatever its type is.</summary>
internal interface IOutput
{
    /// <summary>The data with the value boxed.</summary>
    Task<OutputData<object?>> GetDataAsync();
}

/// <summary>An input whatever its type is.</summary>
internal interface IInput
{
    /// <summary>
    /// What travels: an output, or a collection of inputs, whose elements keep their own secrecy and may be unknown one by one.
    /// </summary>
    object Value { get; }
}
