using System.Net;
using System.Text.Json.Nodes;

namespace Coder.Infra.Sandbox.Kubernetes.Validation;

internal static partial class Validator
{
    static void Service(JsonObject json, JsonObject? old, List<FieldError> errors)
    {
        var spec = json.Object("spec") ?? [];
        var type = spec.Text("type");
        var ports = spec.Objects("ports").ToList();
        if (type is not ("ClusterIP" or "NodePort" or "LoadBalancer" or "ExternalName")) errors.Add(FieldError.NotSupported("spec.type", type, "ClusterIP", "ExternalName", "LoadBalancer", "NodePort"));
        if (ports.Count == 0 && type != "ExternalName" && spec.Text("clusterIP") != "None") errors.Add(FieldError.Required("spec.ports"));
        var (names, numbers) = (new HashSet<string>(), new HashSet<(int, string)>());
        for (var i = 0; i < ports.Count; i++)
        {
            var (port, at) = (ports[i], $"spec.ports[{i}]");
            var name = port.Text("name") ?? "";
            if (name.Length == 0 && ports.Count > 1) errors.Add(FieldError.Required($"{at}.name"));
            else if (name.Length > 0 && Names.Label(name) is { } cause) errors.Add(FieldError.Invalid($"{at}.name", name, cause));
            else if (name.Length > 0 && !names.Add(name)) errors.Add(FieldError.Duplicate($"{at}.name", name));
            if (port.Int("port") is not (>= 1 and <= 65_535)) errors.Add(FieldError.Invalid($"{at}.port", port.Int("port") ?? 0, "must be between 1 and 65535, inclusive"));
            else if (!numbers.Add((port.Int("port")!.Value, port.Text("protocol") ?? ""))) errors.Add(FieldError.Duplicate(at, new JsonObject { ["port"] = port.Int("port"), ["protocol"] = port.Text("protocol") }));
            if (port.Text("protocol") is { } protocol && protocol is not ("TCP" or "UDP" or "SCTP")) errors.Add(FieldError.NotSupported($"{at}.protocol", protocol, "SCTP", "TCP", "UDP"));
        }
        if (type == "ExternalName" && spec.Text("externalName") is not { Length: > 0 }) errors.Add(FieldError.Required("spec.externalName"));
        if (spec.Text("clusterIP") is { Length: > 0 } address && address != "None" && !IPAddress.TryParse(address, out _))
            errors.Add(FieldError.Invalid("spec.clusterIPs[0]", address, "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)"));
        if (old is not null && type != "ExternalName" && old.Text("spec", "type") != "ExternalName" && old.Text("spec", "clusterIP") is { Length: > 0 } before && before != spec.Text("clusterIP"))
            errors.Add(FieldError.Invalid("spec.clusterIPs[0]", new JsonArray(spec.Text("clusterIP")), "may not change once set"));
    }

    static void Ingress(JsonObject json, List<FieldError> errors)
    {
        var spec = json.Object("spec") ?? [];
        var rules = spec.Objects("rules").ToList();
        if (rules.Count == 0 && spec.Object("defaultBackend") is null)
            errors.Add(FieldError.Invalid("spec", spec, "either `defaultBackend` or `rules` must be specified"));
        if (spec.Text("ingressClassName") is { } name && Names.Subdomain(name) is { } bad) errors.Add(FieldError.Invalid("spec.ingressClassName", name, bad));
        if (spec.Object("defaultBackend") is { } fallback) Backend(fallback, "spec.defaultBackend", errors);
        var tls = spec.Objects("tls").ToList();
        for (var i = 0; i < tls.Count; i++)
        {
            var hosts = tls[i].Texts("hosts").ToList();
            for (var h = 0; h < hosts.Count; h++) Host(hosts[h], $"spec.tls[{i}].hosts[{h}]", errors);
            if (tls[i].Text("secretName") is { Length: > 0 } secret && Names.Subdomain(secret) is { } cause) errors.Add(FieldError.Invalid($"spec.tls[{i}].secretName", secret, cause));
        }
        for (var i = 0; i < rules.Count; i++)
        {
            if (rules[i].Text("host") is { Length: > 0 } host) Host(host, $"spec.rules[{i}].host", errors);
            if (rules[i].Object("http") is not { } http) continue;
            var paths = http.Objects("paths").ToList();
            if (paths.Count == 0) errors.Add(FieldError.Required($"spec.rules[{i}].http.paths"));
            for (var p = 0; p < paths.Count; p++) Path(paths[p], $"spec.rules[{i}].http.paths[{p}]", errors);
        }
    }

    static void Host(string host, string path, List<FieldError> errors)
    {
        if (IPAddress.TryParse(host, out _))
        {
            errors.Add(FieldError.Invalid(path, host, "must be a DNS name, not an IP address"));
            return;
        }
        var cause = host.Contains('*') ? Names.WildcardSubdomain(host) : Names.Subdomain(host);
        if (cause is not null) errors.Add(FieldError.Invalid(path, host, cause));
    }

    static void Path(JsonObject path, string at, List<FieldError> errors)
    {
        var text = path.Text("path") ?? "";
        switch (path.Text("pathType"))
        {
            case null: errors.Add(FieldError.Required($"{at}.pathType", "pathType must be specified")); break;
            case "Exact" or "Prefix":
                if (!text.StartsWith('/')) errors.Add(FieldError.Invalid($"{at}.path", text, "must be an absolute path"));
                foreach (var part in (string[])["//", "/./", "/../", "%2f", "%2F"])
                    if (text.Contains(part)) errors.Add(FieldError.Invalid($"{at}.path", text, $"must not contain '{part}'"));
                break;
            case "ImplementationSpecific":
                if (text.Length > 0 && !text.StartsWith('/')) errors.Add(FieldError.Invalid($"{at}.path", text, "must be an absolute path"));
                break;
            case var other: errors.Add(FieldError.NotSupported($"{at}.pathType", other, "Exact", "ImplementationSpecific", "Prefix")); break;
        }
        Backend(path.Object("backend") ?? [], $"{at}.backend", errors);
    }

    static void Backend(JsonObject backend, string at, List<FieldError> errors)
    {
        if (backend.Object("resource") is not null && backend.Object("service") is not null)
        {
            errors.Add(FieldError.Invalid(at, "", "cannot set both resource and service backends"));
            return;
        }
        if (backend.Object("resource") is not null) return;
        if (backend.Object("service") is not { } service)
        {
            errors.Add(FieldError.Required(at, "resource or service backend is required"));
            return;
        }
        if (service.Text("name") is not { Length: > 0 } name) errors.Add(FieldError.Required($"{at}.service.name"));
        else if (Names.Label1035(name) is { } cause) errors.Add(FieldError.Invalid($"{at}.service.name", name, cause));
        var (portName, number) = (service.Text("port", "name"), service.Int("port", "number"));
        if (portName is { Length: > 0 } && number is > 0) errors.Add(FieldError.Invalid(at, "", "cannot set both port name & port number"));
        else if (portName is not { Length: > 0 } && number is null or 0) errors.Add(FieldError.Required(at, "port name or number is required"));
        else if (number is < 1 or > 65_535) errors.Add(FieldError.Invalid($"{at}.service.port.number", number, "must be between 1 and 65535, inclusive"));
    }
}
