using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Coder.Infra.Checks;
using Coder.Infra.Kubernetes;
using Coder.Infra.Settings;
using Pulumi;
using Pulumi.Kubernetes.Core.V1;

namespace Coder.Infra.Releases;

/// <summary>What the values of both charts of Coder v2 have in common: variables, authorities, and the marks of stack and token.</summary>
internal static class V2Values
{
    /// <summary>The secret with the certificate of the authority that the deployment's own comes from.</summary>
    public const string AuthoritySecret = "coder-deployment-ca";

    /// <summary>The certificate's key in it.</summary>
    public const string AuthorityKey = "ca.crt";

    /// <summary>The values as Helm gets them.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="plain">The values in plain.</param>
    /// <param name="mark">The mark of what the pods authenticate with.</param>
    public static InputMap<object> Of(StackSettings settings, JsonObject plain, Output<string> mark)
    {
        var values = HelmValues.Inputs(settings, plain);
        var coder = (ImmutableDictionary<string, object>)values["coder"];
        var pods = (ImmutableDictionary<string, object>)coder["podAnnotations"];
        return values.SetItem("coder", coder.SetItem("podAnnotations", pods.SetItem(TokenMark.Annotation, mark)));
    }

    /// <summary>The values in plain: the computed ones, the user's over them, and what nobody can change.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="computed">The kind's own values.</param>
    /// <param name="variables">The environment variables that the stack sets; the user's are added.</param>
    /// <param name="mark">The mark of what the pods authenticate with.</param>
    public static JsonObject Plain(StackSettings settings, JsonObject computed, IEnumerable<JsonObject> variables, string mark)
    {
        if (settings.Values is { } given)
            HelmValues.Merge(computed, given);
        var coder = computed.Object("coder");
        coder["env"] = Joined(variables, coder["env"]);
        if (settings.CoderCa is not null)
        {
            var certs = coder.Object("certs");
            certs["secrets"] = Joined([new JsonObject { ["name"] = AuthoritySecret, ["key"] = AuthorityKey }], certs["secrets"]);
        }

        StackMark.Set(computed, settings.Owner);
        TokenMark.Set(computed, mark);
        return computed;
    }

    /// <summary>An environment variable.</summary>
    public static JsonObject Variable(string name, string value) => new() { ["name"] = name, ["value"] = value };

    /// <summary>An environment variable whose value is in a secret.</summary>
    public static JsonObject Variable(string name, string secret, string key) => new()
    {
        ["name"] = name,
        ["valueFrom"] = new JsonObject { ["secretKeyRef"] = new JsonObject { ["name"] = secret, ["key"] = key } },
    };

    /// <summary>Declares the secret with the authority's certificate, where the deployment's own comes from a private one.</summary>
    public static IReadOnlyList<Resource> DeclareAuthority(StackSettings settings, Findings found, Steps step, ClusterProvider cluster, Namespace ns) => settings.CoderCa is not { } authority ? []
        : [StackSecret.Declare("deployment-ca", AuthoritySecret, "Opaque", new InputMap<string> { [AuthorityKey] = StackSecret.Base64(Output.Create(authority)) }, found, step, cluster, ns)];

    private static JsonArray Joined(IEnumerable<JsonObject> own, JsonNode? given) => [.. own, .. (given as JsonArray ?? []).Select(item => item?.DeepClone())];
}
