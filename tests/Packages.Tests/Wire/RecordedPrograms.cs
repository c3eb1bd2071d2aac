using Pulumi;
using Pulumi.Kubernetes.Helm.V3;
using Pulumi.Kubernetes.Networking.V1;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Helm.V3;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;
using Pulumi.Kubernetes.Types.Inputs.Networking.V1;
using Pulumi.Random;
using Config = Pulumi.Config;
using Namespace = Pulumi.Kubernetes.Core.V1.Namespace;
using Stack = Pulumi.Stack;

namespace Coder.Infra.Packages.Tests.Wire;

/// <summary>What the recorded program's dynamic resource sends; the code of its provider is text to this side.</summary>
internal sealed class RegistrationArgs : ResourceArgs
{
    [Input("__provider", required: true)]
    public Input<string> Provider { get; set; } = null!;

    [Input("name", required: true)]
    public Input<string> Name { get; set; } = null!;

    [Input("hostname", required: true)]
    public Input<string> Hostname { get; set; } = null!;

    [Input("clusterAddress", required: true)]
    public Input<string> ClusterAddress { get; set; } = null!;
}

internal sealed class Registration(string name, RegistrationArgs args)
    : CustomResource("pulumi-nodejs:dynamic:Resource", name, args, new CustomResourceOptions { AdditionalSecretOutputs = { "envproxyToken" } })
{
    [Output("status")]
    public Output<string> Status { get; private set; } = null!;

    [Output("envproxyToken")]
    public Output<string> EnvproxyToken { get; private set; } = null!;
}

/// <summary>The recorded program <c>stack.js</c> in C#, up to the ingress.</summary>
internal abstract class WorkspaceProviderProgram : Stack
{
    protected WorkspaceProviderProgram(string dynamicProvider)
    {
        var config = new Config();
        var host = config.Require("host");
        Cluster = new Pulumi.Kubernetes.Provider("cluster", new() { KubeConfig = "/cluster/kubeconfig", EnableServerSideApply = true });
        var options = new CustomResourceOptions { Provider = Cluster };
        var ns = new Namespace("provider", new NamespaceArgs { Metadata = new ObjectMetaArgs { Name = config.Get("namespace") ?? "coder-wsp" } }, options);
        var registration = new Registration("registration", new RegistrationArgs
        {
            Provider = dynamicProvider,
            Name = "eu",
            Hostname = "http://" + host,
            ClusterAddress = "https://127.0.0.1:6443",
        });
        Release = new Release(
            "coder-workspace-provider",
            new ReleaseArgs
            {
                Name = "coder-workspace-provider",
                Chart = config.Get("chart") ?? "../charts/workspace-provider",
                Version = config.Require("coderVersion"),
                Namespace = ns.Metadata.Apply(metadata => metadata.Name),
                Atomic = true,
                Timeout = config.GetInt32("timeout") ?? 60,
                Values = new InputMap<object>
                {
                    ["envproxy"] = new Dictionary<string, object>
                    {
                        ["token"] = Output.CreateSecret(Output.Format($"{registration.EnvproxyToken}{config.RequireSecret("token")}")),
                        ["accessURL"] = "http://" + host,
                        ["clusterAddress"] = "https://127.0.0.1:6443",
                        ["replicas"] = config.GetInt32("replicas") ?? 1,
                    },
                    ["ingress"] = new Dictionary<string, object> { ["host"] = host },
                    ["cemanager"] = new Dictionary<string, object> { ["accessURL"] = "http://coder.example.com" },
                },
            },
            options);
        Token = registration.EnvproxyToken;
        NamespaceName = ns.Metadata.Apply(metadata => metadata.Name);
        ReleaseVersion = Release.Status.Apply(status => status.Version);
    }

    protected Pulumi.Kubernetes.Provider Cluster { get; }

    protected Release Release { get; }

    [Output("token")]
    public Output<string> Token { get; private set; }

    [Output("namespace")]
    public Output<string> NamespaceName { get; private set; }

    [Output("releaseVersion")]
    public Output<string> ReleaseVersion { get; private set; }
}

/// <summary>The ingress is read once the release is there.</summary>
internal sealed class ReadIngressProgram : WorkspaceProviderProgram
{
    public ReadIngressProgram(string dynamicProvider)
        : base(dynamicProvider)
    {
        var id = Release.Status.Apply(status => $"{status.Namespace}/web-ingress");
        var ingress = Ingress.Get("web-ingress", id, new CustomResourceOptions { Provider = Cluster });
        Address = ingress.Status.Apply(status => status.LoadBalancer.Ingress[0].Ip);
    }

    [Output("address")]
    public Output<string> Address { get; private set; }
}

/// <summary>A patch waits for the ingress's address.</summary>
internal sealed class PatchIngressProgram : WorkspaceProviderProgram
{
    public PatchIngressProgram(string dynamicProvider)
        : base(dynamicProvider)
    {
        var ingress = new IngressPatch(
            "web-ingress",
            new IngressPatchArgs
            {
                Metadata = new ObjectMetaPatchArgs
                {
                    Namespace = Release.Status.Apply(status => status.Namespace),
                    Name = "web-ingress",
                    Annotations = { ["pulumi.com/patchForce"] = "true", ["pulumi.com/waitFor"] = "jsonpath={.status.loadBalancer.ingress[0]}" },
                },
            },
            new CustomResourceOptions { Provider = Cluster });
        Address = ingress.Status.Apply(status => status.LoadBalancer.Ingress[0].Ip);
    }

    [Output("address")]
    public Output<string> Address { get; private set; }
}

/// <summary>The recorded program <c>random.js</c> in C#.</summary>
internal static class RandomProgram
{
    public static Task<IDictionary<string, object?>> RunAsync(string kept)
    {
        var keepers = new InputMap<string> { ["v"] = kept };
        var password = new RandomPassword("password", new() { Length = 20, Special = true, OverrideSpecial = "_-", MinUpper = 2, Keepers = keepers });
        var text = new RandomString("string", new() { Length = 8, Upper = false, Special = false, Keepers = keepers });
        var id = new RandomId("id", new() { ByteLength = 6, Prefix = "wp-", Keepers = keepers });
        var pet = new RandomPet("pet", new() { Length = 2, Separator = "-", Prefix = "eu" });
        var uuid = new RandomUuid("uuid");
        var number = new RandomInteger("int", new() { Min = 1, Max = 9 });
        return Task.FromResult<IDictionary<string, object?>>(new Dictionary<string, object?>
        {
            ["password"] = password.Result,
            ["bcrypt"] = password.BcryptHash,
            ["string"] = text.Result,
            ["id"] = id.Hex,
            ["b64"] = id.B64Url,
            ["dec"] = id.Dec,
            ["pet"] = pet.Id,
            ["uuid"] = uuid.Result,
            ["int"] = number.Result,
        });
    }
}
