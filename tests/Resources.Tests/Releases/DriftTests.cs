using System.Text.Json.Nodes;
using Coder.Infra.Releases;

namespace Coder.Infra.Resources.Tests.Releases;

public sealed class DriftTests(ReleaseCluster cluster) : IClassFixture<ReleaseCluster>
{
    private const string Everything = """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: settings, labels: {app: envproxy}}
        data: {mode: "on", empty: ""}
        ---
        apiVersion: v1
        kind: Secret
        metadata: {name: token}
        stringData: {token: s3cr3t-token}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: envproxy, annotations: }
        spec:
          type: ClusterIP
          selector: {app: envproxy}
          ports: [{name: http, port: 80, targetPort: http}, {name: ssh, port: 2222}]
        ---
        apiVersion: v1
        kind: ServiceAccount
        metadata: {name: coder}
        imagePullSecrets: []
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: Role
        metadata: {name: coder}
        rules: [{apiGroups: [""], resources: [pods, services], verbs: [get, list]}]
        ---
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: {name: web}
        spec: {rules: [{host: eu.example.org, http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: envproxy, port: {number: 80}}}}]}}]}

        """;

    [Fact]
    public async Task Defaults_quantities_and_what_the_release_does_not_name_are_no_drift()
    {
        var (ns, record) = await InstallAsync(Everything + ReleaseCluster.Deployment("envproxy"));
        await cluster.ChangeAsync($"api/v1/namespaces/{ns}/configmaps/settings", "kubectl-edit", """{"data":{"more":"1"},"metadata":{"annotations":{"a":"b"}}}""");

        var found = await FindAsync(record);

        Assert.Empty(found.Changes);
        Assert.Empty(found.Missing);
    }

    [Fact]
    public async Task Objects_that_are_gone_and_fields_changed_by_hand_are_drift()
    {
        var (ns, record) = await InstallAsync(Everything + ReleaseCluster.Deployment("envproxy", env: "{name: A, value: '1'}, {name: B, value: '2'}"));
        await cluster.Client.DeleteAsync($"api/v1/namespaces/{ns}/services/envproxy", default);
        await cluster.ChangeAsync(Deployment(ns), "kubectl-edit", """
            {"spec":{"replicas":3,"template":{"spec":{"containers":[{"name":"envproxy","image":"envproxy:hand","ports":[{"name":"http","containerPort":8080}],"resources":{"limits":{"cpu":0.5,"memory":"1024Mi"}},"env":[{"name":"A","value":"9"}]}]}}}}
            """);
        await cluster.ChangeAsync($"apis/rbac.authorization.k8s.io/v1/namespaces/{ns}/roles/coder", "kubectl-edit", """{"rules":[{"apiGroups":[""],"resources":["pods","services"],"verbs":["get","list","delete"]}]}""");

        var found = await FindAsync(record);

        Assert.Equal(
            [
                "- Service envproxy is gone",
                "~ Role coder",
                "    + rules[0].verbs[2]: \"delete\", added",
                "~ Deployment envproxy",
                "    ~ spec.replicas: 1, changed to 3",
                "    ~ spec.template.spec.containers[envproxy].env[A].value: \"1\", changed to \"9\"",
                "    - spec.template.spec.containers[envproxy].env[B].name: \"B\", removed",
                "    - spec.template.spec.containers[envproxy].env[B].value: \"2\", removed",
                "    ~ spec.template.spec.containers[envproxy].image: \"envproxy:1.20.0\", changed to \"envproxy:hand\"",
            ],
            found.Changes);
        Assert.Equal(3, (int?)(await cluster.Client.FindAsync(Deployment(ns), default))!["spec"]!["replicas"]); // It only looked.
    }

    [Fact]
    public async Task Helms_mark_of_ownership_is_part_of_the_release()
    {
        var (ns, record) = await InstallAsync(Everything);
        await cluster.ChangeAsync($"api/v1/namespaces/{ns}/configmaps/settings", "kubectl-label", """{"metadata":{"labels":{"app.kubernetes.io/managed-by":"me"}}}""");

        Assert.Equal(["~ ConfigMap settings", "    ~ metadata.labels[app.kubernetes.io/managed-by]: \"Helm\", changed to \"me\""], (await FindAsync(record)).Changes);
    }

    [Fact]
    public async Task Secrets_are_seen_to_differ_and_not_shown()
    {
        var (ns, record) = await InstallAsync(Everything);
        await cluster.ChangeAsync($"api/v1/namespaces/{ns}/secrets/token", "kubectl-edit", """{"stringData":{"token":"another"}}""");
        await cluster.ChangeAsync($"api/v1/namespaces/{ns}/configmaps/settings", "kubectl-edit", """{"data":{"mode":"url?s3cr3t-token"}}""");

        Assert.Equal(
            ["~ ConfigMap settings", "    ~ data.mode: \"on\", changed to \"url?[secret]\"", "~ Secret token", "    ~ data.token: [secret], changed to [secret]"],
            (await FindAsync(record)).Changes);
    }

