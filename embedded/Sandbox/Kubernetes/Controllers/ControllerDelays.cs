namespace Coder.Infra.Sandbox.Kubernetes.Controllers;

/// <summary>How fast controllers pretend the world to be.</summary>
/// <param name="PodStart">From a pod being scheduled to being ready.</param>
/// <param name="LoadBalancer">Until a load balancer or ingress has its address.</param>
/// <param name="NamespaceDeletion">How long a deleted namespace stays <c>Terminating</c> before what it holds is removed.</param>
/// <param name="Job">How long a job's pod runs before it succeeds.</param>
internal sealed record ControllerDelays(TimeSpan PodStart, TimeSpan LoadBalancer, TimeSpan NamespaceDeletion, TimeSpan Job);
