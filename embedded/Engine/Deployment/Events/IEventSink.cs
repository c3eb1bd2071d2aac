namespace Coder.Infra.Engine.Deployment.Events;

/// <summary>Takes the events of a run: called in order, from one thread at a time.</summary>
public interface IEventSink
{
    /// <summary>Takes an event. Must not throw.</summary>
    void Emit(EngineEvent engineEvent);
}
