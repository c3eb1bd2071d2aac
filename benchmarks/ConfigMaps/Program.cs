using System.Globalization;
using Pulumi;
using Pulumi.Kubernetes.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;

// As many config maps as the setting count says, each independent of the others: what an engine costs by the resource.
return await Deployment.RunAsync(() =>
{
    var count = int.Parse(new Config("config-maps").Get("count") ?? "10", CultureInfo.InvariantCulture);
    for (var i = 0; i < count; i++)
    {
        _ = new ConfigMap($"cm-{i}", new ConfigMapArgs
        {
            Metadata = new ObjectMetaArgs { Name = $"cm-{i}", Namespace = "default" },
            Data = { ["index"] = $"{i}" },
        });
    }
});
