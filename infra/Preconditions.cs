using Coder.Infra.Resources;
using Coder.Infra.Settings;
using Pulumi;

namespace Coder.Infra;

/// <summary>The seed's preconditions: one report with every problem in it, before anything is touched.</summary>
internal static class Preconditions
{
    /// <summary>Has them checked.</summary>
    /// <returns>The version of the chart to install; everything that is made takes its inputs through it.</returns>
    public static Output<CoderVersion> Check(StackSettings settings, CoderDeployment coder, Resource resource) =>
        Ask(settings, coder).Apply(found => Require(settings, found, resource));

    /// <summary>
    /// The report of a stack whose settings are wrong: at a preview what else is wrong belongs to it. An update asks nobody.
    /// </summary>
    /// <param name="mistakes">What is wrong with the settings.</param>
    /// <param name="known">What can be asked with all the same; null for nothing.</param>
    /// <param name="stack">The stack.</param>
    /// <returns>Never a value: the report as an error.</returns>
    public static Output<string> Report(IReadOnlyList<string> mistakes, StackSettings? known, Resource stack)
    {
        string Fail(IEnumerable<string> problems) => throw new ResourceException(string.Join('\n', problems), stack, hideStack: true);
        // A faulted output, not an exception: the engine then shows the sentences alone, without a stack trace.
        if (known is null || !Deployment.Instance.IsDryRun)
            return Output.Create(Task.FromException<string>(new ResourceException(string.Join('\n', mistakes), stack, hideStack: true)));
        return Ask(known, new CoderDeployment("coder", CoderDeploymentArgs.Of(known))).Apply(found => Fail([.. mistakes, .. found.Problems, .. found.Hints]));
    }

    private static Output<PreconditionsInfo> Ask(StackSettings settings, CoderDeployment coder)
    {
        var args = Cluster(settings);
        args.ClusterAddress = settings.ClusterAddress;
        args.ChartVersion = settings.CoderVersion?.ToString();
        args.ChartRepository = settings.ChartRepository;
        args.ChartName = settings.ChartRepository is null ? OnDisk(settings.ChartName) : settings.ChartName;
        args.ProviderName = settings.ProviderName;
        args.Hostname = settings.ProviderUrl.GetLeftPart(UriPartial.Authority);
        args.Organizations = [.. settings.Organizations ?? []];
        if (settings.Certificate.Mode == TlsMode.Secret)
            AddCertificates(args, settings);
        return coder.Preconditions(args);
    }

    /// <summary>A chart's path is one from the program's folder or from the project's.</summary>
    private static string OnDisk(string path)
    {
        var fromProgram = Path.GetFullPath(path);
        var fromProject = Path.GetFullPath(path, Environment.GetEnvironmentVariable("PULUMI_ROOT_DIRECTORY") is { Length: > 0 } root ? root : Directory.GetCurrentDirectory());
        return !Path.Exists(fromProgram) && Path.Exists(fromProject) ? fromProject : fromProgram;
    }

    /// <summary>The arguments that name the cluster and the namespace.</summary>
    public static PreconditionsArgs Cluster(StackSettings settings) => new()
    {
        Kubeconfig = settings.Kubeconfig is { } kubeconfig ? (Input<string>)Output.CreateSecret(kubeconfig) : null,
        Context = settings.Context,
        Namespace = settings.Namespace,
    };

    /// <summary>Adds the secrets that hold the certificates, and the hosts that these are for.</summary>
    public static void AddCertificates(PreconditionsArgs args, StackSettings settings)
    {
        args.CertificateSecrets.Add(settings.Certificate.SecretName);
        args.CertificateHosts.Add(settings.ProviderUrl.Host);
        args.NeedsAuthority = settings.Certificate.Trust;
        if (settings.DevUrlsHost is null)
            return;
        args.CertificateSecrets.Add(settings.Certificate.DevUrlsSecretName);
        args.CertificateHosts.Add(settings.DevUrlsHost);
    }

    /// <summary>The version to install, when nothing is wrong.</summary>
    /// <exception cref="ResourceException">Something is: every problem, a line each.</exception>
    private static CoderVersion Require(StackSettings settings, PreconditionsInfo found, Resource resource)
    {
        var problems = found.Problems.ToList();
        var warnings = found.Warnings.ToList();
        var version = Lockstep.Version(settings, found, problems, warnings);
        if (problems.Count > 0)
            throw new ResourceException(string.Join('\n', [.. problems, .. found.Hints]), resource, hideStack: true);
        foreach (var warning in warnings)
            Log.Warn(warning, resource);
        Log.Info(
            $"Context {found.Context}, cluster {found.Server}, namespace {settings.Namespace} " +
            $"({(found.ReleaseVersion.Length > 0 ? $"release {found.ReleaseVersion}" : "no release")}); Coder {version.Deployed} at {settings.CoderUrl.OriginalString}" +
            (settings.CoderVersion is null ? $", which coderVersion auto follows: chart {version.Chart}" : ""),
            resource);
        return version.Chart;
    }
}
