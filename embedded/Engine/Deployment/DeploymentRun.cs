using Coder.Infra.Engine.Deployment.Model;
using Coder.Infra.Engine.Display;
using Coder.Infra.Engine.Plugins;

namespace Coder.Infra.Engine.Deployment;

/// <summary>Runs an operation on a stack: the engine's entry point.</summary>
public static class DeploymentRun
{
    /// <summary>
    /// Runs the operation to its end. What goes wrong with a resource, the program or a plugin is told as events and shows in
    /// <see cref="DeploymentResult.Failed"/>; only what keeps the run itself from going on (the journal cannot be written)
    /// is thrown.
    /// </summary>
    /// <param name="kind">What to do.</param>
    /// <param name="target">The stack, its configuration and state.</param>
    /// <param name="options">Choices.</param>
    /// <param name="program">Runs the program; not used by a refresh or destroy without <c>RunProgram</c>.</param>
    /// <param name="plugins">Loads providers.</param>
    /// <param name="journal">Takes what is done; a dry run writes nothing to it.</param>
    /// <param name="events">Takes what is told.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancel">First Ctrl-C: running steps are finished, none is started.</param>
    /// <param name="abort">Second Ctrl-C: running steps are given up; they stay pending in the state.</param>
    public static Task<DeploymentResult> RunAsync(
        OperationKind kind,
        DeploymentTarget target,
        DeploymentOptions options,
        IProgramRunner program,
        IPluginHost plugins,
        IJournal journal,
        IEventSink events,
        TimeProvider time,
        CancellationToken cancel,
        CancellationToken abort)
    {
        throw new NotSupportedException($"The operation {kind} cannot run so far.");
    }
}
