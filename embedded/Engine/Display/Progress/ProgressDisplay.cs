using Coder.Infra.Engine.Deployment.Events;
using Coder.Infra.Engine.Display.Diff;
using Coder.Infra.Engine.Display.Text;

namespace Coder.Infra.Engine.Display.Progress;

/// <summary>
/// A run as lines, for logs and pipes: a line whenever a row changes, dots while nothing does, then messages, outputs and counts.
/// As recorded in <c>cli/*.txt</c>.
/// </summary>
internal sealed class ProgressDisplay : IRunDisplay
{
    private readonly TextWriter _output;
    private readonly TimeProvider _time;
    private readonly RowTable _table;
    private readonly RunTitle _title;
    private readonly Lock _gate = new();
    private ITimer? _timer;
    private bool _ticking;

    public ProgressDisplay(TextWriter output, RunTitle title, DisplayOptions options, TimeProvider time)
    {
        (_output, _title, _time) = (output, title, time);
        _table = new RowTable(title, options);
    }

    public void Begin()
    {
        _output.WriteLine(_table.Options.Palette.Headline(_title.Headline));
        if (!_table.Options.SuppressProgress)
            _timer = _time.CreateTimer(_ => Tick(), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
    }

    public void Emit(EngineEvent engineEvent)
    {
        lock (_gate)
        {
            if (engineEvent is PreludeEvent prelude)
            {
                // Nothing is shown of it unless asked for, but its line is.
                Line(_table.Options.ShowConfig ? ConfigText.Of(prelude) : "");
                return;
            }

            if (_table.Apply(engineEvent) is { Row: { } row, Print: true })
                Print(row);
        }
    }

    public void End()
    {
        _timer?.Dispose();
        lock (_gate)
        {
            var running = _table.Rows.Where(row => !row.IsHidden && !_table.IsRowDone(row)).ToArray();
            _table.IsDone = true;
            foreach (var row in running)
                Print(row);
            NewLineAfterDots();
            RunEnd.Write(_output, _table);
        }
    }

    private void Print(Row row)
    {
        var (sign, type, name, status, info) = RowText.Columns(_table, row, _time.GetUtcNow());
        Line($" {sign} {type} {name} {status} {info}");
    }

    private void Line(string line)
    {
        NewLineAfterDots();
        _output.WriteLine(line);
    }

    private void Tick()
    {
        lock (_gate)
        {
            if (_table.IsDone)
                return;
            if (!_ticking)
                _output.Write($"@ {char.ToLowerInvariant(_title.Action[0])}{_title.Action[1..]}...");
            _ticking = true;
            _output.Write(".");
            _output.Flush();
        }
    }

    private void NewLineAfterDots()
    {
        if (_ticking)
            _output.WriteLine();
        _ticking = false;
    }
}
