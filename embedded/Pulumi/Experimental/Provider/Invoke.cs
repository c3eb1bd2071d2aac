using System.Collections.Immutable;

namespace Pulumi.Experimental.Provider;

/// <summary>Calls a function.</summary>
public sealed class InvokeRequest(string tok, ImmutableDictionary<string, PropertyValue> args)
{
    /// <summary>The function's token.</summary>
    public string Tok { get; } = tok;

    /// <summary>The arguments.</summary>
    public ImmutableDictionary<string, PropertyValue> Args { get; } = args;
}

/// <summary>A function's result, or what is wrong with the arguments.</summary>
public sealed class InvokeResponse
{
    /// <summary>The result.</summary>
    public IDictionary<string, PropertyValue>? Return { get; set; }

    /// <summary>What is wrong; none when it went well.</summary>
    public IList<CheckFailure>? Failures { get; set; }
}
