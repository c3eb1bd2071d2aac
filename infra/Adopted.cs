using Coder.Infra.Resources;
using Coder.Infra.Settings;
using Pulumi;

namespace Coder.Infra;

/// <summary>
/// An installation made by hand that comes under the program (<c>adopt</c>): what is there is imported instead of made. An
/// import id that the state has already is no import any more, so that every later run is an ordinary one.
/// </summary>
internal static class Adopted
{
    /// <summary>What of a release cannot be read back from the cluster, and says nothing of what is in it.</summary>
    private static readonly string[] NotInTheRecord = ["atomic", "timeout", "repositoryOpts", "chart"];

    /// <summary>Has the installation looked for; at a preview as well.</summary>
    public static Output<InstallationInfo> Find(StackSettings settings, CoderDeployment coder, Output<CoderVersion> version, Resource parent)
    {
        var args = new InstallationArgs
        {
            Kubeconfig = settings.Kubeconfig is { } kubeconfig ? (Input<string>)Output.CreateSecret(kubeconfig) : null,
            Context = settings.Context,
            Namespace = settings.Namespace,
            ProviderName = settings.ProviderName!,
            Hostname = settings.ProviderUrl.GetLeftPart(UriPartial.Authority),
            ClusterAddress = settings.ClusterAddress,
            ChartVersion = version.Apply(chart => chart.ToString()),
            ChartName = settings.ChartRepository is null ? null : settings.ChartName,
            // Where the stack issues no certificate, this makes none.
            Values = ReleaseValues.Of(settings, Output.Create(""), Certificate.Of(settings, Output.Create(settings.Namespace), new CustomResourceOptions(), parent)),
            DnsServer = settings.Dns.Server?.Server,
            DnsPort = settings.Dns.Server?.Port ?? 0,
        };
        args.Organizations.AddRange(settings.Organizations ?? []);
        args.Hosts.AddRange(DnsRecords.Hosts(settings));
        return coder.Installation(args);
    }

    /// <summary>Options that import an object by its id where there is one.</summary>
    public static CustomResourceOptions Importing(this CustomResourceOptions options, string? id)
    {
        options.ImportId = id;
        return options;
    }

    /// <summary>Options of a namespace: imported where it is there, with the labels that it has.</summary>
    public static CustomResourceOptions ImportingNamespace(this CustomResourceOptions options, InstallationInfo? found, string name)
    {
        if (found is not { HasNamespace: true })
            return options;
        options.IgnoreChanges.Add("metadata.labels");
        return options.Importing(name);
    }

    /// <summary>Options of a release: imported where it is there, and left alone as long as an upgrade would change nothing.</summary>
    public static CustomResourceOptions ImportingRelease(this CustomResourceOptions options, InstallationInfo? found, string id)
    {
        if (found is null)
            return options;
        options.ImportId = found.HasRelease ? id : null;
        // What is read back has the token in plain.
        options.AdditionalSecretOutputs.Add("values");
        if (found.ReleaseIsAsWanted)
            options.IgnoreChanges.AddRange(NotInTheRecord);
        return options;
    }
}
