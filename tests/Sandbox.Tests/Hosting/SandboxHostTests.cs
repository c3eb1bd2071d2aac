using System.Formats.Tar;
using System.IO.Compression;
using Coder.Infra.Sandbox.Hosting;

namespace Coder.Infra.Sandbox.Tests.Hosting;

public sealed class SandboxHostTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sandbox-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_restarted_sandbox_has_the_same_addresses_tokens_and_records()
    {
        SandboxDescription first;
        await using (var sandbox = await StartAsync())
        {
            first = sandbox.Description;
            sandbox.Names.AddRecord("eu.coder.localhost. 60 A 203.0.113.7");
        }

        Assert.Null(SandboxDescription.Read(_folder)!.Pid);
        await using var again = await StartAsync();

        Assert.Equal(first.Environment, again.Description.Environment);
        Assert.Equal(first.KubernetesUrl, again.Description.KubernetesUrl);
        Assert.Equal(["203.0.113.7"], again.Names.Resolve("eu.coder.localhost"));
    }

    [Fact]
    public async Task The_repository_serves_an_archive_for_each_version_in_its_index()
    {
        await using var sandbox = await StartAsync();
        using var http = new HttpClient();
        var index = await http.GetStringAsync($"{sandbox.Description.ChartRepository}/index.yaml");

        foreach (var version in (string[])["1.19.2", "1.20.0"])
        {
            Assert.Contains($"workspace-provider-{version}.tgz", index);
            await using var archive = await http.GetStreamAsync($"{sandbox.Description.ChartRepository}/workspace-provider-{version}.tgz");
            await using var tar = new TarReader(new GZipStream(archive, CompressionMode.Decompress));
            var names = new List<string>();
            while (await tar.GetNextEntryAsync() is { } entry)
            {
                names.Add(entry.Name);
                if (entry.Name == "workspace-provider/Chart.yaml")
                    Assert.Contains($"version: {version}", await new StreamReader(entry.DataStream!).ReadToEndAsync());
            }

            Assert.Contains("workspace-provider/templates/envproxy.yaml", names);
        }
    }

    [Fact]
    public async Task A_version_is_offered_only_where_the_repository_has_a_chart_for_it()
    {
        await using var sandbox = await StartAsync();
        using var http = new HttpClient();
        var index = await http.GetStringAsync($"{sandbox.Description.ChartRepository}/index.yaml");
        var refused = await Assert.ThrowsAsync<SandboxError>(() => SandboxCalls.SetVersionAsync(sandbox.Description, "1.21.0", withoutChart: false));
        Assert.StartsWith("The sandbox has no chart for version \"1.21.0\", only for ", refused.Message);
        var offered = refused.Message.Split("only for ")[1].Split('.' + " Choose")[0].Split(", ");
        Assert.Contains("1.20.0", offered);
        Assert.All(offered.Where(version => version[0] == '1'), version => Assert.Contains($"version: {version}", index.Replace("\"", "", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Its_files_are_for_the_owner_only()
    {
        await using var sandbox = await StartAsync();

        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_folder));
    }

    private Task<SandboxHost> StartAsync() => SandboxHost.StartAsync(new SandboxOptions { Folder = _folder }, CancellationToken.None);
}
