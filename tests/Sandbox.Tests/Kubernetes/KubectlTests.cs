using System.Diagnostics;

namespace Coder.Infra.Sandbox.Tests.Kubernetes;

/// <summary>A test with kubectl; skipped, with a word, where it is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class KubectlTheoryAttribute : TheoryAttribute
{
    public KubectlTheoryAttribute() => Skip = KubectlTests.Kubectl is null ? "kubectl is not installed." : null;
}

/// <inheritdoc cref="KubectlTheoryAttribute"/>
[AttributeUsage(AttributeTargets.Method)]
public sealed class KubectlFactAttribute : FactAttribute
{
    public KubectlFactAttribute() => Skip = KubectlTests.Kubectl is null ? "kubectl is not installed." : null;
}

/// <summary>kubectl works on the cluster.</summary>
public sealed class KubectlTests : IAsyncLifetime
{
    internal static readonly string? Kubectl = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(d => Path.Combine(d, OperatingSystem.IsWindows() ? "kubectl.exe" : "kubectl")).FirstOrDefault(File.Exists);

    TestCluster _cluster = null!;

    public async Task InitializeAsync()
    {
        _cluster = await TestCluster.StartAsync();
        await File.WriteAllTextAsync(Path.Combine(_cluster.Directory, "kubeconfig"), _cluster.Server.Kubeconfig);
    }

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    async Task<string> RunAsync(string arguments, string? input = null, int exitCode = 0)
    {
        var start = new ProcessStartInfo(Kubectl!) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (var argument in arguments.Split(' ')) start.ArgumentList.Add(argument.Replace('_', ' '));
        start.Environment["KUBECONFIG"] = Path.Combine(_cluster.Directory, "kubeconfig");
        start.Environment["HOME"] = _cluster.Directory;
        using var process = Process.Start(start)!;
        if (input is not null) await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await process.WaitForExitAsync(limit.Token);
        Assert.True(process.ExitCode == exitCode, $"kubectl {arguments}: {process.ExitCode}\n{await output}\n{await error}");
        return await output + await error;
    }

    const string Deployment = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web}
        spec:
          replicas: 2
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec: {containers: [{name: c, image: "nginx:1", ports: [{containerPort: 80}]}]}
        """;

    [KubectlFact]
    public async Task It_creates_typed_objects()
    {
        Assert.Contains("namespace/x created", await RunAsync("create ns x"));
        await RunAsync("create configmap c --from-literal=a=b -n x");
        await RunAsync("create secret generic s --from-literal=p=q -n x");
        await RunAsync("create serviceaccount bot -n x");
        await RunAsync("create role r --verb=get --resource=pods -n x");
        await RunAsync("create rolebinding b --role=r --serviceaccount=x:bot -n x");
        await RunAsync("create deployment d --image=nginx -n x");
        await RunAsync("create job j --image=busybox -n x");
        await RunAsync("create ingress i --rule=h.example.com/*=d:80 -n x");
        Assert.Equal("b", (await RunAsync("get configmap c -n x -o jsonpath={.data.a}")).Trim());
        Assert.Contains("yes", await RunAsync("auth can-i create pods"));
        await RunAsync("wait --for=condition=complete job/j -n x --timeout=30s");
        Assert.Contains("deleted", await RunAsync("delete ns x --timeout=30s"));
    }

    [KubectlTheory]
    [InlineData("apply -f -")]
    [InlineData("apply --server-side -f -")]
    public async Task It_applies_waits_scales_and_deletes(string apply)
    {
        await RunAsync(apply, Deployment);
        Assert.Contains("successfully rolled out", await RunAsync("rollout status deployment/web --timeout=30s"));
        Assert.Contains("2/2", await RunAsync("get deployment web"));
        await RunAsync(apply, Deployment.Replace("nginx:1", "nginx:2"));
        Assert.Contains("successfully rolled out", await RunAsync("rollout status deployment/web --timeout=30s"));
        Assert.Contains("nginx:2", await RunAsync("get pods -o jsonpath={.items[*].spec.containers[0].image}"));
        await RunAsync("scale deployment/web --replicas=3");
        Assert.Contains("successfully rolled out", await RunAsync("rollout status deployment/web --timeout=30s"));
        Assert.Contains("NewReplicaSetAvailable", await RunAsync("describe deployment web"));
        Assert.Contains("started from nginx:2", await RunAsync("logs deployment/web"));
        await RunAsync("label deployment web tier=front");
        await RunAsync("patch deployment web -p {\"spec\":{\"paused\":true}}");
        await RunAsync("delete deployment web --cascade=foreground --timeout=30s");
        Assert.Contains("No resources found", await RunAsync("get pods"));
    }

    [KubectlFact]
    public async Task It_is_told_of_unknown_fields()
    {
        var answer = await RunAsync("apply -f -", Deployment.Replace("replicas: 2", "replikas: 2"), exitCode: 1);
        Assert.Contains("unknown field \"spec.replikas\"", answer);
    }

    [KubectlFact]
    public async Task It_lists_and_explains_resources()
    {
        Assert.Contains("deployments", await RunAsync("api-resources"));
        Assert.Contains("maxSurge", await RunAsync("explain deployment.spec.strategy.rollingUpdate"));
    }
}
