using System.Text;
using System.Text.Json.Nodes;
using Coder.Infra.Kubernetes;

namespace Coder.Infra.Coder.V2;

/// <summary>
/// Looks in a namespace for the token of a proxy that was installed by hand: in the environment of its deployments, as it is or in a secret. A token
/// begins with the proxy's id, so that no other is mistaken for it.
/// </summary>
internal sealed class ProxyTokenSearch(ClusterClient cluster, string ns)
{
    /// <summary>The environment variable that has a proxy's token.</summary>
    public const string Variable = "CODER_PROXY_SESSION_TOKEN";

    /// <summary>Finds it.</summary>
    /// <exception cref="CoderException">It is not there.</exception>
    /// <exception cref="ClusterException">The cluster refused a look-up.</exception>
    public async Task<string> FindAsync(Proxy proxy, CancellationToken cancellationToken)
    {
        foreach (var deployment in await cluster.ListAsync($"apis/apps/v1/namespaces/{ns}/deployments", cancellationToken))
        {
            foreach (var variable in deployment.Objects("spec", "template", "spec", "containers").SelectMany(container => container.Objects("env")).Where(variable => variable.Text("name") == Variable))
            {
                if (await ValueAsync(variable, cancellationToken) is { } token && token.StartsWith(proxy.Id + ":", StringComparison.OrdinalIgnoreCase))
                    return token;
            }
        }

        throw new CoderException(
            $"Workspace proxy {proxy.Name} ({proxy.Id}) cannot be imported: its token is with its pods, and no deployment in the namespace {ns} has it as {Variable}. " +
            "Set the namespace with: pulumi config set namespace <namespace>   (helm list --all-namespaces)");
    }

    private async Task<string?> ValueAsync(JsonObject variable, CancellationToken cancellationToken)
    {
        if (variable.Text("value") is { Length: > 0 } value)
            return value;
        if (variable.Text("valueFrom", "secretKeyRef", "name") is not { } name || variable.Text("valueFrom", "secretKeyRef", "key") is not { } key)
            return null;
        var secret = await cluster.FindAsync($"api/v1/namespaces/{ns}/secrets/{name}", cancellationToken);
        return secret.Text("data", key) is { } encoded ? Encoding.UTF8.GetString(Convert.FromBase64String(encoded)) : null;
    }
}
