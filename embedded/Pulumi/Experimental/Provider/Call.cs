using System.Collections.Immutable;

namespace Pulumi.Experimental.Provider;

/// <summary>Calls a method of a component.</summary>
public sealed class CallRequest(ResourceReference? self, string tok, ImmutableDictionary<string, PropertyValue> args)
{
    /// <summary>The component.</summary>
    public ResourceReference? Self { get; } = self;

    /// <summary>The method's token.</summary>
    public string Tok { get; init; } = tok;

    /// <summary>The arguments.</summary>
    public ImmutableDictionary<string, PropertyValue> Args { get; init; } = args;
}

/// <summary>A method's result, or what is wrong with the arguments.</summary>
public sealed class CallResponse(
    IDictionary<string, PropertyValue>? @return, IList<CheckFailure>? failures, IDictionary<string, ISet<Urn>> returnDependencies)
{
    /// <summary>The result.</summary>
    public IDictionary<string, PropertyValue>? Return { get; init; } = @return;

    /// <summary>What each part of the result depends on.</summary>
    public IDictionary<string, ISet<Urn>> ReturnDependencies { get; init; } = returnDependencies;

    /// <summary>What is wrong; none when it went well.</summary>
    public IList<CheckFailure>? Failures { get; init; } = failures;
}
