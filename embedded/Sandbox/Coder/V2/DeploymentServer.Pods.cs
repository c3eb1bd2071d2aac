using System.Text.Json.Nodes;

namespace Coder.Infra.Sandbox.Coder.V2;

public sealed partial class DeploymentServer
{
    /// <summary>What a pod writes to its log; none for pods of others.</summary>
    public IReadOnlyList<string> LogOf(JsonObject pod)
    {
        var uid = (string?)pod["metadata"]?["uid"];
        if (Observe().FirstOrDefault(running => running.Uid == uid) is not { } running)
            return [];
        return _store.Read<IReadOnlyList<string>>(state => running[ProxyHealth.TokenVariable].Length > 0
            ? WhyNotRegistered(state, running) is { } cause
                ? [$"[error] net.workspace-proxy: failed to register with primary coderd  error=\"{cause}\"", "[error] net.workspace-proxy: will retry to register  retry_in=30s"]
                : ["[info] net.workspace-proxy: registered with primary coderd", $"Started HTTP listener at http://[::]:8080, access URL {running["CODER_ACCESS_URL"]}"]
            : WhyNotConnected(state, running) is { } reason
                ? [$"[error] provisionerd: coderd client failed to dial  error=\"{reason}\""]
                : [$"[info] provisionerd: successfully connected to coderd  name={running.Name}"]);
    }

    /// <summary>Takes in which pods run: proxies register themselves, provisioners connect or go.</summary>
    private IReadOnlyList<RunningPod> Observe()
    {
        Interlocked.Exchange(ref _stale, 0);
        var pods = _pods.Running();
        _store.Write(state =>
        {
            foreach (var pod in pods.Where(pod => pod[ProxyHealth.TokenVariable].Length > 0 && WhyNotRegistered(state, pod) is null))
            {
                var proxy = state.Proxies.Find(p => IsTokenOf(p, pod[ProxyHealth.TokenVariable]))!;
                (proxy.Url, proxy.Wildcard, proxy.Version) = (pod["CODER_ACCESS_URL"], pod["CODER_WILDCARD_ACCESS_URL"], pod.Version);
            }

            Connect(state, [.. pods.Where(pod => pod[KeyVariable].Length > 0 && WhyNotConnected(state, pod) is null)]);
            return true;
        });
        return pods;
    }

    private void Connect(DeploymentState state, IReadOnlyList<RunningPod> pods)
    {
        var now = _options.Time.GetUtcNow();
        foreach (var daemon in state.Daemons.Where(daemon => daemon.IsOnline && pods.All(pod => pod.Uid != daemon.PodUid)))
        {
            // A daemon that ends takes its build with it.
            (daemon.IsOnline, daemon.LastSeen, daemon.Build) = (false, now, null);
        }

        foreach (var pod in pods)
        {
            var key = state.Keys.Find(k => k.SecretHash == Hash(pod[KeyVariable]))!;
            if (state.Daemons.Find(daemon => daemon.PodUid == pod.Uid) is { } known)
                known.IsOnline = true;
            else
                state.Daemons.Add(new Daemon { Id = Guid.NewGuid(), PodUid = pod.Uid, Name = pod.Name, KeyId = key.Id, Version = pod.Version, Created = now, LastSeen = now, IsOnline = true });
        }
    }

    private string? WhyNotRegistered(DeploymentState state, RunningPod pod)
    {
        var url = pod["CODER_ACCESS_URL"];
        if (!ProxyHealth.SameUrl(pod["CODER_PRIMARY_ACCESS_URL"], _options.AccessUrl))
            return $"POST {pod["CODER_PRIMARY_ACCESS_URL"].TrimEnd('/')}/api/v2/workspaceproxies/me/register: no such deployment";
        if (state.Licence == Licence.Off)
            return "unexpected status code 403: Workspace Proxy is a Premium feature. Contact sales!";
        if (!state.Proxies.Any(proxy => IsTokenOf(proxy, pod[ProxyHealth.TokenVariable])))
            return "unexpected status code 401: External proxy auth details provided are invalid.";
        return Uri.TryCreate(url, UriKind.Absolute, out var parsed) && parsed.Scheme is "http" or "https" && parsed.AbsolutePath == "/" ? null
            : $"unexpected status code 400: URL is invalid. (\"{url}\")";
    }

    private string? WhyNotConnected(DeploymentState state, RunningPod pod) =>
        !ProxyHealth.SameUrl(pod["CODER_URL"], _options.AccessUrl) ? $"GET {pod["CODER_URL"].TrimEnd('/')}/api/v2/buildinfo: no such deployment"
        : state.Licence == Licence.Off ? "unexpected status code 403: External Provisioner Daemons is a Premium feature. Contact sales!"
        : state.Keys.Any(key => key.SecretHash == Hash(pod[KeyVariable])) ? null : "unexpected status code 401: provisioner daemon key invalid";

    private static bool IsTokenOf(Proxy proxy, string token) => token.Split(':', 2) is [var id, var secret] && id == proxy.Id.ToString() && Hash(secret) == proxy.SecretHash;
}
