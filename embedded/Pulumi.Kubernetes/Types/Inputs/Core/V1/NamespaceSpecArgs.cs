namespace Pulumi.Kubernetes.Types.Inputs.Core.V1;

/// <summary>How a namespace is wanted.</summary>
public sealed class NamespaceSpecArgs : ResourceArgs
{
    [Input("finalizers")]
    private InputList<string>? _finalizers;

    /// <summary>The field <c>finalizers</c>.</summary>
    public InputList<string> Finalizers { get => _finalizers ??= new InputList<string>(); set => _finalizers = value; }
}
