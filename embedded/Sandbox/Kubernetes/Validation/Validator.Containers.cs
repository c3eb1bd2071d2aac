using System.Text.Json.Nodes;
using Coder.Infra.Sandbox.Kubernetes.Errors;
using Coder.Infra.Sandbox.Kubernetes.Schema;

namespace Coder.Infra.Sandbox.Kubernetes.Validation;

internal static partial class Validator
{
    private static readonly string[] ContainerResources = ["cpu", "ephemeral-storage", "memory"];

    private static readonly string[] StandardResources =
    [
        .. ContainerResources, "configmaps", "limits.cpu", "limits.ephemeral-storage", "limits.memory", "persistentvolumeclaims", "pods",
        "replicationcontrollers", "requests.cpu", "requests.ephemeral-storage", "requests.memory", "requests.storage", "resourcequotas",
        "secrets", "services", "services.loadbalancers", "services.nodeports", "storage",
    ];

    private static readonly string[] EnvFields =
    [
        "metadata.name", "metadata.namespace", "metadata.uid", "spec.nodeName", "spec.serviceAccountName",
        "status.hostIP", "status.hostIPs", "status.podIP", "status.podIPs",
    ];

    private static readonly string[] OtherFields = ["metadata.annotations", "metadata.labels", "spec.restartPolicy", "spec.schedulerName", "status.phase"];

    /// <summary>What a list of containers shares: the pod's volumes and the names that are in use.</summary>
    /// <param name="Volumes">Names of the pod's volumes.</param>
    /// <param name="Taken">Names of the containers so far.</param>
    /// <param name="IsHostNetwork">Whether the pod uses its node's network.</param>
    /// <param name="AreInit">Whether these are init containers.</param>
    private sealed record ContainerContext(HashSet<string> Volumes, HashSet<string> Taken, bool IsHostNetwork, bool AreInit);

    private static void Containers(List<JsonObject> containers, string path, ContainerContext context, List<FieldError> errors)
    {
        for (var i = 0; i < containers.Count; i++)
        {
            var (container, at) = (containers[i], $"{path}[{i}]");
            var name = container.Text("name") ?? "";
            if (name.Length == 0) errors.Add(FieldError.Required($"{at}.name"));
            else if (Names.Label(name) is { } cause) errors.Add(FieldError.Invalid($"{at}.name", name, cause));
            else if (!context.Taken.Add(name)) errors.Add(FieldError.Duplicate($"{at}.name", name));
            if (container.Text("image") is not { Length: > 0 } image) errors.Add(FieldError.Required($"{at}.image"));
            else if (image.Trim() != image) errors.Add(FieldError.Invalid($"{at}.image", image, "must not have leading or trailing whitespace"));
            OneOf(container, at, "imagePullPolicy", errors, "Always", "IfNotPresent", "Never");
            OneOf(container, at, "terminationMessagePolicy", errors, "FallbackToLogsOnError", "File");
            ContainerPorts(container, at, context.IsHostNetwork, errors);
            Environment(container, at, errors);
            VolumeMounts(container, at, context.Volumes, errors);
            Resources(container.Object("resources"), $"{at}.resources", errors);
            Probes(container, at, context.AreInit, errors);
            ContainerSecurity(container.Object("securityContext"), $"{at}.securityContext", errors);
        }
    }

    /// <summary>A field that is given must be one of these.</summary>
    private static void OneOf(JsonObject json, string at, string field, List<FieldError> errors, params string[] allowed)
    {
        if (json[field] is { } given && (given.Text() is not { } text || !allowed.Contains(text))) errors.Add(FieldError.NotSupported($"{at}.{field}", given, allowed));
    }

