namespace Coder.Infra.Helm.Templates.Syntax;

/// <summary>A template could not be parsed; the message is Go's: <c>template: name:line: what</c>.</summary>
public sealed class TemplateParseException(string message) : Exception(message);
