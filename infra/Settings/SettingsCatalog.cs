using System.Collections.Immutable;

namespace Coder.Infra.Settings;

/// <summary>
/// Every setting of a stack, once. From this are generated the <c>config</c> block of <c>Pulumi.yaml</c> and
/// <c>docs/settings.md</c>, and by this <see cref="SettingsReader"/> knows a misspelt name.
/// </summary>
public static class SettingsCatalog
{
    /// <summary>The settings, in the order in which they are documented.</summary>
    public static ImmutableArray<Setting> All { get; } =
    [
        new("coderUrl", SettingType.String, "Access URL of the Coder deployment") { Otherwise = "environment variable `CODER_URL`", Example = "https://coder.example.com" },
        new("coderToken", SettingType.String, "Session token of a site manager (make one with `coder tokens create`)")
        {
            Secret = true, Otherwise = "environment variable `CODER_TOKEN`", Example = "<token>",
        },
        new("coderCa", SettingType.String, "Certificate of the authority that the deployment's own certificate comes from, as a path or PEM, where the system does not trust it; then no other is trusted for it")
        {
            Otherwise = "environment variable `CODER_CA_FILE`, else what the system trusts", Example = "coder-ca.crt",
        },
        new("coderVersion", SettingType.String, "Version of the chart, which must be the deployment's own: 1.17 to 1.21; `auto` follows the deployment at each run") { Required = true, Example = "1.20.0" },
        new("allowVersionSkew", SettingType.Boolean, "A deployment of another version than `coderVersion` only gives a warning") { Default = "false" },
        new("allowDowngrade", SettingType.Boolean, "The release may go to an older version than the one that is deployed") { Default = "false" },
        new("hostname", SettingType.String, "Host name of the workspace provider, a subdomain of the deployment's; its scheme is the access URL's")
        {
            Required = true, Example = "eu.coder.example.com",
        },
        new("providerName", SettingType.String, "Name of the workspace provider with Coder, unique there") { Otherwise = "the stack's name and six random digits", Example = "eu" },
        new("namespace", SettingType.String, "Namespace in the cluster") { Default = "coder", Example = "coder-eu" },
        new("kubeconfig", SettingType.String, "Path of a kubeconfig, from the project's folder, or a kubeconfig itself") { Otherwise = "the one kubectl uses", Example = "~/.kube/config" },
        new("context", SettingType.String, "Context of the kubeconfig") { Otherwise = "its current one", Example = "eu-west" },
        new("expectedContext", SettingType.String, "The context that is meant: any other one is refused") { Otherwise = "any is taken", Example = "eu-west" },
        new("clusterAddress", SettingType.String, "Address of the cluster's API server as Coder reaches it") { Otherwise = "the context's server", Example = "https://203.0.113.7:6443" },
        new("chart", SettingType.Object, "The Helm chart")
        {
            Parts =
            [
                new("repo", SettingType.String, "URL of the chart repository")
                {
                    Otherwise = $"environment variable `CODER_CHART_REPO`, else `{SettingsReader.OfficialRepository}`", Example = "https://charts.example.com",
                },
                new("name", SettingType.String, "Chart in the repository, or a path that begins with `.` or `/`") { Default = "workspace-provider" },
            ],
        },
        new("values", SettingType.Object, "Further values for the chart, over the computed ones but never over the token; their schema is infra/values.schema.json"),
        new("organizations", SettingType.List, "Names of the organizations that may use the workspace provider") { Otherwise = "what Coder has is left alone", Example = "default" },
        new("adopt", SettingType.Boolean, "Take over a workspace provider that was installed by hand, without a new token and without a restart (docs/adoption.md)") { Default = "false" },
        new("tokenGeneration", SettingType.Integer, "Raise it by one for a new token: the registration is recreated, which is refused while workspaces exist") { Default = "0", Example = "1" },
        new("devurlsHost", SettingType.String, "Wildcard host for dev URLs; gets a record of its own") { Otherwise = "no dev URLs", Example = "'*.eu.coder.example.com'" },
        new("tls", SettingType.String, "Where the certificate comes from when the access URL is https: `secret` (in the namespace already), `issue` (a private authority of the stack), `certManager`; `none` for http")
        {
            Otherwise = "none for http; https needs a choice, unless `values.ingress.tls` is set", Values = ["none", "secret", "issue", "certManager"], Example = "issue",
        },
        new("certificate", SettingType.Object, "The certificate of the ingress, for the host and the dev URLs' wildcard")
        {
            Parts =
            [
                new("secretName", SettingType.String, "Secret of type `kubernetes.io/tls`, which `tls: secret` needs to be named") { Default = "coder-workspace-provider-tls" },
                new("devurlsSecretName", SettingType.String, "Secret for the dev URLs, with `secret` and `certManager`") { Otherwise = "the same secret", Example = "coder-devurls-tls" },
                new("issuer", SettingType.String, "Name of the cert-manager issuer, with `certManager`") { Otherwise = "none", Example = "letsencrypt" },
                new("issuerKind", SettingType.String, "Kind of that issuer") { Default = "ClusterIssuer", Values = ["ClusterIssuer", "Issuer"] },
                new("validity", SettingType.String, "How long an issued certificate is valid, with `issue`") { Default = "365d" },
                new("renewBefore", SettingType.String, "How long before expiry `up` reissues it, with `issue`") { Default = "30d" },
                new("trust", SettingType.Boolean, "Coder's services in the cluster trust the authority (the chart's `certs.secret`)") { Default = "false" },
            ],
        },
        new("dns", SettingType.Object, "The DNS records of the host and of the dev URLs; a mode alone may be given as a plain text")
        {
            Parts =
            [
                new("mode", SettingType.String, "Who writes them: this stack by updates of a name server (RFC 2136) that a TSIG key signs (RFC 8945), external-dns in the cluster by annotations on the ingress, or you, from the output `dnsRecord`")
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
                new("certificate", SettingType.String, "cert-manager making the certificate") { Default = "10m" },
                new("address", SettingType.String, "The ingress getting its address") { Default = "10m" },
                new("dns", SettingType.String, "The name server answering with the new record") { Default = "5m" },
                new("admission", SettingType.String, "Coder reporting the workspace provider ready") { Default = "10m" },
            ],
        },
    ];

    /// <summary>The setting of a name, or null.</summary>
    public static Setting? Find(string name) => All.FirstOrDefault(setting => setting.Name == name);

    /// <summary>The names of an object's parts.</summary>
    internal static IEnumerable<string> Parts(string name) => Find(name)!.Parts.Select(part => part.Name);
}
