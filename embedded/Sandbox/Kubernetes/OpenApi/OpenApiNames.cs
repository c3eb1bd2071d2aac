using Coder.Infra.Sandbox.Kubernetes.Schema;

namespace Coder.Infra.Sandbox.Kubernetes.OpenApi;

/// <summary>The names that Kubernetes gives its types in OpenAPI documents: <c>io.k8s.api.apps.v1.Deployment</c>.</summary>
internal static class OpenApiNames
{
    public static string Of(TypeSchema type)
    {
        var version = type.Name.Contains(".v2.") || type.Table == "autoscaling" && !type.Name.Contains(".v1.") ? "v2" : "v1";
        return type.Table switch
        {
            "meta" => $"io.k8s.apimachinery.pkg.apis.meta.v1.{type.GoName}",
            "apiextensions" => $"io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.{type.GoName}",
            "apiregistration" => $"io.k8s.kube-aggregator.pkg.apis.apiregistration.v1.{type.GoName}",
            var group => $"io.k8s.api.{group}.{version}.{type.GoName}",
        };
    }

    public const string Quantity = "io.k8s.apimachinery.pkg.api.resource.Quantity";
    public const string IntOrString = "io.k8s.apimachinery.pkg.util.intstr.IntOrString";
}
