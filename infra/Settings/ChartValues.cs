namespace Coder.Infra.Settings;

/// <summary>
/// The values of the workspace-provider chart that Coder documents. From this <c>infra/values.schema.json</c> is generated,
/// and by this the setting <c>values</c> is checked. A chart may have further ones: those pass.
/// </summary>
public static class ChartValues
{
    private const string Token = "cannot be set: the token comes from the registration with Coder";

    /// <summary>The values, as one object.</summary>
    public static ChartValue Root { get; } = Object("values", "Values of the chart workspace-provider, over those that the stack computes",
        Object("envproxy", "The proxy between the deployment and the workspaces",
            new("token", ChartValueType.String, "Secret shared with the deployment") { Refused = Token },
            Text("accessURL", "URL of the workspace provider, with its scheme; computed of the setting hostname"),
            Text("clusterAddress", "Address of the cluster's API server; computed of the setting clusterAddress"),
            new("replicas", ChartValueType.Integer, "How many proxies run") { Least = 0 },
            Text("image", "Image of the proxy"),
            Object("resources", "Requests and limits of the proxy, as Kubernetes has them"),
            new("terminationGracePeriodSeconds", ChartValueType.Integer, "Seconds a proxy has to end its connections") { Least = 0 }),
        Object("cemanager", "The Coder deployment", Text("accessURL", "Its access URL; computed of the setting coderUrl")),
        Object("ingress", "How requests reach the proxy",
            Switch("useDefault", "Install an nginx ingress controller with a load balancer of its own"),
            Text("host", "Host name without a scheme; computed of the setting hostname"),
            new("additionalAnnotations", ChartValueType.Texts, "Annotations of the ingress"),
            Object("tls", "HTTPS",
                Switch("enable", "Serve HTTPS"),
                Text("hostSecretName", "Secret with the certificate of the host"),
                Text("devurlsHostSecretName", "Secret with the certificate of the wildcard host")),
            Object("service", "The controller's service", new ChartValue("annotations", ChartValueType.Texts, "Its annotations, such as those of a cloud's load balancer"))),
        Object("devurls", "Dev URLs", Text("host", "Wildcard host; computed of the setting devurlsHost")),
        Object("certs", "Certificates of further authorities that Coder's services trust",
            Object("secret", "The secret that holds them", Text("name", "Its name"), Text("key", "The key in it"))),
        Object("environments", "Workspaces", new ChartValue("tolerations", ChartValueType.Objects, "Tolerations of their pods")),
        new("serviceTolerations", ChartValueType.Objects, "Tolerations of the pods of Coder's services"),
        Object("ssh", "Access to workspaces by SSH", Switch("enable", "Allow it")),
        Text("clusterDomainSuffix", "Suffix of the cluster's host names, such as .svc.cluster.local"),
        new("imagePullPolicy", ChartValueType.String, "When images are pulled") { Texts = ["Always", "IfNotPresent", "Never"] },
        Text("podSecurityPolicyName", "Pod security policy for workspaces, where the cluster has such"),
        Object("logging", "Where logs go",
            Text("human", "Path of the log as text; empty for none"),
            Text("json", "Path of the log as JSON; empty for none"),
            Text("stackdriver", "Path of the log as JSON for Google Cloud; empty for none")));

    private static ChartValue Text(string name, string description) => new(name, ChartValueType.String, description);

    private static ChartValue Switch(string name, string description) => new(name, ChartValueType.Boolean, description);

    private static ChartValue Object(string name, string description, params ChartValue[] members) =>
        new(name, ChartValueType.Object, description) { Members = [.. members] };
}
