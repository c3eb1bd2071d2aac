using Coder.Infra.Engine.Deployment;
using Coder.Infra.Engine.Deployment.Events;
using Coder.Infra.Engine.Deployment.Model;

namespace Coder.Infra.Engine.Display;

/// <summary>Shows one run: takes its events, then says how it ended.</summary>
internal interface IRunDisplay : IEventSink
{
    /// <summary>The run begins.</summary>
    void Begin();

    /// <summary>The run is over: prints what comes last.</summary>
    void End();
}

/// <summary>What a run is, as displays name it.</summary>
/// <param name="Stack">Stack name.</param>
/// <param name="Project">Project name.</param>
/// <param name="Kind">What is done.</param>
/// <param name="IsPreview">Whether it is only shown.</param>
internal sealed record RunTitle(string Stack, string Project, OperationKind Kind, bool IsPreview)
{
    /// <summary>The verb of the headline: <c>Previewing update</c>, <c>Updating</c>.</summary>
    public string Action => (Kind, IsPreview) switch
    {
        (OperationKind.Preview, _) or (OperationKind.Update, true) => "Previewing update",
        (OperationKind.Update, _) => "Updating",
        (OperationKind.Refresh, true) => "Previewing refresh",
        (OperationKind.Refresh, _) => "Refreshing",
        (OperationKind.Destroy, true) => "Previewing destroy",
        (OperationKind.Destroy, _) => "Destroying",
        (OperationKind.Import, true) => "Previewing import",
        _ => "Importing",
    };

    /// <summary><c>Updating (dev):</c></summary>
    public string Headline => $"{Action} ({Stack}):";
}

/// <summary>Several sinks behind one.</summary>
internal sealed class EventFan(IReadOnlyList<IEventSink> sinks) : IEventSink
{
    public void Emit(EngineEvent engineEvent)
    {
        foreach (var sink in sinks)
            sink.Emit(engineEvent);
    }
}
