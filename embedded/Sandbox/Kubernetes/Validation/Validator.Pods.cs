using System.Text.Json.Nodes;
using Coder.Infra.Sandbox.Kubernetes.Errors;

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

    private static void VolumeSource(JsonObject volume, string at, List<FieldError> errors)
    {
        foreach (var (source, field) in (ReadOnlySpan<(string, string)>)[("secret", "secretName"), ("configMap", "name"), ("persistentVolumeClaim", "claimName"), ("hostPath", "path"), ("nfs", "server"), ("nfs", "path"), ("csi", "driver")])
            if (volume.Object(source) is { } given && given.Text(field) is not { Length: > 0 }) errors.Add(FieldError.Required($"{at}.{source}.{field}"));
        foreach (var source in (string[])["secret", "configMap", "downwardAPI", "projected"])
        {
            if (volume.Object(source) is not { } given) continue;
            if (given.Int("defaultMode") is (< 0 or > 511) and var mode)
                errors.Add(FieldError.Invalid($"{at}.{source}.defaultMode", mode, "must be a number between 0 and 0777 (octal), both inclusive"));
            var items = given.Objects("items").ToList();
            for (var i = 0; i < items.Count; i++)
                foreach (var field in source == "downwardAPI" ? (string[])["path"] : ["key", "path"])
                    if (items[i].Text(field) is not { Length: > 0 }) errors.Add(FieldError.Required($"{at}.{source}.items[{i}].{field}"));
        }
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
    /// <param name="path">Its field.</param>
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
            VolumeSource(volumes[i], $"{path}.volumes[{i}]", errors);
            if (volumes[i].Count > 2) errors.Add(FieldError.Forbidden($"{path}.volumes[{i}].{volumes[i].Select(p => p.Key).Where(k => k != "name").Skip(1).First()}", "may not specify more than 1 volume type"));
        }
        var containers = spec.Objects("containers").ToList();
        if (containers.Count == 0) errors.Add(FieldError.Required($"{path}.containers"));
        names.UnionWith(claims ?? []);
        var taken = new HashSet<string>();
        var isHostNetwork = spec.Bool("hostNetwork") == true;
        Containers(spec.Objects("initContainers").ToList(), $"{path}.initContainers", new ContainerContext(names, taken, isHostNetwork, AreInit: true), errors);
        Containers(containers, $"{path}.containers", new ContainerContext(names, taken, isHostNetwork, AreInit: false), errors);
        Scheduling(spec, path, errors);
        if (spec.Text("restartPolicy") is { } restart && !restartPolicies.Contains(restart))
            errors.Add(FieldError.NotSupported($"{path}.restartPolicy", restart, restartPolicies));
        if (spec.Text("dnsPolicy") is { } dns && dns is not ("ClusterFirst" or "ClusterFirstWithHostNet" or "Default" or "None"))
            errors.Add(FieldError.NotSupported($"{path}.dnsPolicy", dns, "ClusterFirst", "ClusterFirstWithHostNet", "Default", "None"));
        if (spec.Text("dnsPolicy") == "None" && !spec.Texts("dnsConfig", "nameservers").Any())
            errors.Add(spec.Object("dnsConfig") is null
                ? FieldError.Required($"{path}.dnsConfig", "must provide `dnsConfig` when `dnsPolicy` is None")
                : FieldError.Required($"{path}.dnsConfig.nameservers", "must provide at least one DNS nameserver when `dnsPolicy` is None"));
        if (spec.Long("activeDeadlineSeconds") is (< 1 or > int.MaxValue) and var deadline)
            errors.Add(FieldError.Invalid($"{path}.activeDeadlineSeconds", deadline, "must be between 1 and 2147483647, inclusive"));
        NotNegative(spec, "terminationGracePeriodSeconds", errors, path);
        if (spec.Text("serviceAccountName") is { Length: > 0 } account && Names.Subdomain(account) is { } bad)
            errors.Add(FieldError.Invalid($"{path}.serviceAccountName", account, bad));
    }
}
