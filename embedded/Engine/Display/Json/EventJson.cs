using Coder.Infra.Engine.Backend.Checkpoints;
using Coder.Infra.Engine.Backend.Json;
using Coder.Infra.Engine.Deployment.Model;

namespace Coder.Infra.Engine.Display.Json;

/// <summary>A run's events as JSON, a line each: <c>--event-log</c>, and <c>up --json</c>.</summary>
internal sealed class EventJson(Action<string> write, bool showSecrets) : IRunDisplay
{
    private readonly Lock _gate = new();
    private int _sequence;
    private DateTimeOffset _last;

    public void Begin()
    {
    }

    public void Emit(EngineEvent engineEvent) => Emit(engineEvent.Time, json => Write(json, engineEvent));

    /// <summary>The event by which readers know that no other comes.</summary>
    public void End() => Emit(_last, json =>
    {
        json.Name("cancelEvent").BeginObject();
        json.EndObject();
    });

    private void Emit(DateTimeOffset time, Action<GoJsonWriter> content)
    {
        lock (_gate)
        {
            _last = time;
            var json = new GoJsonWriter();
            json.BeginObject();
            json.Name("sequence").Number((long)_sequence++);
            json.Name("timestamp").Number(time.ToUnixTimeSeconds());
            content(json);
            json.EndObject();
            write(json.ToString());
        }
    }

    private void Write(GoJsonWriter json, EngineEvent engineEvent)
    {
        switch (engineEvent)
        {
            case PreludeEvent prelude:
                json.Name("preludeEvent").BeginObject();
                json.Name("config").BeginObject();
                foreach (var (key, value) in prelude.Config)
                    json.Name(key).String(value);
                json.EndObject();
                json.EndObject();
                break;
            case StepBeganEvent began:
                Step(json, "resourcePreEvent", began.Step, began.Planning);
                break;
            case StepEndedEvent ended:
                Step(json, "resOutputsEvent", ended.Step, ended.Planning);
                break;
            case StepFailedEvent failed:
                json.Name("resOpFailedEvent").BeginObject();
                Metadata(json.Name("metadata"), failed.Step);
                json.Name("status").Number((long)failed.Status);
                json.Name("steps").Number(0L);
                json.EndObject();
                break;
            case DiagnosticEvent diagnostic:
                json.Name("diagnosticEvent").BeginObject();
                if (diagnostic.Urn.Length > 0)
                    json.Name("urn").String(diagnostic.Urn);
                if (diagnostic.Severity is not (DiagnosticSeverity.Info or DiagnosticSeverity.InfoError))
                    json.Name("prefix").String(PreviewJson.SeverityName(diagnostic.Severity) + ": ");
                json.Name("message").String(diagnostic.Message + "\n");
                json.Name("color").String("never");
                json.Name("severity").String(PreviewJson.SeverityName(diagnostic.Severity));
                if (diagnostic.Ephemeral)
                    json.Name("ephemeral").Bool(true);
                json.EndObject();
                break;
            case ProgramOutputEvent said:
                json.Name("stdoutEvent").BeginObject();
                json.Name("message").String(said.Text);
                json.Name("color").String("never");
                json.EndObject();
                break;
            case SummaryEvent summary:
                json.Name("summaryEvent").BeginObject();
                json.Name("maybeCorrupt").Bool(false);
                json.Name("durationSeconds").Number((long)summary.Duration.TotalSeconds);
                json.Name("resourceChanges").BeginObject();
                foreach (var (op, count) in summary.Changes.OrderBy(entry => entry.Key.Name(), StringComparer.Ordinal))
                    json.Name(op.Name()).Number((long)count);
                json.EndObject();
                json.Name("PolicyPacks").BeginObject();
                json.EndObject();
                json.Name("isPreview").Bool(summary.IsPreview);
                json.EndObject();
                break;
        }
    }

    private void Step(GoJsonWriter json, string name, StepInfo step, bool planning)
    {
        json.Name(name).BeginObject();
        Metadata(json.Name("metadata"), step);
        if (planning)
            json.Name("planning").Bool(true);
        json.EndObject();
    }

    private void Metadata(GoJsonWriter json, StepInfo step)
    {
        json.BeginObject();
        json.Name("op").String(step.Op.Name());
        json.Name("urn").String(step.Urn);
        json.Name("type").String(step.Type);
        State(json.Name("old"), step.Old);
        State(json.Name("new"), step.New);
        foreach (var (name, keys) in new[] { ("keys", step.ReplaceReasons), ("diffs", step.DiffReasons) })
        {
            if (keys.IsDefaultOrEmpty)
                continue;
            json.Name(name).BeginArray();
            foreach (var key in keys)
                json.String(key);
            json.EndArray();
        }

        StateJson.WriteDetailedDiff(json.Name("detailedDiff"), step);
        if (step.IsLogical)
            json.Name("logical").Bool(true);
        json.Name("provider").String(step.Provider);
        json.EndObject();
    }

    private void State(GoJsonWriter json, ResourceState? state)
    {
        if (state is null)
        {
            json.Null();
            return;
        }

        json.BeginObject();
        json.Name("type").String(state.Type);
        json.Name("urn").String(state.Urn);
        if (state.Custom)
            json.Name("custom").Bool(true);
        if (state.Delete)
            json.Name("delete").Bool(true);
        json.Name("id").String(state.Id);
        json.Name("parent").String(state.Parent);
        if (state.Protect)
            json.Name("protect").Bool(true);
        if (state.RetainOnDelete)
            json.Name("retainOnDelete").Bool(true);
        PropertyJson.Write(json.Name("inputs"), StateJson.Shown(state.Inputs, showSecrets), SecretCoding.Plain, "", new OriginalForms());
        PropertyJson.Write(json.Name("outputs"), StateJson.Shown(state.Outputs, showSecrets), SecretCoding.Plain, "", new OriginalForms());
        json.Name("provider").String(state.Provider);
        if (!state.InitErrors.IsDefaultOrEmpty)
        {
            json.Name("initErrors").BeginArray();
            foreach (var error in state.InitErrors)
                json.String(error);
            json.EndArray();
        }

        json.EndObject();
    }
}