    [Theory]
    [InlineData("kube-controller-manager", false)] // a HorizontalPodAutoscaler, KEDA's too
    [InlineData("keda", false)]
    [InlineData("vpa-updater", false)]
    [InlineData("kubectl", true)]
    [InlineData("Mozilla", true)] // a dashboard
    public async Task Replicas_that_an_autoscaler_set_are_no_drift(string manager, bool isDrift)
    {
        var (ns, record) = await InstallAsync(ReleaseCluster.Deployment("envproxy"));
        await cluster.ChangeAsync($"{Deployment(ns)}/scale", manager, """{"spec":{"replicas":4}}""");

        Assert.Equal(isDrift ? ["~ Deployment envproxy", "    ~ spec.replicas: 1, changed to 4"] : [], (await FindAsync(record)).Changes);
    }

    [Fact]
    public async Task Replicas_of_a_workload_with_an_autoscaler_are_no_drift_whoever_set_them()
    {
        var (ns, record) = await InstallAsync(ReleaseCluster.Deployment("envproxy") + ReleaseCluster.Deployment("other"));
        await cluster.Client.CreateAsync($"apis/autoscaling/v2/namespaces/{ns}/horizontalpodautoscalers", JsonNode.Parse("""
            {"metadata":{"name":"envproxy"},"spec":{"maxReplicas":5,"scaleTargetRef":{"apiVersion":"apps/v1","kind":"Deployment","name":"envproxy"}}}
            """)!.AsObject(), default);
        await cluster.ChangeAsync(Deployment(ns), "kubectl-edit", """{"spec":{"replicas":4}}""");
        await cluster.ChangeAsync(Deployment(ns, "other"), "kubectl-edit", """{"spec":{"replicas":4}}""");

        Assert.Equal(["~ Deployment other", "    ~ spec.replicas: 1, changed to 4"], (await FindAsync(record)).Changes);
    }

    [Fact]
    public async Task An_authority_that_cert_manager_writes_is_no_drift()
    {
        const string Hook = """
            apiVersion: admissionregistration.k8s.io/v1
            kind: ValidatingWebhookConfiguration
            metadata: {name: NAME}
            webhooks:
            - name: check.example.org
              admissionReviewVersions: [v1]
              sideEffects: None
              failurePolicy: Ignore
              clientConfig: {url: "https://example.org/", caBundle: Zmlyc3Q=}
            """;
        var name = $"hook-{Guid.NewGuid():n}"[..12];
        var (_, record) = await InstallAsync(Hook.Replace("NAME", name));
        var path = $"apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations/{name}";

        await WriteAsync("cert-manager-cainjector", "c2Vjb25k");
        Assert.Empty((await FindAsync(record)).Changes);

        await WriteAsync("kubectl-patch", "dGhpcmQ=");
        Assert.Equal([$"~ ValidatingWebhookConfiguration {name}", "    ~ webhooks[check.example.org].clientConfig.caBundle: \"Zmlyc3Q=\", changed to \"dGhpcmQ=\""], (await FindAsync(record)).Changes);

        Task<JsonObject> WriteAsync(string manager, string authority) => cluster.Client.SendAsync(
            HttpMethod.Patch, $"{path}?fieldManager={manager}", JsonNode.Parse($$"""[{"op":"replace","path":"/webhooks/0/clientConfig/caBundle","value":"{{authority}}"}]"""), "application/json-patch+json", default);
    }

    [Fact]
    public async Task Secrets_added_to_a_service_account_are_no_drift_and_those_taken_away_are()
    {
        var (ns, record) = await InstallAsync(Everything + """
            ---
            {apiVersion: v1, kind: ServiceAccount, metadata: {name: puller}, imagePullSecrets: [{name: registry}]}
            """);
        await cluster.ChangeAsync($"api/v1/namespaces/{ns}/serviceaccounts/coder", "kubectl", """{"imagePullSecrets":[{"name":"added"}],"secrets":[{"name":"token"}]}""");
        await cluster.ChangeAsync($"api/v1/namespaces/{ns}/serviceaccounts/puller", "kubectl", """{"imagePullSecrets":null}""");

        Assert.Equal(["~ ServiceAccount puller", "    - imagePullSecrets[registry].name: \"registry\", removed"], (await FindAsync(record)).Changes);
    }

    [Fact]
    public async Task A_step_of_a_Pulumi_program_on_an_object_is_no_drift()
    {
        var (ns, record) = await InstallAsync(Everything);
        await cluster.Client.SendAsync(HttpMethod.Patch, $"apis/networking.k8s.io/v1/namespaces/{ns}/ingresses/web?fieldManager=pulumi-kubernetes-1a2b3c&force=true",
            JsonNode.Parse("""{"apiVersion":"networking.k8s.io/v1","kind":"Ingress","metadata":{"name":"web"},"spec":{"rules":[{"host":"patched.example.org"}]}}"""), "application/apply-patch+yaml", default);

        Assert.Empty((await FindAsync(record)).Changes);
    }

