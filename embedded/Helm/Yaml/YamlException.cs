namespace Coder.Infra.Helm.Yaml;

/// <summary>YAML that cannot be read or a value that cannot be written; the message is that of sigs.k8s.io/yaml.</summary>
public sealed class YamlException(string message) : Exception(message);
