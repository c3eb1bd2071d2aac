using System.Text;
using Coder.Infra.Engine.Deployment.Events;
using Coder.Infra.Engine.Display.Text;

namespace Coder.Infra.Engine.Display.Progress;

/// <summary>
/// A run in a terminal: the tree of resources, redrawn in place ten times a second, with status, elapsed time and what a step is
/// waiting for; at the end the whole tree, messages, outputs and counts.
/// </summary>
internal sealed class LiveDisplay : IRunDisplay
{
    private static readonly string[] Spinner = ["|", "/", "-", "\\"];

    private readonly TextWriter _output;
    private readonly TimeProvider _time;
    private readonly RowTable _table;
    private readonly Func<(int Width, int Height)> _size;
    private readonly CancellationToken _cancel;
    private readonly Lock _gate = new();
    private readonly DateTimeOffset _started;
    private ITimer? _timer;
    private int _drawn;
    private int _frame;

    public LiveDisplay(TextWriter output, RunTitle title, DisplayOptions options, TimeProvider time, Func<(int Width, int Height)> size, CancellationToken cancel)
    {
        (_output, _time, _size, _cancel) = (output, time, size, cancel);
        _table = new RowTable(title, options);
        _started = time.GetUtcNow();
    }

    public void Begin()
    {
        _output.WriteLine(_table.Options.Palette.Headline(_table.Title.Headline));
        _output.WriteLine();
        _timer = _time.CreateTimer(_ => Redraw(), null, TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(100));
    }

    public void Emit(EngineEvent engineEvent)
    {
        lock (_gate)
        {
            if (engineEvent is PreludeEvent prelude && _table.Options.ShowConfig)
                _output.WriteLine(ConfigText.Of(prelude));
            else
                _table.Apply(engineEvent);
        }
    }

    public void End()
    {
        _timer?.Dispose();
        lock (_gate)
        {
            _table.IsDone = true;
            Draw(Lines(int.MaxValue));
            _output.WriteLine();
            RunEnd.Write(_output, _table);
        }
    }

    private void Redraw()
    {
        lock (_gate)
        {
            if (_table.IsDone)
                return;
            _frame++;
            var lines = Lines(_size().Height - 3);
            lines.Add(Footer());
            Draw(lines);
        }
    }

    private List<string> Lines(int most)
    {
        var now = _time.GetUtcNow();
        var rows = RowTree.Of(_table).Select(line => (line.Branch, line.Row, Columns: RowText.Columns(_table, line.Row, now, whole: true))).ToList();
        if (rows.Count == 0)
            return [];
        // Where not all fit, what is running is what the user wants to see; finished rows give way, oldest first.
        var left = rows.Count - Math.Max(1, most - 1);
        var shown = left <= 0 ? rows : rows.Where((row, i) => i == 0 || !_table.IsRowDone(row.Row) || left-- <= 0).Take(Math.Max(1, most - 1)).ToList();
        var (type, name, status) = (
            shown.Max(row => row.Branch.Length + Ansi.Width(row.Columns.Type)),
            shown.Max(row => Ansi.Width(row.Columns.Name)),
            shown.Max(row => Ansi.Width(row.Columns.Status)));
        (type, name, status) = (Math.Max(type, 4), Math.Max(name, 4), Math.Max(status, 6));
        var width = _size().Width - 1;
        var palette = _table.Options.Palette;
        var heading = _table.Title.IsPreview ? "Plan" : "Status";
        var lines = new List<string> { Ansi.Fit(palette.Name($"     {"Type".PadRight(type)}  {"Name".PadRight(name)}  {heading.PadRight(status)}  Info"), width) };
        lines.AddRange(shown.Select(row => Ansi.Fit(
            $" {row.Columns.Sign}  {Ansi.Pad(row.Branch + row.Columns.Type, type)}  {Ansi.Pad(row.Columns.Name, name)}  {Ansi.Pad(row.Columns.Status, status)}  {row.Columns.Info}".TrimEnd(), width)));
        return lines;
    }

    private string Footer()
    {
        var elapsed = Summary.Duration(TimeSpan.FromSeconds(Math.Floor((_time.GetUtcNow() - _started).TotalSeconds)));
        var line = _cancel.IsCancellationRequested
            ? "cancelling: waiting for running operations; press Ctrl-C again to abort"
            : Waiting();
        return Ansi.Fit(_table.Options.Palette.Dim($" {Spinner[_frame % Spinner.Length]}  {elapsed}  {line}"), _size().Width - 1);
    }

    /// <summary>What the run waits for: the step that has been running longest.</summary>
    private string Waiting()
    {
        var running = _table.Rows.Where(row => row != _table.StackRow && row is { Step: not null, IsHidden: false } && !_table.IsRowDone(row)).OrderBy(row => row.Began).ToArray();
        if (running.Length == 0)
            return _table.Rows.Count == 0 ? "starting" : "waiting for the program";
        var others = running.Length > 1 ? $" and {running.Length - 1} more" : "";
        var said = running[0].Last is { } last ? $": {Diagnostics.Text(last, Palette.None).Split('\n')[0]}" : "";
        return $"waiting for {RowText.Name(_table, running[0])}{others}{said}";
    }

    /// <summary>Draws over what was drawn before, in one write so that nothing flickers.</summary>
    private void Draw(List<string> lines)
    {
        var text = new StringBuilder();
        if (_drawn > 0)
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"\u001b[{_drawn}A\r");
        foreach (var line in lines)
            text.Append(line).Append("\u001b[K\n");
        text.Append("\u001b[J");
        _drawn = lines.Count;
        _output.Write(text);
        _output.Flush();
    }
}
