using System.Text.Json.Nodes;

namespace Coder.Infra.Sandbox.Kubernetes.Tables;

/// <summary>What <c>kubectl get pods</c> says of a pod.</summary>
internal static class PodTexts
{
    public static string Ready(JsonObject pod) =>
        $"{pod.Objects("status", "containerStatuses").Count(s => s.Bool("ready") == true)}/{pod.Objects("spec", "containers").Count()}";

    public static string Restarts(JsonObject pod) => (pod.Objects("status", "containerStatuses").Sum(s => s.Int("restartCount")) ?? 0).ToString();

    /// <summary>The phase, or what holds a container up.</summary>
    public static string Status(JsonObject pod)
    {
        if (pod.Text("metadata", "deletionTimestamp") is not null) return "Terminating";
        var inits = pod.Objects("status", "initContainerStatuses").ToList();
        for (var i = 0; i < inits.Count; i++)
        {
            if (inits[i].Int("state", "terminated", "exitCode") == 0) continue;
            var reason = inits[i].Text("state", "waiting", "reason");
            return reason is null or "PodInitializing" or "ContainerCreating" ? $"Init:{i}/{inits.Count}" : $"Init:{reason}";
        }
        var held = pod.Objects("status", "containerStatuses").Select(s => s.Text("state", "waiting", "reason") ?? s.Text("state", "terminated", "reason")).LastOrDefault(r => r is not null);
        return held ?? pod.Text("status", "reason") ?? pod.Text("status", "phase") ?? "Unknown";
    }
}

internal static class JobTexts
{
    public static string Status(JsonObject job) =>
        ObjectFacts.IsTrue(job, "Complete") ? "Complete"
        : ObjectFacts.IsTrue(job, "Failed") ? "Failed"
        : job.Text("metadata", "deletionTimestamp") is not null ? "Terminating"
        : job.Bool("spec", "suspend") == true ? "Suspended" : "Running";

    public static string Completions(JsonObject job)
    {
        var done = job.Int("status", "succeeded") ?? 0;
        if (job.Int("spec", "completions") is { } wanted) return $"{done}/{wanted}";
        return job.Int("spec", "parallelism") is > 1 and var parallel ? $"{done}/1 of {parallel}" : $"{done}/1";
    }

    public static JsonNode? Duration(JsonObject job, DateTimeOffset now)
    {
        if (job.Text("status", "startTime") is not { } start) return "";
        var end = job.Text("status", "completionTime") is { } completed ? DateTimeOffset.Parse(completed) : now;
        return Ages.Of(end - DateTimeOffset.Parse(start));
    }
}

internal static class ServiceTexts
{
    public static string ExternalIp(JsonObject service)
    {
        var external = service.Texts("spec", "externalIPs").ToList();
        switch (service.Text("spec", "type"))
        {
            case "ExternalName": return service.Text("spec", "externalName") ?? "";
            case "LoadBalancer":
                var addresses = service.Objects("status", "loadBalancer", "ingress").Select(i => i.Text("ip") ?? i.Text("hostname") ?? "").Concat(external).ToList();
                return addresses.Count == 0 ? "<pending>" : string.Join(",", addresses);
            default: return external.Count == 0 ? "<none>" : string.Join(",", external);
        }
    }

    public static string Ports(JsonObject service)
    {
        var ports = service.Objects("spec", "ports").Select(p => $"{p.Int("port")}{(p.Int("nodePort") is > 0 and var node ? $":{node}" : "")}/{p.Text("protocol")}").ToList();
        return ports.Count == 0 ? "<none>" : string.Join(",", ports);
    }

    public static string Endpoints(JsonObject endpoints)
    {
        var all = endpoints.Objects("subsets").SelectMany(s => s.Objects("ports").DefaultIfEmpty([]).SelectMany(p => s.Objects("addresses").Select(a => p.Int("port") is { } port ? $"{a.Text("ip")}:{port}" : a.Text("ip")!))).ToList();
        return all.Count == 0 ? "<none>" : all.Count > 3 ? $"{string.Join(",", all.Take(3))} + {all.Count - 3} more..." : string.Join(",", all);
    }

    public static string Hosts(JsonObject ingress)
    {
        var hosts = ingress.Objects("spec", "rules").Select(r => r.Text("host") ?? "").Where(h => h.Length > 0).ToList();
        return hosts.Count == 0 ? "*" : hosts.Count > 3 ? $"{string.Join(",", hosts.Take(3))} + {hosts.Count - 3} more..." : string.Join(",", hosts);
    }

    public static string Addresses(JsonObject ingress) =>
        string.Join(",", ingress.Objects("status", "loadBalancer", "ingress").Select(i => i.Text("ip") ?? i.Text("hostname")));
}

/// <summary>Columns that a CustomResourceDefinition defines by a JSON path.</summary>
internal static class CustomColumns
{
    public static Column Of(Resources.CustomColumn column) => new(column.Name, column.Type, column.Format, column.Description, column.Priority, (o, now) => Cell(column, o, now));

    static JsonNode? Cell(Resources.CustomColumn column, JsonObject json, DateTimeOffset now)
    {
        var value = Find(json, column.JsonPath);
        if (value is null) return column.Type == "date" ? "<unknown>" : null;
        if (column.Type == "date") return Ages.Since(value.Text(), now);
        return column.Type == "string" ? value.Text() ?? value.ToText() : value.DeepClone();
    }

    /// <summary>The simple paths that printer columns use: <c>.spec.replicas</c>, <c>.status.conditions[?(@.type=="Ready")].status</c>, <c>.a[0]</c>.</summary>
    static JsonNode? Find(JsonNode? node, string path)
    {
        var rest = path.AsSpan().TrimStart('$');
        while (rest.Length > 0 && node is not null)
        {
            if (rest[0] == '[')
            {
                var end = rest.IndexOf(']');
                if (end < 0) return null;
                node = Element(node, rest[1..end].ToString());
                rest = rest[(end + 1)..];
                continue;
            }
            rest = rest.TrimStart('.');
            var length = 0;
            while (length < rest.Length && rest[length] is not ('.' or '['))
                length += rest[length] == '\\' ? 2 : 1;
            length = Math.Min(length, rest.Length);
            node = node.At(rest[..length].ToString().Replace("\\", ""));
            rest = rest[length..];
        }
        return node;
    }

    static JsonNode? Element(JsonNode node, string index)
    {
        if (node is JsonArray list && int.TryParse(index, out var at)) return at >= 0 && at < list.Count ? list[at] : null;
        if (index.StartsWith("?(@.") && index.Split("==") is [var left, var right])
            return node.ArrayItems().FirstOrDefault(i => i.Text(left[4..].Trim()) == right.Trim().TrimEnd(')').Trim('"', '\''));
        return node.At(index.Trim('\'', '"'));
    }

    static IEnumerable<JsonObject> ArrayItems(this JsonNode node) => (node as JsonArray)?.OfType<JsonObject>() ?? [];
}