    [Fact]
    public async Task Objects_that_are_kept_count_and_jobs_that_delete_themselves_do_not()
    {
        var (ns, record) = await InstallAsync("""
            {apiVersion: v1, kind: ConfigMap, metadata: {name: kept, annotations: {helm.sh/resource-policy: keep}}, data: {a: b}}
            ---
            apiVersion: batch/v1
            kind: Job
            metadata: {name: once}
            spec: {ttlSecondsAfterFinished: 1, template: {spec: {restartPolicy: Never, containers: [{name: a, image: a}]}}}
            """);
        await cluster.Client.DeleteAsync($"apis/batch/v1/namespaces/{ns}/jobs/once", default);
        await cluster.Client.DeleteAsync($"api/v1/namespaces/{ns}/configmaps/kept", default);

        Assert.Equal(["- ConfigMap kept is gone"], (await FindAsync(record)).Changes);
    }

    [Fact]
    public async Task What_a_controller_writes_while_the_object_is_looked_at_is_no_drift()
    {
        var (ns, record) = await InstallAsync("{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {a: b}}");
        var reads = 0;
        await using var server = await RefusingServer.StartAsync(cluster.Kubeconfig, (method, _) =>
        {
            // Between the first read and the dry run.
            if (method == "PATCH" && Interlocked.Increment(ref reads) == 1)
                cluster.ChangeAsync($"api/v1/namespaces/{ns}/configmaps/a", "kube-controller-manager", """{"metadata":{"annotations":{"revision":"1"}}}""").Wait();
            return false;
        });

        Assert.Empty((await Drift.FindAsync(server.Client, record, [], default)).Changes);
    }

    [Fact]
    public async Task A_kind_that_the_cluster_does_not_serve_any_more_is_gone()
    {
        var ns = await cluster.NamespaceAsync();
        var record = await cluster.RecordAsync(ns, 1, "deployed", "{apiVersion: example.org/v1, kind: Widget, metadata: {name: a}}");

        Assert.Equal(["- Widget a is gone: the cluster does not serve example.org/v1 Widget"], (await FindAsync(record)).Changes);
    }

    [Fact]
    public async Task An_object_that_may_not_be_read_is_left_out_and_the_permission_named()
    {
        var (ns, record) = await InstallAsync(Everything + ReleaseCluster.Deployment("envproxy"));
        await cluster.ChangeAsync(Deployment(ns), "kubectl", """{"spec":{"replicas":2}}""");
        await using var server = await RefusingServer.StartAsync(cluster.Kubeconfig, (method, path) => method == "GET" && path.Contains("/secrets/token"));

        var found = await Drift.FindAsync(server.Client, record, [], default);

        Assert.Equal(["~ Deployment envproxy", "    ~ spec.replicas: 1, changed to 2"], found.Changes);
        Assert.Equal([$"Secret token: the credentials may not get secrets in the namespace {ns}"], found.Missing);
    }

    [Fact]
    public async Task Without_the_permission_to_change_the_releases_own_fields_are_compared()
    {
        var (ns, record) = await InstallAsync(Everything + ReleaseCluster.Deployment("envproxy", env: "{name: A, value: '1'}"));
        await using var server = await RefusingServer.StartAsync(cluster.Kubeconfig, (method, _) => method == "PATCH");

        Assert.Empty((await Drift.FindAsync(server.Client, record, [], default)).Changes);

        await cluster.ChangeAsync(Deployment(ns), "kubectl", """{"spec":{"replicas":2}}""");
        await cluster.ChangeAsync($"api/v1/namespaces/{ns}/secrets/token", "kubectl", """{"data":{"token":"YW5vdGhlcg=="}}""");

        var found = await Drift.FindAsync(server.Client, record, [], default);
        Assert.Equal(["~ Secret token", "    ~ data.token: [secret], changed to [secret]", "~ Deployment envproxy", "    ~ spec.replicas: 1, changed to 2"], found.Changes);
        Assert.Empty(found.Missing);
    }

    private async Task<(string Namespace, HelmRecord Record)> InstallAsync(string manifest)
    {
        var ns = await cluster.NamespaceAsync();
        return (ns, await cluster.InstallAsync(ns, manifest));
    }

    private Task<DriftFindings> FindAsync(HelmRecord record) => Drift.FindAsync(cluster.Client, record, ["s3cr3t-token"], default);

    private static string Deployment(string ns, string name = "envproxy") => $"apis/apps/v1/namespaces/{ns}/deployments/{name}";
}
