using System.Collections.Immutable;

namespace Pulumi.Experimental.Provider;

/// <summary>Asks a provider to validate inputs and to fill in defaults.</summary>
public sealed class CheckRequest(
    Urn urn,
    ImmutableDictionary<string, PropertyValue> oldInputs,
    ImmutableDictionary<string, PropertyValue> newInputs,
    ImmutableArray<byte> randomSeed)
{
    /// <summary>The resource's URN.</summary>
    public Urn Urn { get; } = urn;

    /// <summary>The resource's type token.</summary>
    public string Type => Pulumi.Urn.Type(Urn);

    /// <summary>The resource's name.</summary>
    public string Name => Pulumi.Urn.Name(Urn);

    /// <summary>The inputs of the last run; empty for a new resource.</summary>
    public ImmutableDictionary<string, PropertyValue> OldInputs { get; } = oldInputs;

    /// <summary>The inputs of the program.</summary>
    public ImmutableDictionary<string, PropertyValue> NewInputs { get; } = newInputs;

    /// <summary>What random names are to be made from, so that a preview and the update after it agree.</summary>
    public ImmutableArray<byte> RandomSeed { get; } = randomSeed;
}

/// <summary>An input that is not valid.</summary>
public sealed class CheckFailure(string property, string reason)
{
    /// <summary>The property's path.</summary>
    public string Property { get; set; } = property;

    /// <summary>What is wrong and how to fix it.</summary>
    public string Reason { get; set; } = reason;
}

/// <summary>Checked inputs, or what is wrong with them.</summary>
public sealed class CheckResponse
{
    /// <summary>The inputs with defaults filled in.</summary>
    public IDictionary<string, PropertyValue>? Inputs { get; set; }

    /// <summary>What is wrong; none when the inputs are valid.</summary>
    public IList<CheckFailure>? Failures { get; set; }
}

/// <summary>The outcome of a validation.</summary>
public class CheckResult(IList<CheckFailure> failures)
{
    /// <summary>Nothing is wrong.</summary>
    public static readonly CheckResult Empty = new();

    /// <summary>Nothing is wrong.</summary>
    public CheckResult()
        : this([])
    {
    }

    /// <summary>Whether nothing is wrong.</summary>
    public bool IsValid => Failures.Count == 0;

    /// <summary>What is wrong.</summary>
    public IList<CheckFailure> Failures { get; set; } = failures;
}
