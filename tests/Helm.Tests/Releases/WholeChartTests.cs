using System.Text;
using System.Text.Json.Nodes;
using Coder.Infra.Helm.Charts;
using Coder.Infra.Helm.Kube;
using Coder.Infra.Helm.Releases;

namespace Coder.Infra.Helm.Tests.Releases;

/// <summary>A chart with every kind that is waited for, definitions and an object of theirs, through its whole life.</summary>
public sealed class WholeChartTests(SandboxCluster cluster) : IClassFixture<SandboxCluster>
{
    const string Definition = """
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata: {name: widgets.whole.example.com}
        spec:
          group: whole.example.com
          scope: Namespaced
          names: {plural: widgets, singular: widget, kind: Widget, listKind: WidgetList}
          versions:
            - name: v1
              served: true
              storage: true
              schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
        """;

    const string Workload = """
        {{- define "pod" }}
            metadata: {labels: {app: {{ . }}}}
            spec: {containers: [{name: main, image: registry.example.com/x}]}
        {{- end }}
        {{- range $kind := list "StatefulSet" "DaemonSet" "Deployment" }}
        ---
        apiVersion: apps/v1
        kind: {{ $kind }}
        metadata: {name: {{ lower $kind }}}
        spec:
          selector: {matchLabels: {app: {{ lower $kind }}}}
          template: {{- include "pod" (lower $kind) }}
        {{- end }}
        ---
        apiVersion: batch/v1
        kind: Job
        metadata: {name: job}
        spec: {template: {spec: {restartPolicy: Never, containers: [{name: main, image: registry.example.com/x}]}}}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: pod}
        spec: {containers: [{name: main, image: registry.example.com/x}]}
        ---
        apiVersion: v1
        kind: PersistentVolumeClaim
        metadata: {name: claim}
        spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: lb}
        spec: {type: LoadBalancer, ports: [{port: 80}], selector: {app: deployment}}
        """;

    [Fact]
    public async Task It_is_installed_in_order_waited_for_upgraded_rolled_back_and_removed()
    {
        var team = await cluster.NewNamespaceAsync();
        var helm = new HelmClient(team.Kube, team.Namespace);
        await helm.InstallAsync("whole", Chart(), [], new InstallOptions { Wait = true, WaitForJobs = true });

        // What was waited for is ready, and the object of the new kind is there although its definition came with it.
        Assert.Equal(1, (int?)(await team.Kube.GetAsync(new("apps/v1", "StatefulSet", "statefulset", team.Namespace)))["status"]!["readyReplicas"]);
        Assert.Equal(1, (int?)(await team.Kube.GetAsync(new("batch/v1", "Job", "job", team.Namespace)))["status"]!["succeeded"]);
        Assert.Equal("Bound", (string?)(await team.Kube.GetAsync(new("v1", "PersistentVolumeClaim", "claim", team.Namespace)))["status"]!["phase"]);
        Assert.Equal("1", (string?)(await team.Kube.GetAsync(new("whole.example.com/v1", "Widget", "w", team.Namespace)))["spec"]!["size"]);

        // Definitions are not a part of the release: an upgrade leaves them, and so does the removal.
        await helm.UpgradeAsync("whole", Chart(), new() { ["size"] = "2" }, new UpgradeOptions { Wait = true });
        Assert.Equal("2", (string?)(await team.Kube.GetAsync(new("whole.example.com/v1", "Widget", "w", team.Namespace)))["spec"]!["size"]);
        await helm.RollbackAsync("whole", new RollbackOptions { Revision = 1, Wait = true });
        Assert.Equal("1", (string?)(await team.Kube.GetAsync(new("whole.example.com/v1", "Widget", "w", team.Namespace)))["spec"]!["size"]);
        await helm.UninstallAsync("whole", new UninstallOptions { Wait = true });
        Assert.Null(await team.Kube.FindAsync(new("whole.example.com/v1", "Widget", "w", team.Namespace)));
        Assert.NotNull(await team.Kube.FindAsync(new("apiextensions.k8s.io/v1", "CustomResourceDefinition", "widgets.whole.example.com")));
    }

    static Chart Chart() => ChartLoader.LoadFiles(
    [
        File("Chart.yaml", "apiVersion: v2\nname: whole\nversion: 1.0.0\n"),
        File("values.yaml", "size: '1'\n"),
        File("crds/widgets.yaml", Definition),
        File("templates/all.yaml", Workload),
        File("templates/widget.yaml", "apiVersion: whole.example.com/v1\nkind: Widget\nmetadata: {name: w}\nspec: {size: {{ .Values.size | quote }}}\n"),
    ]);

    static ChartFile File(string name, string text) => new(name, Encoding.UTF8.GetBytes(text));
}
