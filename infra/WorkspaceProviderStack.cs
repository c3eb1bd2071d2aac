using Coder.Infra.Settings;
using Pulumi;

namespace Coder.Infra;

/// <summary>The stack: reads the settings, makes one workspace provider, exports what a user needs of it.</summary>
public sealed class WorkspaceProviderStack : Stack
{
    /// <summary>Reads the settings of the stack that runs.</summary>
    public WorkspaceProviderStack()
    {
        var settings = SettingsReader.Read(new Config("coder-infra").Get, Environment.GetEnvironmentVariable, out var problems, out var known);
        if (settings is null)
        {
            Name = Url = Status = IngressAddress = DnsName = ReleaseVersion = EnvproxyToken = ProviderId = DnsRecord = CaCertificate = Preconditions.Report(problems, known, this);
            ReleaseRevision = Name.Apply(_ => 0);
            return;
        }

        var provider = new WorkspaceProvider("workspace-provider", new WorkspaceProviderArgs { Settings = settings });
        ProviderId = provider.ProviderId;
        Name = provider.Name;
        Url = Output.Create(settings.ProviderUrl.GetLeftPart(UriPartial.Authority));
        Status = provider.Status;
        IngressAddress = provider.IngressAddress;
        DnsName = Output.Create(settings.ProviderUrl.Host);
        ReleaseVersion = provider.ReleaseVersion;
        ReleaseRevision = provider.ReleaseRevision;
        EnvproxyToken = provider.EnvproxyToken;
        // Without a value an output is not shown.
        CaCertificate = provider.CaCertificate ?? Output.Create((string)null!);
        DnsRecord = provider.DnsRecord ?? Output.Create((string)null!);
    }

    /// <summary>Id of the provider with Coder.</summary>
    [Output("providerId")]
    public Output<string> ProviderId { get; private set; }

    /// <summary>Name of the provider.</summary>
    [Output("name")]
    public Output<string> Name { get; private set; }

    /// <summary>URL of the provider.</summary>
    [Output("url")]
    public Output<string> Url { get; private set; }

    /// <summary>What Coder last said of the provider: <c>ready</c>.</summary>
    [Output("status")]
    public Output<string> Status { get; private set; }

    /// <summary>Address of the ingress, an IP or a host name.</summary>
    [Output("ingressAddress")]
    public Output<string> IngressAddress { get; private set; }

    /// <summary>Host name that leads to the ingress.</summary>
    [Output("dnsName")]
    public Output<string> DnsName { get; private set; }

    /// <summary>The DNS record to make, as lines of a zone file; only where the stack makes none.</summary>
    [Output("dnsRecord")]
    public Output<string> DnsRecord { get; private set; }

    /// <summary>Certificate of the stack's own authority, PEM, for those who are to trust it; only where it has one.</summary>
    [Output("caCertificate")]
    public Output<string> CaCertificate { get; private set; }

    /// <summary>Version of the release.</summary>
    [Output("releaseVersion")]
    public Output<string> ReleaseVersion { get; private set; }

    /// <summary>Revision of the release.</summary>
    [Output("releaseRevision")]
    public Output<int> ReleaseRevision { get; private set; }

    /// <summary>The token the provider authenticates with. A secret.</summary>
    [Output("envproxyToken")]
    public Output<string> EnvproxyToken { get; private set; }
}
