namespace Pulumi.Experimental;

/// <summary>A reference to a resource among property values.</summary>
public readonly struct ResourceReference(Urn urn, PropertyValue? id, string version) : IEquatable<ResourceReference>
{
    /// <summary>The resource's URN.</summary>
    public Urn URN { get; } = urn;

    /// <summary>Its id: a text, or computed while it is not known; null for a component.</summary>
    public PropertyValue? Id { get; } = id;

    /// <summary>The version of the package it is from; empty for any.</summary>
    public string PackageVersion { get; } = version;

    /// <summary>Whether both refer to one resource in one way.</summary>
    public static bool operator ==(ResourceReference left, ResourceReference right) => left.Equals(right);

    /// <summary>Whether the two differ.</summary>
    public static bool operator !=(ResourceReference left, ResourceReference right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(ResourceReference other) => URN == other.URN && Equals(Id, other.Id) && PackageVersion == other.PackageVersion;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is ResourceReference other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(URN, Id, PackageVersion);

    /// <inheritdoc/>
    public override string ToString() => URN.ToString();
}
