using Coder.Infra.Helm.Charts;

namespace Coder.Infra.Helm.Cli;

/// <summary>Loads the chart that an argument and the flags about its origin name.</summary>
internal static class ChartFlags
{
    public static Task<Chart> LoadAsync(string chart, FlagSet flags, TextWriter stderr, CancellationToken cancellation)
    {
        if (flags.Bool("verify"))
            throw new CommandException("--verify is not supported: provenance files are not read here. Verify the archive with the helm command and give its path");
        string version = flags.Text("version");
        if (version.Length == 0 && flags.Bool("devel"))
            version = ">0.0.0-0";
        var reference = new ChartReference(chart)
        {
            Version = version,
            RepositoryUrl = flags.Text("repo"),
            Username = flags.Text("username"),
            Password = flags.Text("password"),
            CaFile = flags.Text("ca-file"),
            CertFile = flags.Text("cert-file"),
            KeyFile = flags.Text("key-file"),
            InsecureSkipTlsVerify = flags.Bool("insecure-skip-tls-verify"),
            PassCredentials = flags.Bool("pass-credentials"),
            RepositoryConfig = flags.Text("repository-config"),
        };
        return ChartSource.LoadAsync(reference, line => stderr.Write(line + "\n"), cancellation);
    }

    public static KubeVersion? KubeVersion(FlagSet flags)
    {
        string text = flags.Text("kube-version");
        if (text.Length == 0)
            return null;
        try
        {
            return Charts.KubeVersion.Parse(text);
        }
        catch (FormatException e)
        {
            throw new CommandException($"invalid kube version '{text}': {e.Message}", e);
        }
    }

    /// <summary>The namespace of the flag, of HELM_NAMESPACE or of the kubeconfig's current context.</summary>
    public static string Namespace(FlagSet flags)
    {
        if (flags.Text("namespace") is { Length: > 0 } given)
            return given;
        if (Environment.GetEnvironmentVariable("HELM_NAMESPACE") is { Length: > 0 } fromEnvironment)
            return fromEnvironment;
        return KubeContextNamespace.Find(flags.Text("kubeconfig"), flags.Text("kube-context")) ?? "default";
    }
}
