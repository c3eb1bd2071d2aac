using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography.X509Certificates;
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

    [Theory]
    [InlineData("coder")]
    [InlineData("coder-provisioner")]
    public async Task The_repository_of_v2_serves_charts_with_their_library_packed(string chart)
    {
        await using var sandbox = await StartAsync();
        using var http = new HttpClient();
        var repository = sandbox.Description.Environments["v2"]["CODER_CHART_REPO"];
        var index = await http.GetStringAsync($"{repository}/index.yaml");

        foreach (var version in (string[])["2.19.0", "2.20.0"])
        {
            Assert.Contains($"{chart}-{version}.tgz", index);
            Assert.Contains($"appVersion: v{version}", index);
            await using var archive = await http.GetStreamAsync($"{repository}/{chart}-{version}.tgz");
            await using var tar = new TarReader(new GZipStream(archive, CompressionMode.Decompress));
            var names = new List<string>();
            while (await tar.GetNextEntryAsync() is { } entry)
                names.Add(entry.Name);
            Assert.Contains($"{chart}/charts/libcoder-0.1.0.tgz", names);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Both_deployments_answer_at_the_loopback_address_for_programs_that_cannot_resolve_localhost_names(bool isHttps)
    {
        await using var sandbox = await SandboxHost.StartAsync(new SandboxOptions { Folder = _folder, IsHttps = isHttps }, CancellationToken.None);
        var description = sandbox.Description;
        using var handler = new SocketsHttpHandler();
        if (isHttps)
        {
            var trusted = X509Certificate2.CreateFromPem(await File.ReadAllTextAsync(description.CoderCaFile!));
            handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, CustomTrustStore = { trusted }, RevocationMode = X509RevocationMode.NoCheck };
        }

        using var http = new HttpClient(handler) { DefaultRequestHeaders = { { "Session-Token", description.CoderToken }, { "Coder-Session-Token", description.CoderV2Token } } };
        foreach (var url in (string[])[$"{SandboxDescription.ByAddress(description.CoderUrl)}/api", $"{SandboxDescription.ByAddress(description.CoderV2Url!)}/api/v2/users/me"])
        {
            Assert.StartsWith(isHttps ? "https://127.0.0.1:" : "http://127.0.0.1:", url);
            using var response = await http.GetAsync(url);
            Assert.Equal(200, (int)response.StatusCode);
        }
    }

    [Fact]
    public async Task A_sandbox_begun_with_coder_2_offers_its_addresses_first_and_has_both()
    {
        await using var sandbox = await SandboxHost.StartAsync(new SandboxOptions { Folder = _folder, Coder = 2 }, CancellationToken.None);
        var description = sandbox.Description;

        Assert.Equal(description.Environments["v2"], description.Environment);
        Assert.Equal(description.CoderV2Token, description.Environment["CODER_SESSION_TOKEN"]);
        Assert.False(description.Environment.ContainsKey("CODER_TOKEN"));
        Assert.StartsWith("http://v2.coder.localhost:", description.Environment["CODER_URL"]);
        Assert.Equal(description.CoderToken, description.Environments["v1"]["CODER_TOKEN"]);
        foreach (var part in (string[])["", "v1", "v2"])
            Assert.True(File.Exists(Path.Combine(_folder, part, "kubeconfig")));
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
