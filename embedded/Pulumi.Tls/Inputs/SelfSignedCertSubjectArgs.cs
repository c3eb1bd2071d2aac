namespace Pulumi.Tls.Inputs;

/// <summary>Whose certificate it is: a distinguished name.</summary>
public sealed class SelfSignedCertSubjectArgs : ResourceArgs
{
    /// <summary>The distinguished name CN.</summary>
    [Input("commonName")]
    public Input<string>? CommonName { get; set; }

    /// <summary>The distinguished name C.</summary>
    [Input("country")]
    public Input<string>? Country { get; set; }

    /// <summary>The email address in the distinguished name.</summary>
    [Input("emailAddress")]
    public Input<string>? EmailAddress { get; set; }

    /// <summary>The distinguished name L.</summary>
    [Input("locality")]
    public Input<string>? Locality { get; set; }

    /// <summary>The distinguished name O.</summary>
    [Input("organization")]
    public Input<string>? Organization { get; set; }

    /// <summary>The distinguished name OU.</summary>
    [Input("organizationalUnit")]
    public Input<string>? OrganizationalUnit { get; set; }

    /// <summary>The distinguished name PC.</summary>
    [Input("postalCode")]
    public Input<string>? PostalCode { get; set; }

    /// <summary>The distinguished name ST.</summary>
    [Input("province")]
    public Input<string>? Province { get; set; }

    /// <summary>The distinguished name SERIALNUMBER.</summary>
    [Input("serialNumber")]
    public Input<string>? SerialNumber { get; set; }

    [Input("streetAddresses")]
    private InputList<string>? _streetAddresses;

    /// <summary>The distinguished name STREET.</summary>
    public InputList<string> StreetAddresses { get => _streetAddresses ??= new InputList<string>(); set => _streetAddresses = value; }
}
