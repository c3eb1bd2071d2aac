using Coder.Infra.Coder;
using Coder.Infra.Kubernetes;
using Coder.Infra.Settings;

namespace Coder.Infra.Checks;

/// <summary>
/// What is around the stack: the Coder deployment, the cluster, the chart repository and the name server. They are asked side by side,
/// before anything is declared, and a problem with one of them does not hide those of the others.
/// </summary>
/// <param name="settings">The settings.</param>
/// <param name="deployment">The deployment, as the kind of stack looks at it.</param>
/// <param name="secrets">Names of the secrets that the stack makes, beside an issued certificate's.</param>
/// <param name="time">The clock.</param>
internal sealed class Surroundings(StackSettings settings, IDeployment deployment, IReadOnlyList<string> secrets, TimeProvider time) : IDisposable
{
    private ClusterClient? _cluster;

    /// <summary>The cluster; there once <see cref="LookAsync"/> has reported no problem.</summary>
    public ClusterClient Cluster
    {
        get => _cluster ?? throw new InvalidOperationException("The cluster was asked before its kubeconfig was read.");
        set => _cluster = value;
    }

    /// <summary>The deployment.</summary>
    public IDeployment Deployment => deployment;

    /// <summary>The clock.</summary>
    public TimeProvider Time => time;

    /// <summary>Asks everything; never throws for what it finds.</summary>
    public async Task<Findings> LookAsync(CancellationToken cancellationToken)
    {
        var findings = new Findings();
        var version = VersionAsync(findings, cancellationToken);
        await Task.WhenAll(
            version,
            DeploymentAsync(findings, cancellationToken),
            ChartAsync(version, findings, cancellationToken),
            // On a thread of its own: a kubeconfig may name a command that gets the credentials, and is waited for.
            Task.Run(() => ClusterAsync(findings, cancellationToken), cancellationToken),
            new NameServerChecks(findings, settings, time).RunAsync(cancellationToken));
        Lockstep.Check(settings, findings);
        await deployment.ConcludeAsync(findings, _cluster, cancellationToken);
        return findings;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        deployment.Dispose();
        _cluster?.Dispose();
    }

    private async Task<string> VersionAsync(Findings findings, CancellationToken cancellationToken)
    {
        try
        {
            return findings.DeploymentVersion = await deployment.GetVersionAsync(cancellationToken);
        }
        catch (CoderException error)
        {
            findings.Problem(10, error.Message);
            return "";
        }
    }

    private async Task DeploymentAsync(Findings findings, CancellationToken cancellationToken)
    {
        try
        {
            await deployment.LookAsync(findings, cancellationToken);
        }
        catch (CoderException error) when (error.Status is not null)
        {
            findings.Problem(11, error.Message);
        }
        catch (CoderException)
        {
            // Not reachable: the look-up of the version has said so.
        }
    }

    private async Task ChartAsync(Task<string> deployed, Findings findings, CancellationToken cancellationToken)
    {
        if ((settings.CoderVersion ?? (CoderVersion.TryParse(await deployed, out var version) ? version : null)) is not { } wanted)
            return;
        // A version that has no chart is a problem of the settings, or of the lockstep, already.
        if (settings.ChartRepository is null || settings.Kind.ChartGap(settings.ChartRepository, wanted) is null)
            await new ChartChecks(findings).RunAsync(settings.ChartRepository, settings.ChartPath ?? settings.ChartName, settings.Kind.Chart, wanted, cancellationToken);
    }

    private async Task ClusterAsync(Findings findings, CancellationToken cancellationToken)
    {
        try
        {
            _cluster = new ClusterClient(ClusterConnection.Open(settings.Kubeconfig, settings.Context));
        }
        catch (ClusterException error)
        {
            findings.Problem(20, $"The kubeconfig cannot be used: {error.Message} Set another with: pulumi config set kubeconfig <path>");
            return;
        }

        await new ClusterChecks(findings, settings, _cluster, secrets, time).RunAsync(cancellationToken);
    }
}
