namespace Coder.Infra.Engine.Display.Progress;

/// <summary>A run in a terminal.</summary>
internal sealed class LiveDisplay(TextWriter output, RunTitle title, DisplayOptions options, TimeProvider time, Func<(int Width, int Height)> size) : IRunDisplay
{
    private readonly ProgressDisplay _lines = new(output, title, options, time);

    public void Begin()
    {
        _ = size;
        _lines.Begin();
    }

    public void Emit(EngineEvent engineEvent) => _lines.Emit(engineEvent);

    public void End() => _lines.End();
}
