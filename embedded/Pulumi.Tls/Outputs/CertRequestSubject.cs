using System.Collections.Immutable;

namespace Pulumi.Tls.Outputs;

/// <summary>Whose certificate it is: a distinguished name.</summary>
[OutputType]
public sealed class CertRequestSubject
{
    /// <summary>The distinguished name CN.</summary>
    public readonly string? CommonName;

    /// <summary>The distinguished name C.</summary>
    public readonly string? Country;

    /// <summary>The email address in the distinguished name.</summary>
    public readonly string? EmailAddress;

    /// <summary>The distinguished name L.</summary>
    public readonly string? Locality;

    /// <summary>The distinguished name O.</summary>
    public readonly string? Organization;

    /// <summary>The distinguished name OU.</summary>
    public readonly string? OrganizationalUnit;

    /// <summary>The distinguished name PC.</summary>
    public readonly string? PostalCode;

    /// <summary>The distinguished name ST.</summary>
    public readonly string? Province;

    /// <summary>The distinguished name SERIALNUMBER.</summary>
    public readonly string? SerialNumber;

    /// <summary>The distinguished name STREET.</summary>
    public readonly ImmutableArray<string> StreetAddresses;

    [OutputConstructor]
    private CertRequestSubject(
        string? commonName,
        string? country,
        string? emailAddress,
        string? locality,
        string? organization,
        string? organizationalUnit,
        string? postalCode,
        string? province,
        string? serialNumber,
        ImmutableArray<string> streetAddresses)
    {
        CommonName = commonName;
        Country = country;
        EmailAddress = emailAddress;
        Locality = locality;
        Organization = organization;
        OrganizationalUnit = organizationalUnit;
        PostalCode = postalCode;
        Province = province;
        SerialNumber = serialNumber;
        StreetAddresses = streetAddresses;
    }
}
