namespace Coder.Infra.Sandbox.Coder.V2;

/// <summary>The page <i>Deployment › Workspace proxies</i>, as plain HTML.</summary>
internal static class ProxyPage
{
    public static string Render(string accessUrl, DeploymentState state, Func<Proxy, HealthReport> health)
    {
        var page = new Page(
            "Workspace proxies",
            $"Coder {state.Version} at {accessUrl}",
            ["Name", "Status", "URL", "Wildcard", "Version"],
            "There are none. ./pulumiw up --stack proxy creates one.");
        foreach (var proxy in state.Proxies.OrderBy(p => p.Name, StringComparer.Ordinal))
        {
            var report = health(proxy);
            page.Row(report.Status == "ok", [proxy.Name, report.Status, proxy.Url, proxy.Wildcard, proxy.Version], [.. report.Errors, .. report.Warnings]);
        }

        return page.ToString();
    }
}
