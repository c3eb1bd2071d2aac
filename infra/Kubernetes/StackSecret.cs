using System.Text;
using Coder.Infra.Checks;
using Pulumi;
using Pulumi.Kubernetes.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;

namespace Coder.Infra.Kubernetes;

/// <summary>A secret that the stack makes in its namespace.</summary>
internal static class StackSecret
{
    /// <summary>Declares it. One of the stack's that is there already was made by a killed run, and is imported.</summary>
    /// <param name="resource">Name of the resource.</param>
    /// <param name="name">Name of the secret.</param>
    /// <param name="type">Its type.</param>
    /// <param name="data">Its data, in base64.</param>
    /// <param name="found">What is in the cluster.</param>
    /// <param name="step">The procedure.</param>
    /// <param name="cluster">The cluster.</param>
    /// <param name="ns">The namespace.</param>
    public static Secret Declare(string resource, string name, string type, InputMap<string> data, Findings found, Steps step, ClusterProvider cluster, Namespace ns) => new(resource, new SecretArgs
    {
        Metadata = new ObjectMetaArgs { Name = name, Namespace = step.Settings.Namespace, Labels = ObjectLabels.Of(step.Settings.Stack) },
        Type = type,
        Data = data,
    }, step.Options(cluster, after: [ns]).Importing(found.OwnSecrets.Contains(name) ? $"{step.Settings.Namespace}/{name}" : null));

    /// <summary>A text as a secret's data.</summary>
    public static Output<string> Base64(Output<string> text) => text.Apply(value => Convert.ToBase64String(Encoding.UTF8.GetBytes(value)));
}
