using Coder.Infra.Engine.Deployment.Model;

namespace Coder.Infra.Engine.Display.Text;

/// <summary>Colours of a terminal; without them every text stays as it is.</summary>
internal sealed class Palette(bool enabled)
{
    /// <summary>No colours.</summary>
    public static Palette None { get; } = new(false);

    /// <summary>Whether colours are written.</summary>
    public bool Enabled => enabled;

    /// <summary>What <c>--color</c> asks for: always, never, raw (as never), or auto.</summary>
    public static Palette Of(string? choice, Cli.CommandHost host) => choice switch
    {
        "always" => new Palette(true),
        "never" or "raw" => None,
        null or "auto" => new Palette(host.IsTerminal && !host.Environment.ContainsKey("NO_COLOR")),
        _ => throw new Workspace.UserErrorException($"unsupported color option: '{choice}'. Supported values are: auto, always, never, raw"),
    };

    public string Headline(string text) => Paint(text, "1;35");

    public string Name(string text) => Paint(text, "94");

    public string Bold(string text) => Paint(text, "1");

    public string Dim(string text) => Paint(text, "90");

    public string Error(string text) => Paint(text, "31");

    public string Warning(string text) => Paint(text, "33");

    public string Info(string text) => Paint(text, "35");

    public string Unimportant(string text) => Paint(text, "90");

    /// <summary>In the colour of an operation.</summary>
    public string Of(StepOp op, string text) => op switch
    {
        StepOp.Create or StepOp.CreateReplacement or StepOp.Import or StepOp.ImportReplacement => Paint(text, "32"),
        StepOp.Update or StepOp.Refresh => Paint(text, "33"),
        StepOp.Delete or StepOp.DeleteReplaced or StepOp.ReadDiscard or StepOp.DiscardReplaced => Paint(text, "31"),
        StepOp.Replace => Paint(text, "35"),
        StepOp.Read or StepOp.ReadReplacement => Paint(text, "36"),
        _ => text,
    };

    /// <summary>In the colour of a message's severity.</summary>
    public string Of(DiagnosticSeverity severity, string text) => severity switch
    {
        DiagnosticSeverity.Error => Error(text),
        DiagnosticSeverity.Warning => Warning(text),
        DiagnosticSeverity.Debug => Dim(text),
        _ => text,
    };

    private string Paint(string text, string code) => enabled && text.Length > 0 ? $"\u001b[{code}m{text}\u001b[0m" : text;
}
