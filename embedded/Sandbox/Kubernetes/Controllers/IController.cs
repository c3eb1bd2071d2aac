using Coder.Infra.Sandbox.Kubernetes.Storage;

namespace Coder.Infra.Sandbox.Kubernetes.Controllers;

/// <summary>Brings one kind of object closer to what its spec asks for. Runs on the loop's one thread.</summary>
internal interface IController
{
    /// <summary>The objects to look at after a change: its own, or those that a changed part belongs to.</summary>
    IEnumerable<ObjectKey> Affected(Change change);

    /// <summary>Does what can be done now for one object, which may be gone.</summary>
    /// <returns>When to look again, or null when only a change makes that necessary.</returns>
    TimeSpan? Reconcile(ObjectKey key);
}
