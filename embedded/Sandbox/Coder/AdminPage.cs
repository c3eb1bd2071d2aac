namespace Coder.Infra.Sandbox.Coder;

/// <summary>The page <i>Manage › Workspace providers</i>, as plain HTML.</summary>
internal static class AdminPage
{
    public static string Render(string accessUrl, CoderState state, Func<Pool, (string Status, string? Reason)> status)
    {
        var page = new Page(
            "Workspace providers",
            $"Coder {state.Version} at {accessUrl}",
            ["Name", "Status", "Hostname", "Cluster address", "Organizations", "Workspaces"],
            "There are none. ./pulumiw up creates one.");
        foreach (var pool in state.Pools.OrderBy(p => p.Name, StringComparer.Ordinal))
        {
            var (word, reason) = status(pool);
            var organizations = state.Organizations.Where(o => pool.Organizations.Contains(o.Id)).Select(o => o.Name);
            string[] cells = [pool.Name, word, pool.Hostname, pool.ClusterAddress, string.Join(", ", organizations), $"{state.Workspaces.Count(w => w.PoolId == pool.Id)}"];
            page.Row(word == "ready", cells, reason is null ? [] : [reason]);
        }

        return page.ToString();
    }
}
