namespace Coder.Infra.EndToEnd;

/// <summary>The scripts of <c>.ci</c>, on the embedded engine.</summary>
[Collection(EndToEndCollection.Name)]
public sealed class ContinuousIntegrationTests
{
    [Fact]
    public async Task A_preview_tells_changes_from_errors_and_shows_no_secret()
    {
        await using var project = new TestProject();
        await project.RunAsync("up", "--yes");
        var (same, unchanged) = await PreviewAsync(project);
        Assert.Equal(0, same);
        Assert.StartsWith("### Preview of `dev`: no changes\n", unchanged);
        Assert.Contains("<summary>Preconditions</summary>", unchanged);
        Assert.Contains("namespace coder-eu (release 1.19.2, deployed); Coder 1.19.2", unchanged);

        // A bump: one resource, with what changes in the cluster.
        await project.RunAsync("sandbox", "coder-version", "1.20.0");
        await project.RunAsync("config", "set", "coderVersion", "1.20.0");
        var (code, bump) = await PreviewAsync(project);
        Assert.Equal(2, code);
        Assert.Contains("1 to update", bump);
        Assert.Contains("| `~` | `coder-workspace-provider` | kubernetes:helm.sh/v3:Release | `version` |", bump);
        Assert.Single(bump.Split('\n'), line => line.StartsWith("| `"));
        Assert.Contains("<summary>Cluster</summary>", bump);
        Assert.Contains("envproxy:1.19.2", bump);
        Assert.Contains("envproxy:1.20.0", bump);
        await project.RunAsync("up", "--yes");

        // Drift: the name was changed on Coder's page.
        var id = (string)Assert.Single(await project.ProvidersAsync())!["id"]!;
        await project.RenameAsync(id, "by-hand");
        var (drifted, drift) = await PreviewAsync(project, "--refresh");
        Assert.Equal(2, drifted);
        Assert.Contains("### Drift of `dev`: ", drift);
        Assert.Contains("| `~` | `registration` | coder-infra:index:Registration | `name` |", drift);

        await project.RunAsync("config", "set", "hostname", "eu.example.org");
        var (failed, error) = await PreviewAsync(project);
        Assert.Equal(1, failed);
        Assert.StartsWith("### Preview of `dev`: failed", error);
        Assert.Contains("is not a subdomain of coder.localhost", error);

        var token = (await project.RunAsync("stack", "output", "envproxyToken", "--show-secrets")).Trim();
        Assert.All([bump, drift, error], text => Assert.All([token, project.Sandbox.CoderToken, project.Sandbox.DnsKeySecret], secret => Assert.DoesNotContain(secret, text)));
    }

    private static async Task<(int ExitCode, string Comment)> PreviewAsync(TestProject project, params string[] more)
    {
        var file = Path.Combine(project.Folder, "comment.md");
        File.Delete(file);
        var ended = await project.ScriptAsync(".ci/preview", ["dev", file, "--cwd", project.Folder, .. more]);
        Assert.True(File.Exists(file), ended.ToString());
        var text = File.ReadAllText(file);
        Assert.StartsWith("<!-- coder-infra: ", text);
        return (ended.ExitCode, text[(text.IndexOf('\n') + 1)..].TrimEnd());
    }
}