    private static void ContainerPorts(JsonObject container, string at, bool isHostNetwork, List<FieldError> errors)
    {
        var ports = container.Objects("ports").ToList();
        var names = new HashSet<string>();
        for (var p = 0; p < ports.Count; p++)
        {
            var here = $"{at}.ports[{p}]";
            if (ports[p].Text("name") is { Length: > 0 } name)
            {
                var before = errors.Count;
                Each(Names.PortName(name), $"{here}.name", name, errors);
                if (errors.Count == before && !names.Add(name)) errors.Add(FieldError.Duplicate($"{here}.name", name));
            }

            if (ports[p].Int("containerPort") is not { } number || number == 0) errors.Add(FieldError.Required($"{here}.containerPort"));
            else PortNumber(number, $"{here}.containerPort", errors);
            if (ports[p].Int("hostPort") is { } host && host != 0) PortNumber(host, $"{here}.hostPort", errors);
            if (isHostNetwork && ports[p].Int("hostPort") != ports[p].Int("containerPort"))
                errors.Add(FieldError.Invalid($"{here}.hostPort", ports[p].Int("hostPort") ?? 0, "must match `containerPort` when `hostNetwork` is true"));
            OneOf(ports[p], here, "protocol", errors, "SCTP", "TCP", "UDP");
        }
    }

    private static void Each(IEnumerable<string> causes, string path, JsonNode? value, List<FieldError> errors)
    {
        foreach (var cause in causes) errors.Add(FieldError.Invalid(path, value?.DeepClone(), cause));
    }

    private static void PortNumber(int number, string path, List<FieldError> errors)
    {
        if (number is < 1 or > 65_535) errors.Add(FieldError.Invalid(path, number, "must be between 1 and 65535, inclusive"));
    }

    /// <summary>A port by its number or by its name; one that is not given is the number 0.</summary>
    private static void PortNumberOrName(JsonNode? port, string path, List<FieldError> errors)
    {
        if (port.Text() is { } name) Each(Names.PortName(name), path, name, errors);
        else PortNumber(port.Int() ?? 0, path, errors);
    }

    private static void VolumeMounts(JsonObject container, string at, HashSet<string> volumes, List<FieldError> errors)
    {
        var paths = new HashSet<string>();
        var mounts = container.Objects("volumeMounts").ToList();
        for (var m = 0; m < mounts.Count; m++)
        {
            var here = $"{at}.volumeMounts[{m}]";
            if (mounts[m].Text("name") is not { Length: > 0 } volume) errors.Add(FieldError.Required($"{here}.name"));
            else if (!volumes.Contains(volume)) errors.Add(FieldError.NotFound($"{here}.name", volume));
            if (mounts[m].Text("mountPath") is not { Length: > 0 } path) errors.Add(FieldError.Required($"{here}.mountPath"));
            else if (!paths.Add(path)) errors.Add(FieldError.Invalid($"{here}.mountPath", path, "must be unique"));
            foreach (var field in (string[])["subPath", "subPathExpr"])
            {
                if (mounts[m].Text(field) is not { Length: > 0 } below) continue;
                if (below.StartsWith('/')) errors.Add(FieldError.Invalid($"{here}.{field}", below, "must be a relative path"));
                if (below.Split('/').Contains("..")) errors.Add(FieldError.Invalid($"{here}.{field}", below, "must not contain '..'"));
            }
        }
    }

    private static void Environment(JsonObject container, string at, List<FieldError> errors)
    {
        var env = container.Objects("env").ToList();
        for (var e = 0; e < env.Count; e++)
        {
            var here = $"{at}.env[{e}]";
            if (env[e].Text("name") is not { Length: > 0 } name) errors.Add(FieldError.Required($"{here}.name"));
            else if (Names.EnvName(name) is { } cause) errors.Add(FieldError.Invalid($"{here}.name", name, cause));
            if (env[e].Object("valueFrom") is { } from) ValueFrom(from, env[e].Text("value") is { Length: > 0 }, $"{here}.valueFrom", errors);
        }

        var sources = container.Objects("envFrom").ToList();
        for (var e = 0; e < sources.Count; e++)
        {
            var given = new[] { "configMapRef", "secretRef" }.Where(kind => sources[e].Object(kind) is not null).ToList();
            foreach (var kind in given)
                if (sources[e].Text(kind, "name") is not { Length: > 0 }) errors.Add(FieldError.Required($"{at}.envFrom[{e}].{kind}.name"));
            if (given.Count == 0) errors.Add(FieldError.Invalid($"{at}.envFrom[{e}]", "", "must specify one of: `configMapRef` or `secretRef`"));
            if (given.Count > 1) errors.Add(FieldError.Invalid($"{at}.envFrom[{e}]", "", "may not have more than one field specified at a time"));
        }
    }

