namespace Coder.Infra.Helm.Kube;

/// <summary>The kubeconfig cannot be used; the message says which part and how to fix it.</summary>
public sealed class KubeConfigException(string message, Exception? inner = null) : Exception(message, inner);
