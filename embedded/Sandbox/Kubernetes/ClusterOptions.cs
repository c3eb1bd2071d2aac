namespace Coder.Infra.Sandbox.Kubernetes;

/// <summary>Where a cluster keeps its data and how fast its controllers pretend the world to be.</summary>
public sealed record ClusterOptions
{
    /// <summary>Folder of certificates, token and objects; created when missing. A cluster started on it again is the same cluster.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>Loopback port to listen on; 0 takes the port of the last start if it is free, else any free one.</summary>
    public int Port { get; init; }

    /// <summary>Clock of timestamps and controllers.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>How long a pod takes from being scheduled to being ready.</summary>
    public TimeSpan PodStartDelay { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>How long a load balancer or ingress waits for its address.</summary>
    public TimeSpan LoadBalancerDelay { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How long a namespace that was deleted stays <c>Terminating</c> before what it holds is removed.</summary>
    public TimeSpan NamespaceDeletionDelay { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>How long a job's pod runs before it succeeds.</summary>
    public TimeSpan JobDuration { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>
    /// How many changes a watch can go back to. A watch from an older resource version gets
    /// <c>410 Gone</c>, as from a real API server.
    /// </summary>
    public int WatchHistory { get; init; } = 10_000;
}
