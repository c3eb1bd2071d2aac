namespace Coder.Infra.Helm.Go;

/// <summary>A version or a constraint does not parse; the message is that of Masterminds/semver.</summary>
public sealed class SemVersionException(string message) : Exception(message);