    private static void ValueFrom(JsonObject from, bool hasValue, string at, List<FieldError> errors)
    {
        if (from.Object("fieldRef") is { } field) FieldReference(field, $"{at}.fieldRef", errors);
        if (from.Object("resourceFieldRef") is { } resource && resource.Text("resource") is not { Length: > 0 }) errors.Add(FieldError.Required($"{at}.resourceFieldRef.resource"));
        foreach (var kind in (string[])["configMapKeyRef", "secretKeyRef"])
        {
            if (from.Object(kind) is not { } reference) continue;
            var name = reference.Text("name") ?? "";
            if (Names.Subdomain(name) is { } cause) errors.Add(FieldError.Invalid($"{at}.{kind}.name", name, cause));
            if (reference.Text("key") is not { Length: > 0 } key) errors.Add(FieldError.Required($"{at}.{kind}.key"));
            else if (Names.DataKey(key) is { } wrong) errors.Add(FieldError.Invalid($"{at}.{kind}.key", key, wrong));
        }

        if (from.Count == 0) errors.Add(FieldError.Invalid(at, "", "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`"));
        else if (hasValue) errors.Add(FieldError.Invalid(at, "", "may not be specified when `value` is not empty"));
        else if (from.Count > 1) errors.Add(FieldError.Invalid(at, "", "may not have more than one field specified at a time"));
    }

    private static void FieldReference(JsonObject reference, string at, List<FieldError> errors)
    {
        if (reference.Text("fieldPath") is not { Length: > 0 } path)
        {
            errors.Add(FieldError.Required($"{at}.fieldPath"));
            return;
        }

        var whole = path.EndsWith("']", StringComparison.Ordinal) && path.IndexOf("['", StringComparison.Ordinal) is > 0 and var open ? path[..open] : null;
        if (whole is "metadata.annotations" or "metadata.labels" || EnvFields.Contains(path)) return;
        errors.Add(OtherFields.Contains(path)
            ? FieldError.NotSupported($"{at}.fieldPath", path, EnvFields)
            : FieldError.Invalid($"{at}.fieldPath", path, $"error converting fieldPath: field label not supported: {path}"));
    }

    private static void Resources(JsonObject? resources, string at, List<FieldError> errors)
    {
        foreach (var kind in (string[])["limits", "requests"])
        {
            foreach (var (name, value) in resources.Object(kind) ?? [])
            {
                var path = $"{at}.{kind}[{name}]";
                if (!name.Contains('/'))
                {
                    var isPages = name.StartsWith("hugepages-", StringComparison.Ordinal);
                    if (!isPages && !StandardResources.Contains(name)) errors.Add(FieldError.Invalid(path, name, "must be a standard resource type or fully qualified"));
                    if (!isPages && !ContainerResources.Contains(name)) errors.Add(FieldError.Invalid(path, name, "must be a standard resource for containers"));
                }
                else if (Names.QualifiedName(name) is { } cause)
                {
                    errors.Add(FieldError.Invalid(path, name, cause));
                }

                if (Quantity.Parse(value) is < 0) errors.Add(FieldError.Invalid(path, value.Text() ?? value.ToText(), "must be greater than or equal to 0"));
            }
        }

        foreach (var (name, request) in resources.Object("requests") ?? [])
            if (resources.At("limits", name) is { } limit && Quantity.Parse(request) is { } wants && Quantity.Parse(limit) is { } may && wants > may)
                errors.Add(FieldError.Invalid($"{at}.requests", request.Text() ?? request.ToText(), $"must be less than or equal to {name} limit of {limit.Text() ?? limit.ToText()}"));
    }

    private static void ContainerSecurity(JsonObject? context, string at, List<FieldError> errors)
    {
        if (context is null) return;
        foreach (var field in (string[])["runAsUser", "runAsGroup"])
            if (context.Long(field) is (< 0 or > 4_294_967_295) and var id) errors.Add(FieldError.Invalid($"{at}.{field}", id, "must be between 0 and 4294967295, inclusive"));
        if (context.Bool("allowPrivilegeEscalation") == false && context.Bool("privileged") == true)
            errors.Add(FieldError.Invalid(at, context.Copy(), "cannot set `allowPrivilegeEscalation` to false and `privileged` to true"));
    }
}
