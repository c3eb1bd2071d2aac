namespace Coder.Infra.Helm.Cli;

/// <summary>The flags of Helm's commands, by what they are about.</summary>
internal static class Flags
{
    /// <summary>Every command has them.</summary>
    public static readonly Flag[] Global =
    [
        new("namespace", FlagKind.Text, 'n'), new("kube-context", FlagKind.Text), new("kubeconfig", FlagKind.Text), new("kube-token", FlagKind.Text),
        new("kube-as-user", FlagKind.Text), new("kube-as-group", FlagKind.List), new("kube-apiserver", FlagKind.Text), new("kube-ca-file", FlagKind.Text),
        new("kube-tls-server-name", FlagKind.Text), new("kube-insecure-skip-tls-verify", FlagKind.Bool), new("debug", FlagKind.Bool),
        new("registry-config", FlagKind.Text), new("repository-config", FlagKind.Text), new("repository-cache", FlagKind.Text),
        new("burst-limit", FlagKind.Integer), new("qps", FlagKind.Text), new("help", FlagKind.Bool, 'h'),
    ];

    /// <summary>Values of a chart.</summary>
    public static readonly Flag[] Values =
    [
        new("values", FlagKind.CommaList, 'f'), new("set", FlagKind.List), new("set-string", FlagKind.List), new("set-file", FlagKind.List),
        new("set-json", FlagKind.List), new("set-literal", FlagKind.List),
    ];

    /// <summary>Where a chart comes from.</summary>
    public static readonly Flag[] Chart =
    [
        new("version", FlagKind.Text), new("verify", FlagKind.Bool), new("keyring", FlagKind.Text), new("repo", FlagKind.Text),
        new("username", FlagKind.Text), new("password", FlagKind.Text), new("cert-file", FlagKind.Text), new("key-file", FlagKind.Text),
        new("insecure-skip-tls-verify", FlagKind.Bool), new("plain-http", FlagKind.Bool), new("ca-file", FlagKind.Text), new("pass-credentials", FlagKind.Bool),
        new("devel", FlagKind.Bool),
    ];

    /// <summary>An install, of which <c>template</c> is the dry one.</summary>
    public static readonly Flag[] Install =
    [
        new("create-namespace", FlagKind.Bool), new("dry-run", FlagKind.Text, WithoutValue: "client"), new("force", FlagKind.Bool),
        new("no-hooks", FlagKind.Bool), new("replace", FlagKind.Bool), new("timeout", FlagKind.Duration), new("wait", FlagKind.Bool),
        new("wait-for-jobs", FlagKind.Bool), new("generate-name", FlagKind.Bool, 'g'), new("name-template", FlagKind.Text),
        new("description", FlagKind.Text), new("dependency-update", FlagKind.Bool), new("disable-openapi-validation", FlagKind.Bool),
        new("atomic", FlagKind.Bool), new("skip-crds", FlagKind.Bool), new("render-subchart-notes", FlagKind.Bool),
        new("skip-schema-validation", FlagKind.Bool), new("labels", FlagKind.KeyValues, 'l'), new("enable-dns", FlagKind.Bool),
        new("hide-notes", FlagKind.Bool), new("take-ownership", FlagKind.Bool), new("post-renderer", FlagKind.Text), new("post-renderer-args", FlagKind.List),
    ];

    /// <summary>Only <c>template</c> has them.</summary>
    public static readonly Flag[] Template =
    [
        new("show-only", FlagKind.List, 's'), new("output-dir", FlagKind.Text), new("validate", FlagKind.Bool), new("include-crds", FlagKind.Bool),
        new("skip-tests", FlagKind.Bool), new("is-upgrade", FlagKind.Bool), new("kube-version", FlagKind.Text), new("api-versions", FlagKind.CommaList, 'a'),
        new("release-name", FlagKind.Bool),
    ];
}
