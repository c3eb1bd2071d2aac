using System.Collections.Immutable;

namespace Pulumi.Experimental.Provider;

/// <summary>What makes a package out of a provider that serves many.</summary>
public abstract class Parameters
{
    private protected Parameters()
    {
    }
}

/// <summary>Parameters as the user wrote them.</summary>
public sealed class ParametersArgs(ImmutableArray<string> args) : Parameters
{
    /// <summary>The words.</summary>
    public ImmutableArray<string> Args { get; } = args;
}

/// <summary>Parameters as a package of the program carries them.</summary>
public sealed class ParametersValue(string name, string version, ImmutableArray<byte> value) : Parameters
{
    /// <summary>The package's name.</summary>
    public string Name { get; } = name;

    /// <summary>The package's version.</summary>
    public string Version { get; } = version;

    /// <summary>The provider's own note.</summary>
    public ImmutableArray<byte> Value { get; } = value;
}

/// <summary>Asks a provider to serve a package.</summary>
public sealed class ParameterizeRequest(Parameters parameters)
{
    /// <summary>What makes the package.</summary>
    public Parameters Parameters { get; } = parameters;
}

/// <summary>The package that is served now.</summary>
public sealed class ParameterizeResponse(string name, string version)
{
    /// <summary>Its name.</summary>
    public string Name { get; } = name;

    /// <summary>Its version.</summary>
    public string Version { get; } = version;
}
