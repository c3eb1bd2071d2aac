namespace Coder.Infra.Resources.Tests.Releases;

/// <summary>Parts of a chart's template.</summary>
internal static class Templates
{
    public static string ConfigMap(string name, string annotations = "{}") => $$"""
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: {{name}}, annotations: {{annotations}} }

        """;

    public static string Kept(string name) => ConfigMap(name, "{helm.sh/resource-policy: keep}");

    public static string Deployment(string name) => $$"""
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: {{name}} }
        spec:
          selector:
            matchLabels: {app: {{name}} }
          template:
            metadata:
              labels: {app: {{name}} }
            spec: {containers: [{name: it, image: registry.example.com/it:1}]}

        """;

    public static string Hook(string name, string events, string policies = "before-hook-creation,hook-succeeded", int weight = 0, bool fails = false) => $$"""
        ---
        apiVersion: batch/v1
        kind: Job
        metadata:
          name: {{name}}
          annotations: {helm.sh/hook: "{{events}}", helm.sh/hook-delete-policy: "{{policies}}", helm.sh/hook-weight: "{{weight}}"}
        spec:
          activeDeadlineSeconds: {{(fails ? 1 : 600)}}
          template:
            spec:
              restartPolicy: Never
              containers: [{name: job, image: "{{(fails ? "broken.invalid/job" : "registry.example.com/job")}}"}]

        """;
}
