using Coder.Infra.Helm.Kube;
using Coder.Infra.Helm.Releases.Objects;

namespace Coder.Infra.Helm.Releases.Waiting;

/// <summary>Waits until a manifest's objects are ready.</summary>
sealed class ReadinessWaiter(KubeClient kube, TimeProvider time, Action<string> log)
{
    // As Helm: a server that fails now and then does not end the wait.
    const int ToleratedErrors = 30;

    /// <summary>Waits.</summary>
    /// <exception cref="TimeoutException">The limit was reached (with Go's text, which Helm passes on).</exception>
    /// <exception cref="HelmException">Something failed for good.</exception>
    public async Task WaitAsync(IReadOnlyList<ManifestObject> objects, bool jobs, TimeSpan timeout, CancellationToken cancellation)
    {
        var checker = new ReadyChecker(kube, jobs);
        var poll = new Poll(time, timeout);
        var errors = 0;
        string? logged = null;
        while (true)
        {
            var waiting = await FirstNotReadyAsync().ConfigureAwait(false);
            if (waiting is null)
                return;
            if (waiting != logged)
                log(logged = waiting);
            if (!await poll.NextAsync(cancellation).ConfigureAwait(false))
                throw new TimeoutException("context deadline exceeded");
        }

        async Task<string?> FirstNotReadyAsync()
        {
            foreach (var item in objects)
            {
                try
                {
                    if (await checker.WhyNotReadyAsync(item, cancellation).ConfigureAwait(false) is { } why)
                    {
                        errors = 0;
                        return $"waiting for {item}: {why}";
                    }
                }
                catch (KubeException e) when (e.IsUnreachable || (int?)e.StatusCode is 429 or >= 500)
                {
                    if (++errors > ToleratedErrors)
                        throw;
                    return $"waiting for {item}: {e.Message}";
                }
            }
            return null;
        }
    }
}
