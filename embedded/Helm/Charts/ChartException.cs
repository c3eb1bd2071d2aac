namespace Coder.Infra.Helm.Charts;

/// <summary>A chart cannot be loaded or its values cannot be worked out; the message is Helm's.</summary>
public class ChartException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>A <c>--set</c> argument does not parse; the message is that of Helm's strvals.</summary>
public sealed class SetSyntaxException(string message) : Exception(message);
