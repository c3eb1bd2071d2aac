namespace Coder.Infra.Helm.Cli;

/// <summary>A command cannot go on; the message is printed behind <c>Error: </c>.</summary>
internal sealed class CommandException(string message, Exception? inner = null) : Exception(message, inner);
