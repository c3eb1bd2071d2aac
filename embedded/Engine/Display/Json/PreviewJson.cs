using System.Collections.Immutable;
using Coder.Infra.Engine.Deployment.Events;
using Coder.Infra.Engine.Deployment.Model;

namespace Coder.Infra.Engine.Display.Json;

/// <summary>A preview as one JSON document (<c>--json</c>), as recorded in <c>preview-upgrade.json</c>.</summary>
internal sealed class PreviewJson(TextWriter output, DisplayOptions options) : IRunDisplay
{
    private readonly List<StepInfo> _steps = [];
    private readonly List<DiagnosticEvent> _diagnostics = [];
    private readonly Lock _gate = new();
    private PreludeEvent? _prelude;
    private SummaryEvent? _summary;

    public void Begin()
    {
    }

    public void Emit(EngineEvent engineEvent)
    {
        lock (_gate)
        {
            switch (engineEvent)
            {
                case PreludeEvent prelude:
                    _prelude = prelude;
                    break;
                case StepBeganEvent { Step: { IsInternal: false } step } when options.Shows(step):
                    _steps.Add(step);
                    break;
                case DiagnosticEvent { Ephemeral: false } diagnostic when diagnostic.Severity != DiagnosticSeverity.Debug || options.Debug:
                    _diagnostics.Add(diagnostic);
                    break;
                case ProgramOutputEvent said:
                    _diagnostics.Add(new DiagnosticEvent(said.Time, said.IsError ? DiagnosticSeverity.InfoError : DiagnosticSeverity.Info, "", said.Text));
                    break;
                case SummaryEvent summary:
                    _summary = summary;
                    break;
            }
        }
    }

    public void End()
    {
        var json = new GoJsonWriter("    ");
        json.BeginObject();
        if (_prelude is { Config.IsEmpty: false } prelude)
        {
            json.Name("config").BeginObject();
            foreach (var (key, value) in prelude.Config)
                json.Name(key).String(value);
            json.EndObject();
        }

        if (_steps.Count > 0)
        {
            json.Name("steps").BeginArray();
            _steps.ForEach(step => Write(json, step));
            json.EndArray();
        }

        if (_diagnostics.Count > 0)
        {
            json.Name("diagnostics").BeginArray();
            foreach (var diagnostic in _diagnostics)
                Write(json, diagnostic);
            json.EndArray();
        }

        json.Name("duration").Number((_summary?.Duration.Ticks ?? 0) * 100);
        json.Name("changeSummary").BeginObject();
        foreach (var (op, count) in (_summary?.Changes ?? ImmutableSortedDictionary<StepOp, int>.Empty).OrderBy(entry => entry.Key.Name(), StringComparer.Ordinal).Where(entry => entry.Value > 0))
            json.Name(op.Name()).Number((long)count);
        json.EndObject();
        json.EndObject();
        output.WriteLine(json);
    }

    private void Write(GoJsonWriter json, StepInfo step)
    {
        json.BeginObject();
        json.Name("op").String(step.Op.Name());
        json.Name("urn").String(step.Urn);
        if (step.Provider.Length > 0)
            json.Name("provider").String(step.Provider);
        if (step.Old is { } old)
            StateJson.Write(json.Name("oldState"), old, options);
        if (step.New is { } @new)
            StateJson.Write(json.Name("newState"), @new, options);
        Names(json, "diffReasons", step.DiffReasons);
        Names(json, "replaceReasons", step.ReplaceReasons);
        StateJson.WriteDetailedDiff(json.Name("detailedDiff"), step);
        json.EndObject();
    }

    private static void Names(GoJsonWriter json, string name, ImmutableArray<string> names)
    {
        if (names.IsDefaultOrEmpty)
            return;
        json.Name(name).BeginArray();
        foreach (var item in names)
            json.String(item);
        json.EndArray();
    }

    private static void Write(GoJsonWriter json, DiagnosticEvent diagnostic)
    {
        json.BeginObject();
        if (diagnostic.Urn.Length > 0)
            json.Name("urn").String(diagnostic.Urn);
        json.Name("message").String(Progress.Diagnostics.Text(diagnostic, Text.Palette.None) + "\n");
        json.Name("severity").String(SeverityName(diagnostic.Severity));
        json.EndObject();
    }

    /// <summary>A severity by name.</summary>
    public static string SeverityName(DiagnosticSeverity severity) => severity switch
    {
        DiagnosticSeverity.Debug => "debug",
        DiagnosticSeverity.Info => "info",
        DiagnosticSeverity.InfoError => "info#err",
        DiagnosticSeverity.Warning => "warning",
        _ => "error",
    };
}
