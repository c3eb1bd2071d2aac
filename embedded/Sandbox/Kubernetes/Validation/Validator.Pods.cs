using System.Text.Json.Nodes;

namespace Coder.Infra.Sandbox.Kubernetes.Validation;

internal static partial class Validator
{
    static void Pod(JsonObject json, JsonObject? old, List<FieldError> errors)
    {
        PodSpec(json.Object("spec") ?? [], "spec", errors, ["Always", "OnFailure", "Never"]);
        if (old is null) return;
        var (before, after) = (Fixed(old), Fixed(json));
        if (Json.Same(before, after)) return;
        errors.Add(FieldError.Forbidden("spec", "pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)"));
    }

    /// <summary>What of a pod's spec can't change.</summary>
    static JsonObject Fixed(JsonObject pod)
    {
        var spec = pod.Object("spec")!.Copy();
        foreach (var container in spec.Objects("containers").Concat(spec.Objects("initContainers")))
        {
            container.Remove("image");
            container.Remove("resources");
        }
        foreach (var field in (string[])["activeDeadlineSeconds", "tolerations", "nodeName", "ephemeralContainers", "schedulingGates"]) spec.Remove(field);
        return spec;
    }

    /// <param name="spec">The pod's spec.</param>
    /// <param name="path">Where it stands.</param>
    /// <param name="errors">What is wrong.</param>
    /// <param name="restartPolicies">Those that are allowed here.</param>
    /// <param name="claims">Volumes that a stateful set will add.</param>
    static void PodSpec(JsonObject spec, string path, List<FieldError> errors, string[] restartPolicies, IEnumerable<string>? claims = null)
    {
        var volumes = spec.Objects("volumes").ToList();
        var names = new HashSet<string>();
        for (var i = 0; i < volumes.Count; i++)
        {
            var name = volumes[i].Text("name") ?? "";
            if (name.Length == 0) errors.Add(FieldError.Required($"{path}.volumes[{i}].name"));
            else if (Names.Label(name) is { } cause) errors.Add(FieldError.Invalid($"{path}.volumes[{i}].name", name, cause));
            else if (!names.Add(name)) errors.Add(FieldError.Duplicate($"{path}.volumes[{i}].name", name));
            if (volumes[i].Count > 2) errors.Add(FieldError.Forbidden($"{path}.volumes[{i}].{volumes[i].Select(p => p.Key).Where(k => k != "name").Skip(1).First()}", "may not specify more than 1 volume type"));
        }
        var containers = spec.Objects("containers").ToList();
        if (containers.Count == 0) errors.Add(FieldError.Required($"{path}.containers"));
        names.UnionWith(claims ?? []);
        var taken = new HashSet<string>();
        Containers(spec.Objects("initContainers").ToList(), $"{path}.initContainers", names, taken, errors);
        Containers(containers, $"{path}.containers", names, taken, errors);
        if (spec.Text("restartPolicy") is { } restart && !restartPolicies.Contains(restart))
            errors.Add(FieldError.NotSupported($"{path}.restartPolicy", restart, restartPolicies));
        if (spec.Text("dnsPolicy") is { } dns && dns is not ("ClusterFirst" or "ClusterFirstWithHostNet" or "Default" or "None"))
            errors.Add(FieldError.NotSupported($"{path}.dnsPolicy", dns, "ClusterFirst", "ClusterFirstWithHostNet", "Default", "None"));
        if (spec.Text("serviceAccountName") is { Length: > 0 } account && Names.Subdomain(account) is { } bad)
            errors.Add(FieldError.Invalid($"{path}.serviceAccountName", account, bad));
    }

