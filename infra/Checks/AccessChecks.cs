using k8s;
using k8s.Models;

namespace Coder.Infra.Checks;

/// <summary>Whether the credentials suffice for what the chart and this stack make (<c>kubectl auth can-i</c>).</summary>
internal sealed class AccessChecks(Findings findings, Kubernetes client)
{
    private static readonly string[] Change = ["get", "create", "patch", "delete"];

    /// <summary>What is made in the namespace, and what is looked at while it is waited for.</summary>
    private static readonly (string Group, string Resource, string[] Verbs)[] Needs =
    [
        ("", "secrets", ["get", "list", "create", "update", "delete"]),
        ("", "services", Change),
        ("", "serviceaccounts", Change),
        ("apps", "deployments", Change),
        ("networking.k8s.io", "ingresses", Change),
        ("rbac.authorization.k8s.io", "roles", Change),
        ("rbac.authorization.k8s.io", "rolebindings", Change),
        ("", "pods", ["list"]),
    ];

    public async Task RunAsync(string ns, bool thereAlready, CancellationToken cancellationToken)
    {
        string[] onNamespace = thereAlready ? ["get", "patch"] : ["get", "create"];
        var asked = Needs.SelectMany(need => need.Verbs, (need, verb) => (need.Group, need.Resource, Verb: verb, Namespace: (string?)ns, Name: (string?)null))
            .Concat(onNamespace.Select(verb => (Group: "", Resource: "namespaces", Verb: verb, Namespace: (string?)null, Name: verb == "create" ? null : (string?)ns)));
        var answers = await Task.WhenAll(asked.Select(async one => (one, Allowed: await AllowedAsync(one, cancellationToken))));
        var missing = answers.Where(answer => !answer.Allowed).Select(answer => answer.one)
            .GroupBy(one => one.Group.Length > 0 ? $"{one.Resource}.{one.Group}" : one.Resource)
            .Select(group => $"{string.Join(", ", group.Select(one => one.Verb))} {group.Key}").ToList();
        if (missing.Count == 0)
            return;
        var first = answers.First(answer => !answer.Allowed).one;
        findings.Problem(21,
            $"The context \"{findings["context"]}\" may not do in the cluster {findings["server"]} what a workspace provider in the namespace {ns} needs: {string.Join("; ", missing)}. " +
            $"Ask for a role that allows it; check with: kubectl auth can-i {first.Verb} {first.Resource}{(first.Group.Length > 0 ? "." + first.Group : "")} -n {ns}");
    }

    private async Task<bool> AllowedAsync((string Group, string Resource, string Verb, string? Namespace, string? Name) one, CancellationToken cancellationToken)
    {
        var review = await client.AuthorizationV1.CreateSelfSubjectAccessReviewAsync(
            new V1SelfSubjectAccessReview
            {
                Spec = new V1SelfSubjectAccessReviewSpec
                {
                    ResourceAttributes = new V1ResourceAttributes { Group = one.Group, Resource = one.Resource, Verb = one.Verb, NamespaceProperty = one.Namespace, Name = one.Name },
                },
            },
            cancellationToken: cancellationToken);
        return review.Status.Allowed;
    }
}
