using System.Net;
using System.Text.Json.Nodes;
using Coder.Infra.Sandbox.Kubernetes.Errors;

namespace Coder.Infra.Sandbox.Kubernetes.Validation;

internal static partial class Validator
{
    static void Service(JsonObject json, JsonObject? old, List<FieldError> errors)
    {
        var spec = json.Object("spec") ?? [];
        var type = spec.Text("type");
        if (!spec.Objects("ports").Any() && type != "ExternalName" && spec.Text("clusterIP") != "None") errors.Add(FieldError.Required("spec.ports"));
        OneOf(spec, "spec", "type", errors, "ClusterIP", "ExternalName", "LoadBalancer", "NodePort");
        ServiceType(spec, type, errors);
        ServicePorts(spec, type, errors);
        Labels(spec.Object("selector"), "spec.selector", errors);
        OneOf(spec, "spec", "sessionAffinity", errors, "ClientIP", "None");
        OneOf(spec, "spec", "internalTrafficPolicy", errors, "Cluster", "Local");
        if (spec.Text("externalTrafficPolicy") is { } policy && type is not ("NodePort" or "LoadBalancer") && !spec.Texts("externalIPs").Any())
            errors.Add(FieldError.Invalid("spec.externalTrafficPolicy", policy, "may only be set for externally-accessible services"));
        else OneOf(spec, "spec", "externalTrafficPolicy", errors, "Cluster", "Local");
        ServiceAddresses(spec, old, type, errors);
    }

    private static void ServiceType(JsonObject spec, string? type, List<FieldError> errors)
    {
        switch (type)
        {
            case "ExternalName":
                var name = spec.Text("externalName") ?? "";
                if (name.EndsWith('.')) name = name[..^1];
                if (spec.Text("clusterIP") is { Length: > 0 }) errors.Add(FieldError.Forbidden("spec.clusterIPs", "may not be set for ExternalName services"));
                if (name.Length == 0) errors.Add(FieldError.Required("spec.externalName"));
                else if (Names.Subdomain(name) is { } cause) errors.Add(FieldError.Invalid("spec.externalName", name, cause));
                break;
            case "NodePort" or "LoadBalancer" when spec.Text("clusterIP") == "None":
                errors.Add(FieldError.Invalid("spec.clusterIPs[0]", "None", $"may not be set to 'None' for {type} services"));
                break;
        }

        var ranges = spec.Texts("loadBalancerSourceRanges").ToList();
        if (ranges.Count > 0 && type != "LoadBalancer") errors.Add(FieldError.Forbidden("spec.loadBalancerSourceRanges", "may only be used when `type` is 'LoadBalancer'"));
        for (var i = 0; i < ranges.Count; i++)
            if (Cidr(ranges[i].Trim()) is null) errors.Add(FieldError.Invalid($"spec.loadBalancerSourceRanges[{i}]", ranges[i], NotCidr));
    }

    private static void ServicePorts(JsonObject spec, string? type, List<FieldError> errors)
    {
        var ports = spec.Objects("ports").ToList();
        var (names, numbers, nodePorts) = (new HashSet<string>(), new HashSet<(int, string)>(), new HashSet<(int, string)>());
        for (var i = 0; i < ports.Count; i++)
        {
            var (port, at) = (ports[i], $"spec.ports[{i}]");
            var (name, number, protocol) = (port.Text("name") ?? "", port.Int("port") ?? 0, port.Text("protocol") ?? "");
            if (name.Length == 0 && ports.Count > 1) errors.Add(FieldError.Required($"{at}.name"));
            else if (name.Length > 0 && Names.Label(name) is { } cause) errors.Add(FieldError.Invalid($"{at}.name", name, cause));
            else if (name.Length > 0 && !names.Add(name)) errors.Add(FieldError.Duplicate($"{at}.name", name));
            PortNumber(number, $"{at}.port", errors);
            OneOf(port, at, "protocol", errors, "SCTP", "TCP", "UDP");
            PortNumberOrName(port["targetPort"], $"{at}.targetPort", errors);
            var node = port.Int("nodePort") ?? 0;
            if (node != 0 && type == "ClusterIP") errors.Add(FieldError.Forbidden($"{at}.nodePort", "may not be used when `type` is 'ClusterIP'"));
            else if (node != 0 && !nodePorts.Add((node, protocol))) errors.Add(FieldError.Duplicate($"{at}.nodePort", node));
            if (!numbers.Add((number, protocol))) errors.Add(FieldError.Duplicate(at, new JsonObject { ["port"] = number, ["protocol"] = protocol }));
        }
    }

    private static void ServiceAddresses(JsonObject spec, JsonObject? old, string? type, List<FieldError> errors)
    {
        const string NotAddress = "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)";
        if (spec.Text("clusterIP") is { Length: > 0 } address && address != "None" && !IPAddress.TryParse(address, out _))
            errors.Add(FieldError.Invalid("spec.clusterIPs[0]", address, NotAddress));
        if (old is not null && type != "ExternalName" && old.Text("spec", "type") != "ExternalName" && old.Text("spec", "clusterIP") is { Length: > 0 } before && before != spec.Text("clusterIP"))
            errors.Add(FieldError.Invalid("spec.clusterIPs[0]", new JsonArray(spec.Text("clusterIP")), "may not change once set"));
        var external = spec.Texts("externalIPs").ToList();
        for (var i = 0; i < external.Count; i++)
        {
            if (!IPAddress.TryParse(external[i], out var ip)) errors.Add(FieldError.Invalid($"spec.externalIPs[{i}]", external[i], NotAddress));
            else if (IPAddress.IsLoopback(ip)) errors.Add(FieldError.Invalid($"spec.externalIPs[{i}]", external[i], "may not be in the loopback range (127.0.0.0/8, ::1/128)"));
        }
    }

    static void Ingress(JsonObject json, JsonObject? old, List<FieldError> errors)
    {
        if (old is null && json.Text("metadata", "annotations", "kubernetes.io/ingress.class") is { } annotated && json.Text("spec", "ingressClassName") is not null)
            errors.Add(FieldError.Invalid("annotations.kubernetes.io/ingress.class", annotated, "can not be set when the class field is also set"));
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
        else if (portName is { Length: > 0 }) Each(Names.PortName(portName), $"{at}.service.port.name", portName, errors);
        else PortNumber(number!.Value, $"{at}.service.port.number", errors);
    }
}
