namespace Coder.Infra.Helm.Rendering;

/// <summary>Rendering failed; the message is what Helm prints after "Error: ".</summary>
public sealed class RenderException(string message, Exception? inner = null) : Exception(message, inner);
