namespace Coder.Infra.Helm.Templates.Execution;

/// <summary>Executing a template failed; the message is Go's, with template, line and column.</summary>
public sealed class TemplateExecException(string message) : Exception(message);
