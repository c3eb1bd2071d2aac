using System.Text.Json.Nodes;

namespace Coder.Infra.Sandbox.Kubernetes.Defaults;

internal static partial class Defaulting
{
    static void PodSpec(JsonObject spec)
    {
        spec.Default("dnsPolicy", "ClusterFirst");
        spec.Default("restartPolicy", "Always");
        spec.Default("schedulerName", "default-scheduler");
        spec.Default("securityContext", new JsonObject());
        spec.Default("terminationGracePeriodSeconds", 30);
        foreach (var container in spec.Objects("containers").Concat(spec.Objects("initContainers")).Concat(spec.Objects("ephemeralContainers"))) Container(container);
        if (spec.Bool("hostNetwork") == true)
            foreach (var port in spec.Objects("containers").Concat(spec.Objects("initContainers")).SelectMany(c => c.Objects("ports")))
                port.Default("hostPort", port["containerPort"]?.DeepClone());
        foreach (var volume in spec.Objects("volumes")) PodVolume(volume);
        if (spec.Text("serviceAccountName") is { } account) spec.Default("serviceAccount", account);
        else if (spec.Text("serviceAccount") is { } old) spec["serviceAccountName"] = old;
    }

    static void Container(JsonObject container)
    {
        container.Default("terminationMessagePath", "/dev/termination-log");
        container.Default("terminationMessagePolicy", "File");
        container.Default("imagePullPolicy", IsLatest(container.Text("image") ?? "") ? "Always" : "IfNotPresent");
        container.Default("resources", new JsonObject());
        foreach (var port in container.Objects("ports")) port.Default("protocol", "TCP");
        foreach (var probe in (string[])["livenessProbe", "readinessProbe", "startupProbe"])
            if (container.Object(probe) is { } given) Probe(given);
        foreach (var env in container.Objects("env"))
            if (env.Object("valueFrom", "fieldRef") is { } reference) reference.Default("apiVersion", "v1");
        if (container.Object("resources", "limits") is { } limits)
            foreach (var (name, quantity) in limits) container.Ensure("resources", "requests").Default(name, quantity?.DeepClone());
        foreach (var hook in (string[])["postStart", "preStop"])
            if (container.Object("lifecycle", hook, "httpGet") is { } get) HttpGet(get);
    }

    /// <summary>An image without a tag, or with the tag <c>latest</c>, is pulled always.</summary>
    static bool IsLatest(string image)
    {
        if (image.Contains('@')) return false;
        var name = image[(image.LastIndexOf('/') + 1)..];
        return name.Split(':') is not [_, var tag] || tag == "latest";
    }

    static void Probe(JsonObject probe)
    {
        probe.Default("timeoutSeconds", 1);
        probe.Default("periodSeconds", 10);
        probe.Default("successThreshold", 1);
        probe.Default("failureThreshold", 3);
        if (probe.Object("httpGet") is { } get) HttpGet(get);
        if (probe.Object("grpc") is { } grpc) grpc.Default("service", "");
    }

    static void HttpGet(JsonObject get)
    {
        get.Default("path", "/");
        get.Default("scheme", "HTTP");
    }

    static void PodVolume(JsonObject volume)
    {
        if (volume.Count == 1) volume["emptyDir"] = new JsonObject();
        foreach (var source in (string[])["secret", "configMap", "downwardAPI", "projected"])
            if (volume.Object(source) is { } given) given.Default("defaultMode", 420);
        if (volume.Object("hostPath") is { } host) host.Default("type", "");
        foreach (var projected in volume.Objects("projected", "sources"))
            if (projected.Object("serviceAccountToken") is { } token) token.Default("expirationSeconds", 3600);
        foreach (var item in volume.Objects("downwardAPI", "items").Concat(volume.Objects("projected", "sources").SelectMany(s => s.Objects("downwardAPI", "items"))))
            if (item.Object("fieldRef") is { } reference) reference.Default("apiVersion", "v1");
    }
}
