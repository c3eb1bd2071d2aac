namespace Pulumi.Experimental.Provider;

/// <summary>Asks for the package's schema.</summary>
public sealed class GetSchemaRequest(int version, string? subpackageName, string? subpackageVersion)
{
    /// <summary>The version of the schema language; 0.</summary>
    public int Version { get; } = version;

    /// <summary>The name of a parameterized package; null for the plain one.</summary>
    public string? SubpackageName { get; } = subpackageName;

    /// <summary>The version of a parameterized package.</summary>
    public string? SubpackageVersion { get; } = subpackageVersion;
}

/// <summary>A package's schema.</summary>
public sealed class GetSchemaResponse
{
    /// <summary>The schema as JSON.</summary>
    public string? Schema { get; set; }
}
