using System.Collections.Concurrent;
using System.Collections.Immutable;
using Pulumi.Testing;

namespace Coder.Infra.Tests.Stack;

/// <summary>Answers for the providers, and writes down what each resource got, in the order they were asked for.</summary>
internal sealed class ProviderMocks : IMocks
{
    private readonly ConcurrentQueue<MockResourceArgs> _resources = new();

    /// <summary>Name of a resource whose provider fails.</summary>
    public string? Failing { get; init; }

    /// <summary>Address that the ingress has.</summary>
    public ImmutableDictionary<string, object> Address { get; init; } = ImmutableDictionary<string, object>.Empty.Add("ip", "203.0.113.7");

    /// <summary>The objects that the chart gives.</summary>
    public ImmutableArray<object> Rendered { get; init; } = [];

    /// <summary>The resources, in order of registration; a read one has its id.</summary>
    public IReadOnlyList<MockResourceArgs> Resources => [.. _resources];

    /// <summary>The inputs of the resource of a name.</summary>
    public ImmutableDictionary<string, object> Inputs(string name) => Resources.Single(resource => resource.Name == name).Inputs;

    /// <summary>Position of a resource in the order of registration.</summary>
    public int Position(string name) => Resources.Select(resource => resource.Name).ToList().IndexOf(name);

    public Task<object> CallAsync(MockCallArgs args) => args.Token switch
    {
        "kubernetes:helm:template" => Task.FromResult<object>(Map(("result", Rendered))),
        _ => throw new NotSupportedException($"No function {args.Token} was expected."),
    };

    public Task<(string? id, object state)> NewResourceAsync(MockResourceArgs args)
    {
        _resources.Enqueue(args);
        if (args.Name == Failing)
            throw new InvalidOperationException($"{args.Name} failed on purpose");
        var state = args.Inputs;
        (string?, object) answer = args.Type switch
        {
            "pulumi:providers:coder-infra" or "pulumi:providers:kubernetes" => ("provider-id", state),
            "coder-infra:index:WorkspaceProvider" or "coder-infra:index:WorkspaceProxy" or "coder-infra:index:Provisioner" => (null, state),
            "kubernetes:core/v1:Namespace" => ("coder", state),
            "tls:index/privateKey:PrivateKey" => ("key", state.Add("privateKeyPem", $"{args.Name} in PEM")),
            "tls:index/selfSignedCert:SelfSignedCert" or "tls:index/locallySignedCert:LocallySignedCert" => ("certificate", state.Add("certPem", $"{args.Name} in PEM")),
            "tls:index/certRequest:CertRequest" => ("request", state.Add("certRequestPem", $"{args.Name} in PEM")),
            "kubernetes:core/v1:Secret" => ($"coder/{Map(state, "metadata")["name"]}", state),
            "random:index/randomId:RandomId" => ("id", state.Add("hex", $"{state["prefix"]}a1b2c3")),
            "coder-infra:index:Registration" => ("rp-1", state.Add("envproxyToken", "shared-secret")),
            "kubernetes:helm.sh/v3:Release" => ($"{state["namespace"]}/{state["name"]}", state.Add("status", Map(("version", state["version"]), ("revision", 3)))),
            "kubernetes:networking.k8s.io/v1:IngressPatch" or "kubernetes:core/v1:ServicePatch" => ($"{Map(state, "metadata")["namespace"]}/{Map(state, "metadata")["name"]}", state),
            "kubernetes:networking.k8s.io/v1:Ingress" or "kubernetes:core/v1:Service" => (args.Id, Map(("status", Map(("loadBalancer", Map(("ingress", ImmutableArray.Create<object>(Address)))))))),
            "coder-infra:index:ReleaseRemoval" => ("coder/coder-workspace-provider", state),
            "coder-infra:index:DnsRecord" => ((string)state["name"], state.Add("recordType", "A")),
            "coder-infra:index:Admission" => ((string)state["providerId"], state.Add("status", "ready")),
            "coder-infra:index:ProxyRegistration" => ("proxy-1", state.Add("token", "proxy-1:shared-secret")),
            "coder-infra:index:ProxyReadiness" => ((string)state["proxyId"], state.Add("status", "ok")),
            "coder-infra:index:ProvisionerKey" => ("key-1", state.Add("key", "shared-secret").Add("keyName", $"{state["name"]}-a1b2c3").Add("organizationId", "org-1")),
            "coder-infra:index:ProvisionerReadiness" => ((string)state["keyId"], state.Add("status", "ready")),
            _ => throw new NotSupportedException($"No resource of type {args.Type} was expected."),
        };
        return Task.FromResult(answer);
    }

    private static ImmutableDictionary<string, object> Map(ImmutableDictionary<string, object> from, string name) => (ImmutableDictionary<string, object>)from[name];

    private static ImmutableDictionary<string, object> Map(params (string Name, object Value)[] items) =>
        items.ToImmutableDictionary(item => item.Name, item => item.Value);
}
