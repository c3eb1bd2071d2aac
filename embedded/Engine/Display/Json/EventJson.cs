using Coder.Infra.Engine.Backend.Checkpoints;
using Coder.Infra.Engine.Deployment.Events;
using Coder.Infra.Engine.Deployment.Model;
using Coder.Infra.Engine.Display.Text;

namespace Coder.Infra.Engine.Display.Json;

/// <summary>
/// A run's events as JSON, a line each: <c>--event-log</c>, and <c>up --json</c>. Fields as the official CLI 3.274 writes them.
/// </summary>
/// <param name="write">Takes a line.</param>
/// <param name="showSecrets">Whether secrets are written in plain text.</param>
/// <param name="colors">Whether messages carry tags of colours.</param>
internal sealed class EventJson(Action<string> write, bool showSecrets, bool colors) : IRunDisplay
{
    private readonly Palette _palette = colors ? Palette.Tags : Palette.None;
    private readonly SecretCoding _secrets = showSecrets ? SecretCoding.Plain : SecretCoding.Masked;
    private readonly Lock _gate = new();
    private int _sequence;
    private DateTimeOffset _last;
    private bool _maybeCorrupt;

    public void Begin()
    {
    }

    public void Emit(EngineEvent engineEvent)
    {
        if (engineEvent is not StepEndedEvent { TellsOutputs: false })
            Emit(engineEvent.Time, json => Write(json, engineEvent));
    }

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
                json.Name("steps").Number((long)failed.Steps);
                json.EndObject();
                _maybeCorrupt |= failed.Status == StepStatus.Unknown;
                break;
            case DiagnosticEvent diagnostic:
                Message(json, diagnostic);
                break;
            case ProgramOutputEvent said:
                Message(json, new DiagnosticEvent(said.Time, said.IsError ? DiagnosticSeverity.InfoError : DiagnosticSeverity.Info, "", said.Text));
                break;
            case SummaryEvent summary:
                json.Name("summaryEvent").BeginObject();
                json.Name("maybeCorrupt").Bool(_maybeCorrupt);
                json.Name("durationSeconds").Number((long)summary.Duration.TotalSeconds);
                json.Name("resourceChanges").BeginObject();
                foreach (var (op, count) in summary.Changes.OrderBy(entry => entry.Key.Name(), StringComparer.Ordinal))
                    json.Name(op.Name()).Number((long)count);
                json.EndObject();
                json.Name("PolicyPacks").BeginObject();
                json.EndObject();
                json.Name("isPreview").Bool(summary.IsPreview);
                json.Name("result").String(summary.Failed ? "failed" : "succeeded");
                json.EndObject();
                break;
        }
    }

    private void Message(GoJsonWriter json, DiagnosticEvent diagnostic)
    {
        var name = PreviewJson.SeverityName(diagnostic.Severity);
        json.Name("diagnosticEvent").BeginObject();
        if (diagnostic.Urn.Length > 0)
            json.Name("urn").String(diagnostic.Urn);
        if (diagnostic.Severity is not (DiagnosticSeverity.Info or DiagnosticSeverity.InfoError))
            json.Name("prefix").String(_palette.Of(diagnostic.Severity, name + ": "));
        json.Name("message").String($"{_palette.ResetTag}{diagnostic.Message}{_palette.ResetTag}\n");
        json.Name("color").String(colors ? "raw" : "never");
        json.Name("severity").String(name);
        if (diagnostic.Ephemeral)
            json.Name("ephemeral").Bool(true);
        json.EndObject();
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

        StateJson.WriteDetailedDiff(json.Name("detailedDiff"), step, "diffKind");
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
        if (state.External)
            json.Name("external").Bool(true);
        if (state.Unknown.ContainsKey("taint"))
            json.Name("taint").Bool(true);
        if (state.RetainOnDelete)
            json.Name("retainOnDelete").Bool(true);
        PropertyJson.Write(json.Name("inputs"), StateJson.WithoutTexts(state.Inputs), _secrets, "", new OriginalForms());
        PropertyJson.Write(json.Name("outputs"), StateJson.WithoutTexts(state.Outputs), _secrets, "", new OriginalForms());
        json.Name("provider").String(state.Provider);
        if (!state.InitErrors.IsDefaultOrEmpty)
        {
            json.Name("initErrors").BeginArray();
            foreach (var error in state.InitErrors)
                json.String(error);
            json.EndArray();
        }

        ResourceJson.Paths(json, "hideDiffs", state.HideDiff);
        json.EndObject();
    }
}
