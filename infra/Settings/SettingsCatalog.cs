using System.Collections.Immutable;

namespace Coder.Infra.Settings;

/// <summary>
/// Every setting of a stack, once. From this are generated the <c>config</c> block of <c>Pulumi.yaml</c> and
/// <c>docs/settings.md</c>, and by this <see cref="SettingsReader"/> knows a misspelt name.
/// </summary>
public static class SettingsCatalog
{
    private static readonly ImmutableArray<StackKind> V1 = [StackKind.WorkspaceProvider];
    private static readonly ImmutableArray<StackKind> Proxy = [StackKind.WorkspaceProxy];
    private static readonly ImmutableArray<StackKind> Daemons = [StackKind.Provisioner];
    private static readonly ImmutableArray<StackKind> V2 = [StackKind.WorkspaceProxy, StackKind.Provisioner];
    private static readonly ImmutableArray<StackKind> Hosts = [StackKind.WorkspaceProvider, StackKind.WorkspaceProxy];

    /// <summary>The settings, in the order in which they are documented.</summary>
    public static ImmutableArray<Setting> All { get; } =
    [
        new("kind", SettingType.String, "What the stack provisions: a workspace provider of Coder v1, a workspace proxy or a provisioner of Coder v2")
        {
            Otherwise = "the deployment's version decides: `workspaceProvider` for v1, `workspaceProxy` for v2", Values = [.. StackKind.All.Select(kind => kind.Name)], Example = "workspaceProxy",
        },
        new("coderUrl", SettingType.String, "Access URL of the Coder deployment") { Otherwise = "environment variable `CODER_URL`", Example = "https://coder.example.com" },
        new("coderToken", SettingType.String, "Session token of a site manager (v1) or of a user with the role Owner (v2); make one with `coder tokens create`")
        {
            Secret = true, Otherwise = "environment variable `CODER_TOKEN` (v1), `CODER_SESSION_TOKEN` or `CODER_TOKEN` (v2)", Example = "<token>",
        },
        new("coderCa", SettingType.String, "Certificate of the authority that the deployment's own certificate comes from, as a path or PEM, where the system does not trust it; then no other is trusted for it")
        {
            Otherwise = "environment variable `CODER_CA_FILE`, else what the system trusts", Example = "coder-ca.crt",
        },
        new("coderVersion", SettingType.String, "Version of the chart, which must be the deployment's own: 1.17 to 1.21 (v1), 2.x (v2); `auto` follows the deployment at each run") { Required = true, Example = "2.19.0" },
        new("allowVersionSkew", SettingType.Boolean, "A deployment of another version than `coderVersion` only gives a warning") { Default = "false" },
        new("allowDowngrade", SettingType.Boolean, "The release may go to an older version than the one that is deployed") { Default = "false" },
        new("hostname", SettingType.String, "Host name: of a workspace provider a subdomain of the deployment's, with the access URL's scheme; of a workspace proxy any but the deployment's own, over https where the deployment or `tls` is")
        {
            Required = true, Example = "eu.coder.example.com", Kinds = Hosts,
        },
        new("wildcardHostname", SettingType.String, "Wildcard host of the workspace proxy, for workspace apps on subdomains; gets a record of its own") { Otherwise = "no apps on subdomains", Example = "'*.eu.coder.example.com'", Kinds = Proxy },
        new("exposure", SettingType.String, "What requests reach the workspace proxy by: an ingress, which serves the certificate, or a load balancer service of its own, where the pods serve it")
        {
            Default = "ingress", Values = ["ingress", "service"], Kinds = Proxy,
        },
        new("proxyName", SettingType.String, "Name of the workspace proxy with Coder, unique there") { Otherwise = "the stack's name", Example = "eu", Kinds = Proxy },
        new("displayName", SettingType.String, "Name of the workspace proxy that users see") { Otherwise = "`proxyName`", Example = "Frankfurt", Kinds = Proxy },
        new("icon", SettingType.String, "Icon of the workspace proxy that users see: the path of one of Coder's, or a URL") { Otherwise = "none", Example = "/emojis/1f1ea-1f1fa.png", Kinds = Proxy },
        new("organization", SettingType.String, "Organization whose builds the provisioner takes, by its name") { Otherwise = "the default one", Example = "platform", Kinds = Daemons },
        new("keyName", SettingType.String, "Name of the provisioner's key, without the six letters that the stack adds: another key has another name") { Otherwise = "the stack's name", Example = "eu", Kinds = Daemons },
        new("tags", SettingType.Object, "Tags of the provisioner's key: it takes the builds of templates that ask for them") { Otherwise = "none: every build of the organization that asks for none", Kinds = Daemons },
        new("replicas", SettingType.Integer, "How many daemons run; each builds one workspace at a time") { Default = "1", Example = "3", Kinds = Daemons },
        new("providerName", SettingType.String, "Name of the workspace provider with Coder, unique there") { Otherwise = "the stack's name and six random digits", Example = "eu", Kinds = V1 },
        new("namespace", SettingType.String, "Namespace in the cluster") { Default = "coder", Example = "coder-eu" },
        new("kubeconfig", SettingType.String, "Path of a kubeconfig, from the project's folder, or a kubeconfig itself") { Otherwise = "the one kubectl uses", Example = "~/.kube/config" },
        new("context", SettingType.String, "Context of the kubeconfig") { Otherwise = "its current one", Example = "eu-west" },
        new("expectedContext", SettingType.String, "The context that is meant: any other one is refused") { Otherwise = "any is taken", Example = "eu-west" },
        new("clusterAddress", SettingType.String, "Address of the cluster's API server as Coder reaches it") { Otherwise = "the context's server", Example = "https://203.0.113.7:6443", Kinds = V1 },
        new("chart", SettingType.Object, "The Helm chart")
        {
            Parts =
            [
                new("repo", SettingType.String, "URL of the chart repository")
                {
                    Otherwise = $"environment variable `CODER_CHART_REPO`, else `{StackKind.WorkspaceProvider.ChartRepository}` (v1), `{StackKind.WorkspaceProxy.ChartRepository}` (v2)", Example = "https://charts.example.com",
                },
                new("name", SettingType.String, "Chart in the repository, or a path that begins with `.` or `/`")
                {
                    Otherwise = string.Join(", ", StackKind.All.Select(kind => $"`{kind.Chart}` ({kind.Noun})")), Example = "./charts/coder",
                },
                new("release", SettingType.String, "Name of the Helm release, for one that was installed by hand and is taken over") { Otherwise = $"`{StackKind.WorkspaceProxy.Release}`", Example = "coder", Kinds = Proxy },
            ],
        },
        new("values", SettingType.Object, "Further values for the chart, over the computed ones but never over the token; their schemas are `infra/values*.schema.json`"),
        new("organizations", SettingType.List, "Names of the organizations that may use the workspace provider") { Otherwise = "what Coder has is left alone", Example = "default", Kinds = V1 },
        new("adopt", SettingType.Boolean, "Take over a workspace provider or proxy that was installed by hand, without a new token (docs/adoption.md)") { Default = "false", Kinds = Hosts },
        new("tokenGeneration", SettingType.Integer, "Raise it by one for a new token: a workspace proxy keeps its registration, a provisioner gets a new key beside the old one; a workspace provider's registration is recreated, which is refused while workspaces exist") { Default = "0", Example = "1" },
        new("devurlsHost", SettingType.String, "Wildcard host for dev URLs; gets a record of its own") { Otherwise = "no dev URLs", Example = "'*.eu.coder.example.com'", Kinds = V1 },
        new("tls", SettingType.String, "Where the certificate comes from over https: `secret` (in the namespace already), `issue` (a private authority of the stack), `certManager` (with an ingress); `none` for http")
        {
            Kinds = Hosts, Otherwise = "none for http; https needs a choice, unless the chart's own values for it are set (`values.ingress.tls`; of a workspace proxy `values.coder.ingress.tls` or `values.coder.tls`)", Values = ["none", "secret", "issue", "certManager"], Example = "issue",
        },
        new("certificate", SettingType.Object, "The certificate, for the host and the wildcard host")
        {
            Kinds = Hosts,
            Parts =
            [
                new("secretName", SettingType.String, "Secret of type `kubernetes.io/tls`, which `tls: secret` needs to be named") { Otherwise = $"`{StackKind.WorkspaceProvider.CertificateSecret}`, of a workspace proxy `{StackKind.WorkspaceProxy.CertificateSecret}`", Example = "coder-tls" },
                new("devurlsSecretName", SettingType.String, "Secret for the dev URLs, with `secret` and `certManager`") { Otherwise = "the same secret", Example = "coder-devurls-tls", Kinds = V1 },
                new("wildcardSecretName", SettingType.String, "Secret for the wildcard host, with `secret` and `certManager`") { Otherwise = "the same secret", Example = "coder-wildcard-tls", Kinds = Proxy },
                new("issuer", SettingType.String, "Name of the cert-manager issuer, with `certManager`") { Otherwise = "none", Example = "letsencrypt" },
                new("issuerKind", SettingType.String, "Kind of that issuer") { Default = "ClusterIssuer", Values = ["ClusterIssuer", "Issuer"] },
                new("validity", SettingType.String, "How long an issued certificate is valid, with `issue`") { Default = "365d" },
                new("renewBefore", SettingType.String, "How long before expiry `up` reissues it, with `issue`") { Default = "30d" },
                new("trust", SettingType.Boolean, "Coder's services in the cluster trust the authority (the chart's `certs.secret`)") { Default = "false", Kinds = V1 },
            ],
        },
        new("dns", SettingType.Object, "The DNS records of the host and of the wildcard host; a mode alone may be given as a plain text")
        {
            Kinds = Hosts,
            Parts =
            [
                new("mode", SettingType.String, "Who writes them: this stack by updates of a name server (RFC 2136) that a TSIG key signs (RFC 8945), external-dns in the cluster by annotations on the ingress or service, or you, from the output `dnsRecord`")
                {
                    Otherwise = "`rfc2136` where a server is known, else `manual`", Values = ["rfc2136", "externalDns", "manual"],
                },
                new("server", SettingType.String, "Host name or address of the server") { Otherwise = "environment variable `DNS_UPDATE_SERVER`", Example = "ns.example.com" },
                new("port", SettingType.Integer, "Port, for UDP and TCP") { Default = "53", Otherwise = "environment variable `DNS_UPDATE_PORT`, else `53`" },
                new("zone", SettingType.String, "Zone of the records") { Otherwise = "environment variable `DNS_UPDATE_ZONE`, else the host's parent domain", Example = "example.com" },
                new("keyName", SettingType.String, "Name of the key") { Otherwise = "environment variable `DNS_UPDATE_KEYNAME`", Example = "coder-infra" },
                new("keyAlgorithm", SettingType.String, "Algorithm of the key")
                {
                    Default = "hmac-sha256", Otherwise = "environment variable `DNS_UPDATE_KEYALGORITHM`, else `hmac-sha256`", Values = ["hmac-sha256", "hmac-sha384", "hmac-sha512"],
                },
                new("keySecret", SettingType.String, "The key, base64") { Secret = true, Otherwise = "environment variable `DNS_UPDATE_KEYSECRET`", Example = "<key>" },
                new("ttl", SettingType.Integer, "Time to live of the records, in seconds") { Default = "60" },
            ],
        },
        new("driftDetection", SettingType.String, "Whether what was changed by hand inside the release is reported, and put back by `up`") { Default = "on", Values = ["on", "off"] },
        new("timeouts", SettingType.Object, "How long each step may take, as 90s, 15m or 1h")
        {
            Parts =
            [
                new("release", SettingType.String, "Installing, upgrading and uninstalling the release") { Default = "10m" },
                new("certificate", SettingType.String, "cert-manager making the certificate") { Default = "10m", Kinds = Hosts },
                new("address", SettingType.String, "The ingress getting its address") { Default = "10m", Kinds = Hosts },
                new("dns", SettingType.String, "The name server answering with the new record") { Default = "5m", Kinds = Hosts },
                new("admission", SettingType.String, "Coder reporting the workspace provider ready") { Default = "10m", Kinds = V1 },
                new("readiness", SettingType.String, "Coder reporting the workspace proxy or the provisioner ready, at the chart's version") { Default = "10m", Kinds = V2 },
                new("builds", SettingType.String, "Running builds coming to their end before a change of the provisioner or its removal") { Default = "10m", Kinds = Daemons },
            ],
        },
    ];

    /// <summary>The setting of a name, or null.</summary>
    public static Setting? Find(string name) => All.FirstOrDefault(setting => setting.Name == name);

    /// <summary>The settings of a kind of stack.</summary>
    internal static IEnumerable<Setting> Of(StackKind kind) => All.Where(setting => setting.Kinds.Contains(kind));

    /// <summary>The names of an object's parts, for a kind of stack.</summary>
    internal static IEnumerable<string> Parts(string name, StackKind kind) => Find(name)!.Parts.Where(part => part.Kinds.Contains(kind)).Select(part => part.Name);
}
