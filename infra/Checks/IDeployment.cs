using Coder.Infra.Coder;
using Coder.Infra.Kubernetes;

namespace Coder.Infra.Checks;

/// <summary>The Coder deployment, as a kind of stack looks at it before anything is declared.</summary>
internal interface IDeployment : IDisposable
{
    /// <summary>Its version, as it reports it.</summary>
    /// <exception cref="CoderException">It does not answer, or is not one.</exception>
    Task<string> GetVersionAsync(CancellationToken cancellationToken);

    /// <summary>Looks for what the kind needs: the token's role, names, organizations, the licence.</summary>
    /// <exception cref="CoderException">A call failed.</exception>
    Task LookAsync(Findings findings, CancellationToken cancellationToken);

    /// <summary>Looks for what needs the other findings, after all of them; never throws for what it finds.</summary>
    /// <param name="findings">What was found so far.</param>
    /// <param name="cluster">The cluster; null where its kubeconfig cannot be used.</param>
    /// <param name="cancellationToken">Ends the look.</param>
    Task ConcludeAsync(Findings findings, ClusterClient? cluster, CancellationToken cancellationToken);
}
