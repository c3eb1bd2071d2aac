using System.Text.Json.Nodes;
using Coder.Infra.Kubernetes;

namespace Coder.Infra.Checks;

/// <summary>Whether the credentials suffice for what the chart and this stack make (<c>kubectl auth can-i</c>).</summary>
internal sealed class AccessChecks(Findings findings, ClusterClient cluster)
{
    private static readonly string[] Change = ["get", "create", "patch", "delete"];

    /// <summary>What is made in the namespace. Pods and events are only read to explain a failure: without them the watch says so.</summary>
    private static readonly (string Group, string Resource, string[] Verbs)[] Needs =
    [
        ("", "secrets", ["get", "list", "create", "update", "patch", "delete"]),
        ("", "services", Change),
        ("", "serviceaccounts", Change),
        ("apps", "deployments", Change),
        ("networking.k8s.io", "ingresses", Change),
        ("rbac.authorization.k8s.io", "roles", Change),
        ("rbac.authorization.k8s.io", "rolebindings", Change),
    ];

    /// <summary>Asks for each permission.</summary>
    /// <param name="ns">The namespace.</param>
    /// <param name="thereAlready">Whether there is a namespace already.</param>
    /// <param name="unused">The kinds of objects that this stack's chart does not make.</param>
    /// <param name="cancellationToken">Ends the requests.</param>
    public async Task RunAsync(string ns, bool thereAlready, IReadOnlyList<string> unused, CancellationToken cancellationToken)
    {
        string[] onNamespace = thereAlready ? ["get"] : ["get", "create"];
        var asked = Needs.Where(need => !unused.Contains(need.Resource)).SelectMany(need => need.Verbs, (need, verb) => (need.Group, need.Resource, Verb: verb, Namespace: (string?)ns, Name: (string?)null))
            .Concat(onNamespace.Select(verb => (Group: "", Resource: "namespaces", Verb: verb, Namespace: (string?)null, Name: verb == "create" ? null : (string?)ns)));
        var answers = await Task.WhenAll(asked.Select(async one => (one, Allowed: await AllowedAsync(one, cancellationToken))));
        var missing = answers.Where(answer => !answer.Allowed).Select(answer => answer.one)
            .GroupBy(one => one.Group.Length > 0 ? $"{one.Resource}.{one.Group}" : one.Resource)
            .Select(group => $"{string.Join(", ", group.Select(one => one.Verb))} {group.Key}").ToList();
        if (missing.Count == 0)
            return;
        var first = answers.First(answer => !answer.Allowed).one;
        findings.Problem(21,
            $"The context \"{findings.Context}\" lacks these permissions in cluster {findings.Server}, namespace {ns}: {string.Join("; ", missing)}. " +
            $"Ask for a role that grants them; check with: kubectl auth can-i {first.Verb} {first.Resource}{(first.Group.Length > 0 ? "." + first.Group : "")} -n {ns}");
    }

    private async Task<bool> AllowedAsync((string Group, string Resource, string Verb, string? Namespace, string? Name) one, CancellationToken cancellationToken)
    {
        var review = await cluster.CreateAsync(
            "apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
            new JsonObject
            {
                ["apiVersion"] = "authorization.k8s.io/v1",
                ["kind"] = "SelfSubjectAccessReview",
                ["spec"] = new JsonObject
                {
                    ["resourceAttributes"] = new JsonObject { ["group"] = one.Group, ["resource"] = one.Resource, ["verb"] = one.Verb, ["namespace"] = one.Namespace, ["name"] = one.Name },
                },
            },
            cancellationToken);
        return (bool?)review.At("status", "allowed") == true;
    }
}
