using Coder.Infra.Engine.Deployment.Events;
using Coder.Infra.Engine.Deployment.Model;

namespace Coder.Infra.Engine.Display.Text;

/// <summary>
/// Colours of texts: a terminal's escape codes, Pulumi's own tags (<c>&lt;{%fg 1%}&gt;</c>, which <c>--color raw</c> and the event
/// log carry), or none.
/// </summary>
internal sealed class Palette
{
    private readonly Form _form;

    private Palette(Form form) => _form = form;

    private enum Form
    {
        None,
        Escapes,
        Tags,
    }

    /// <summary>No colours.</summary>
    public static Palette None { get; } = new(Form.None);

    /// <summary>Colours as tags.</summary>
    public static Palette Tags { get; } = new(Form.Tags);

    /// <summary>Whether there are colours at all.</summary>
    public bool IsColored => _form != Form.None;

    /// <summary>The tag that ends a colour; empty where there are no tags.</summary>
    public string ResetTag => _form == Form.Tags ? "<{%reset%}>" : "";

    /// <summary>What <c>--color</c> asks for: always, never, raw (tags), or auto.</summary>
    /// <param name="choice">The flag; null for auto.</param>
    /// <param name="isTerminal">Whether auto means colours: a terminal, without <c>NO_COLOR</c>.</param>
    public static Palette Of(string? choice, bool isTerminal) => choice switch
    {
        "always" => new Palette(Form.Escapes),
        "never" => None,
        "raw" => Tags,
        null or "auto" => isTerminal ? new Palette(Form.Escapes) : None,
        _ => throw new UserErrorException($"unsupported color option: '{choice}'. Supported values are: auto, always, never, raw"),
    };

    public string Headline(string text) => Paint(text, "1;35", "<{%fg 13%}><{%bold%}>");

    public string Name(string text) => Paint(text, "94", "<{%fg 12%}>");

    public string Bold(string text) => Paint(text, "1", "<{%bold%}>");

    public string Dim(string text) => Paint(text, "90", "<{%fg 8%}>");

    public string Error(string text) => Paint(text, "31", "<{%fg 1%}>");

    public string Warning(string text) => Paint(text, "33", "<{%fg 3%}>");

    public string Info(string text) => Paint(text, "35", "<{%fg 5%}>");

    public string Unimportant(string text) => Paint(text, "90", "<{%fg 8%}>");

    /// <summary>In the colour of an operation.</summary>
    public string Of(StepOp op, string text) => op switch
    {
        StepOp.Create or StepOp.CreateReplacement or StepOp.Import or StepOp.ImportReplacement => Paint(text, "32", "<{%fg 2%}>"),
        StepOp.Update or StepOp.Refresh => Paint(text, "33", "<{%fg 3%}>"),
        StepOp.Delete or StepOp.DeleteReplaced or StepOp.ReadDiscard or StepOp.DiscardReplaced => Paint(text, "31", "<{%fg 1%}>"),
        StepOp.Replace => Paint(text, "35", "<{%fg 5%}>"),
        StepOp.Read or StepOp.ReadReplacement => Paint(text, "36", "<{%fg 6%}>"),
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

    private string Paint(string text, string code, string tag) => _form switch
    {
        Form.Escapes when text.Length > 0 => $"\u001b[{code}m{text}\u001b[0m",
        Form.Tags when text.Length > 0 => $"{tag}{text}{ResetTag}",
        _ => text,
    };
}