    static void Containers(List<JsonObject> containers, string path, HashSet<string> volumes, HashSet<string> taken, List<FieldError> errors)
    {
        for (var i = 0; i < containers.Count; i++)
        {
            var (container, at) = (containers[i], $"{path}[{i}]");
            var name = container.Text("name") ?? "";
            if (name.Length == 0) errors.Add(FieldError.Required($"{at}.name"));
            else if (Names.Label(name) is { } cause) errors.Add(FieldError.Invalid($"{at}.name", name, cause));
            else if (!taken.Add(name)) errors.Add(FieldError.Duplicate($"{at}.name", name));
            if (container.Text("image") is not { Length: > 0 } image) errors.Add(FieldError.Required($"{at}.image"));
            else if (image.Trim() != image) errors.Add(FieldError.Invalid($"{at}.image", image, "must not have leading or trailing whitespace"));
            if (container.Text("imagePullPolicy") is { } pull && pull is not ("Always" or "IfNotPresent" or "Never"))
                errors.Add(FieldError.NotSupported($"{at}.imagePullPolicy", pull, "Always", "IfNotPresent", "Never"));
            ContainerPorts(container, at, errors);
            Environment(container, at, errors);
            var mounts = container.Objects("volumeMounts").ToList();
            for (var m = 0; m < mounts.Count; m++)
            {
                if (mounts[m].Text("name") is not { Length: > 0 } volume) errors.Add(FieldError.Required($"{at}.volumeMounts[{m}].name"));
                else if (!volumes.Contains(volume)) errors.Add(FieldError.NotFound($"{at}.volumeMounts[{m}].name", volume));
                if (mounts[m].Text("mountPath") is not { Length: > 0 }) errors.Add(FieldError.Required($"{at}.volumeMounts[{m}].mountPath"));
            }
            Resources(container.Object("resources"), $"{at}.resources", errors);
        }
    }

    static void ContainerPorts(JsonObject container, string at, List<FieldError> errors)
    {
        var ports = container.Objects("ports").ToList();
        var names = new HashSet<string>();
        for (var p = 0; p < ports.Count; p++)
        {
            if (ports[p].Int("containerPort") is not { } number || number == 0) errors.Add(FieldError.Required($"{at}.ports[{p}].containerPort"));
            else if (number is < 1 or > 65_535) errors.Add(FieldError.Invalid($"{at}.ports[{p}].containerPort", number, "must be between 1 and 65535, inclusive"));
            if (ports[p].Text("name") is { Length: > 0 } name && !names.Add(name)) errors.Add(FieldError.Duplicate($"{at}.ports[{p}].name", name));
            if (ports[p].Text("protocol") is { } protocol && protocol is not ("TCP" or "UDP" or "SCTP"))
                errors.Add(FieldError.NotSupported($"{at}.ports[{p}].protocol", protocol, "SCTP", "TCP", "UDP"));
        }
    }

    static void Environment(JsonObject container, string at, List<FieldError> errors)
    {
        var env = container.Objects("env").ToList();
        for (var e = 0; e < env.Count; e++)
        {
            if (env[e].Text("name") is not { Length: > 0 } name) errors.Add(FieldError.Required($"{at}.env[{e}].name"));
            else if (Names.EnvName(name) is { } cause) errors.Add(FieldError.Invalid($"{at}.env[{e}].name", name, cause));
            if (env[e].Object("valueFrom") is not { } from) continue;
            if (env[e].Text("value") is { Length: > 0 }) errors.Add(FieldError.Invalid($"{at}.env[{e}].valueFrom", "", "may not be specified when `value` is not empty"));
            else if (from.Count == 0) errors.Add(FieldError.Invalid($"{at}.env[{e}].valueFrom", "", "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`"));
            foreach (var kind in (string[])["secretKeyRef", "configMapKeyRef"])
                if (from.Object(kind) is { } reference && reference.Text("key") is not { Length: > 0 }) errors.Add(FieldError.Required($"{at}.env[{e}].valueFrom.{kind}.key"));
        }
    }

    static void Resources(JsonObject? resources, string at, List<FieldError> errors)
    {
        foreach (var kind in (string[])["limits", "requests"])
            foreach (var (name, value) in resources.Object(kind) ?? [])
                if (Quantity.Parse(value) is null) errors.Add(FieldError.Invalid($"{at}.{kind}[{name}]", value, "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"));
        foreach (var (name, request) in resources.Object("requests") ?? [])
            if (resources.At("limits", name) is { } limit && Quantity.Parse(request) is { } wants && Quantity.Parse(limit) is { } may && wants > may)
                errors.Add(FieldError.Invalid($"{at}.requests", request.Text() ?? request.ToText(), $"must be less than or equal to {name} limit of {limit.Text() ?? limit.ToText()}"));
    }
}
