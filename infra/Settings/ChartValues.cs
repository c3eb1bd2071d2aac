namespace Coder.Infra.Settings;

/// <summary>
/// The values of each kind's chart that Coder documents. From this the schemas <c>infra/values*.schema.json</c> are generated,
/// and by this the setting <c>values</c> is checked. A chart may have further ones: those pass.
/// </summary>
public static class ChartValues
{
    private const string Token = "cannot be set: the token comes from the registration with Coder";
    private const string Key = "cannot be set: the key comes from the deployment";

    /// <summary>The values of the chart workspace-provider, as one object.</summary>
    public static ChartValue WorkspaceProvider { get; } = Object("values", "Values of the chart workspace-provider, over those that the stack computes",
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

    /// <summary>The values of the chart coder, for a workspace proxy, as one object.</summary>
    public static ChartValue WorkspaceProxy { get; } = Object("values", "Values of the chart coder, over those that the stack computes",
        Object("coder", "The proxy", [
            Refused("workspaceProxy", ChartValueType.Boolean, "Run a proxy instead of a deployment", "cannot be set: the stack installs a proxy"),
            .. Pods,
            Object("tls", "HTTPS that the pods serve", new ChartValue("secretNames", ChartValueType.List, "Secrets with certificates; computed of the settings tls and exposure")),
            Object("service", "The service in front of the pods",
                new("type", ChartValueType.String, "Its type; without an ingress it must be LoadBalancer") { Texts = ["LoadBalancer", "ClusterIP", "NodePort"] },
                new("annotations", ChartValueType.Texts, "Its annotations, such as those of a cloud's load balancer"),
                Text("loadBalancerIP", "Address of the load balancer, where the cloud lets it be chosen"),
                Text("sessionAffinity", "Session affinity"),
                Text("externalTrafficPolicy", "External traffic policy")),
            Object("ingress", "How requests reach the service",
                Refused("enable", ChartValueType.Boolean, "Make an ingress", "cannot be set: whether there is an ingress is the setting exposure"),
                Text("className", "Class of the ingress"),
                Refused("host", ChartValueType.String, "Host name", "cannot be set: it is the setting hostname"),
                Refused("wildcardHost", ChartValueType.String, "Wildcard host", "cannot be set: it is the setting wildcardHostname"),
                new("annotations", ChartValueType.Texts, "Annotations of the ingress"),
                Object("tls", "HTTPS that the ingress serves; computed of the setting tls",
                    Switch("enable", "Serve HTTPS"),
                    Text("secretName", "Secret with the certificate of the host"),
                    Text("wildcardSecretName", "Secret with the certificate of the wildcard host"))),
        ]),
        Fixed("nameOverride"),
        Fixed("fullnameOverride"));

    /// <summary>The values of the chart coder-provisioner, as one object.</summary>
    public static ChartValue Provisioner { get; } = Object("values", "Values of the chart coder-provisioner, over those that the stack computes",
        Object("coder", "The daemons", [Refused("replicaCount", ChartValueType.Integer, "How many daemons run", "cannot be set: it is the setting replicas"), .. Pods.Where(value => value.Name != "replicaCount")]),
        Object("provisionerDaemon", "The daemons' key",
            Refused("keySecretName", ChartValueType.String, "Secret with the key", Key),
            Refused("keySecretKey", ChartValueType.String, "The key's name in it", Key),
            Refused("pskSecretName", ChartValueType.String, "Secret with a pre-shared key", "cannot be set: the daemons use a key of their own"),
            Refused("tags", ChartValueType.Texts, "Tags", "cannot be set: the key has them, set by the setting tags"),
            new ChartValue("terminationGracePeriodSeconds", ChartValueType.Integer, "Seconds a daemon has to end its build") { Least = 0 }),
        Fixed("nameOverride"),
        Fixed("fullnameOverride"));

    /// <summary>What the pods of both charts of Coder v2 have.</summary>
    private static IEnumerable<ChartValue> Pods =>
    [
        new("env", ChartValueType.Objects, "Environment variables of the pods, beside those that the stack sets"),
        new("replicaCount", ChartValueType.Integer, "How many pods run") { Least = 0 },
        Object("image", "The image",
            Text("repo", "Its repository"),
            Text("tag", "Its tag; unset it is the chart's version, which is the deployment's"),
            new ChartValue("pullPolicy", ChartValueType.String, "When it is pulled") { Texts = ["Always", "IfNotPresent", "Never"] },
            new ChartValue("pullSecrets", ChartValueType.Objects, "Secrets for its registry")),
        Object("resources", "Requests and limits, as Kubernetes has them"),
        Object("nodeSelector", "Labels of the nodes"),
        Object("affinity", "Affinity, as Kubernetes has it"),
        new("tolerations", ChartValueType.Objects, "Tolerations of the pods"),
        new("annotations", ChartValueType.Texts, "Annotations of the deployment"),
        new("labels", ChartValueType.Texts, "Labels of the deployment"),
        new("podAnnotations", ChartValueType.Texts, "Annotations of the pods"),
        new("podLabels", ChartValueType.Texts, "Labels of the pods"),
        Object("certs", "Certificates of further authorities that the pods trust", new ChartValue("secrets", ChartValueType.Objects, "Secrets that hold them, each with name and key")),
        Object("serviceAccount", "The service account",
            Text("name", "Its name"),
            new ChartValue("annotations", ChartValueType.Texts, "Its annotations"),
            Switch("workspacePerms", "It may create workspaces in the namespace"),
            Switch("enableDeployments", "It may create deployments too")),
    ];

    private static ChartValue Fixed(string name) =>
        Refused(name, ChartValueType.String, "Another name for the chart's objects", "cannot be set: the stack finds the objects by the chart's own names");

    private static ChartValue Refused(string name, ChartValueType type, string description, string why) => new(name, type, description) { Refused = why };

    private static ChartValue Text(string name, string description) => new(name, ChartValueType.String, description);

    private static ChartValue Switch(string name, string description) => new(name, ChartValueType.Boolean, description);

    private static ChartValue Object(string name, string description, params ChartValue[] members) =>
        new(name, ChartValueType.Object, description) { Members = [.. members] };
}
