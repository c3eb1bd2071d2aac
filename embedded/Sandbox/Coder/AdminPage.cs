using System.Net;
using System.Text;

namespace Coder.Infra.Sandbox.Coder;

/// <summary>The page <i>Manage › Workspace providers</i>, as plain HTML.</summary>
internal static class AdminPage
{
    public static string Render(string accessUrl, CoderState state, Func<Pool, (string Status, string? Reason)> status)
    {
        var rows = new StringBuilder();
        foreach (var pool in state.Pools.OrderBy(p => p.Name, StringComparer.Ordinal))
        {
            var (word, reason) = status(pool);
            var organizations = state.Organizations.Where(o => pool.Organizations.Contains(o.Id)).Select(o => o.Name);
            rows.Append($"""
                <tr class="{word}">
                  <td>{Text(pool.Name)}</td><td>{Text(word)}{(reason is null ? "" : $"<br><small>{Text(reason)}</small>")}</td>
                  <td>{Text(pool.Hostname)}</td><td>{Text(pool.ClusterAddress)}</td>
                  <td>{Text(string.Join(", ", organizations))}</td><td>{state.Workspaces.Count(w => w.PoolId == pool.Id)}</td>
                </tr>

                """);
        }

        return $$"""
            <!doctype html>
            <html lang="en">
            <head>
              <meta charset="utf-8">
              <title>Workspace providers - Coder</title>
              <style>
                body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 70rem; padding: 0 1rem }
                table { border-collapse: collapse; width: 100% }
                th, td { text-align: left; vertical-align: top; padding: .5rem .75rem; border-bottom: 1px solid #ddd }
                small { color: #666 } .ready td:nth-child(2) { color: #17722b } .pending td:nth-child(2) { color: #9a5b00 }
              </style>
            </head>
            <body>
              <h1>Workspace providers</h1>
              <p>Coder {{Text(state.Version)}} at {{Text(accessUrl)}}</p>
              <table>
                <thead><tr><th>Name</th><th>Status</th><th>Hostname</th><th>Cluster address</th><th>Organizations</th><th>Workspaces</th></tr></thead>
                <tbody>
                {{(rows.Length == 0 ? "<tr><td colspan=\"6\">There are none. <code>./pulumiw up</code> makes one.</td></tr>" : rows.ToString())}}
                </tbody>
              </table>
            </body>
            </html>
            """;
    }

    private static string Text(string value) => WebUtility.HtmlEncode(value);
}
