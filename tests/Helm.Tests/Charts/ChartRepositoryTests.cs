using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Coder.Infra.Helm.Charts;

namespace Coder.Infra.Helm.Tests.Charts;

public sealed class ChartRepositoryTests : IDisposable
{
    private const string Index =
        """
        apiVersion: v1
        entries:
          app:
          - version: 1.0.0
            urls: [app-1.0.0.tgz]
          - version: 2.0.0-rc.1
            urls: [app-2.0.0-rc.1.tgz]
          - version: 1.10.0
            urls: [sub/app-1.10.0.tgz]
        """;

    private readonly HttpListener _listener;
    private readonly ConcurrentDictionary<string, string?> _requests = new();
    private readonly string _address;

    public ChartRepositoryTests()
    {
        // HttpListener has no port 0: one that is free, unless somebody takes it meanwhile.
        for (var attempt = 0; ; attempt++)
        {
            using var probe = new TcpListener(IPAddress.Loopback, 0);
            probe.Start();
            _address = $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/charts";
            probe.Stop();
            _listener = new HttpListener { Prefixes = { _address + "/" } };
            try
            {
                _listener.Start();
                break;
            }
            catch (HttpListenerException) when (attempt < 20)
            {
                _listener.Close();
            }
        }

        _ = ServeAsync();
    }

    public void Dispose() => _listener.Close();

    [Theory]
    [InlineData("", "1.10.0")]
    [InlineData("1.0.0", "1.0.0")]
    [InlineData("~1.0", "1.0.0")]
    [InlineData(">0.0.0-0", "2.0.0-rc.1")]
    public async Task The_newest_version_that_satisfies_the_constraint_is_loaded(string version, string expected)
    {
        var chart = await ChartSource.LoadAsync(Reference("app", version));
        Assert.Equal(expected, chart.Metadata.Version);
    }

    [Theory]
    [InlineData("app", "3", "chart \"app\" version \"3\" not found in {0} repository")]
    [InlineData("app", "bad constraint", "chart \"app\" version \"bad constraint\" not found in {0} repository")]
    [InlineData("other", "", "chart \"other\" not found in {0} repository")]
    public async Task A_chart_that_is_not_there_is_told_in_Helms_words(string name, string version, string expected)
    {
        var error = await Assert.ThrowsAsync<ChartException>(() => ChartSource.LoadAsync(Reference(name, version)));
        Assert.Equal(string.Format(System.Globalization.CultureInfo.InvariantCulture, expected, _address), error.Message);
    }

    [Fact]
    public async Task A_repository_without_an_index_is_told_in_Helms_words()
    {
        var error = await Assert.ThrowsAsync<ChartException>(() => ChartSource.LoadAsync(new ChartReference("app") { RepositoryUrl = _address + "/nowhere" }));
        Assert.Equal($"looks like \"{_address}/nowhere\" is not a valid chart repository or cannot be reached: failed to fetch {_address}/nowhere/index.yaml : 404 Not Found", error.Message);
    }

    [Fact]
    public async Task Credentials_are_sent_to_the_repository()
    {
        await ChartSource.LoadAsync(Reference("app", "1.0.0") with { Username = "u", Password = "p" });
        Assert.Equal("Basic dTpw", _requests["/charts/app-1.0.0.tgz"]);
    }

    [Theory]
    [InlineData("app", "non-absolute URLs should be in form of repo_name/path_to_chart, got: app")]
    [InlineData("./app", "path \"./app\" not found")]
    [InlineData("unknown/app", "repo unknown not found")]
    public async Task A_chart_that_cannot_be_located_is_told_in_Helms_words(string name, string expected)
    {
        var error = await Assert.ThrowsAsync<ChartException>(() => ChartSource.LoadAsync(new ChartReference(name) { RepositoryConfig = "/nonexistent" }));
        Assert.Equal(expected, error.Message);
    }

    [Fact]
    public async Task Registries_are_not_supported_and_that_is_said()
    {
        var error = await Assert.ThrowsAsync<ChartException>(() => ChartSource.LoadAsync(new ChartReference("oci://example.org/app")));
        Assert.Contains("OCI registries are not supported", error.Message, StringComparison.Ordinal);
    }

    private ChartReference Reference(string name, string version) => new(name) { RepositoryUrl = _address, Version = version };

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
            string path = context.Request.Url!.AbsolutePath;
            _requests[path] = context.Request.Headers["Authorization"];
            byte[] body = [];
            if (path == "/charts/index.yaml")
                body = Encoding.UTF8.GetBytes(Index);
            else if (path.EndsWith(".tgz", StringComparison.Ordinal))
                body = ChartLoaderTests.Archive(("app/Chart.yaml", $"name: app\nversion: {path[(path.LastIndexOf("app-", StringComparison.Ordinal) + 4)..^4]}\n")).ToArray();
            else
                context.Response.StatusCode = 404;
            await context.Response.OutputStream.WriteAsync(body);
            context.Response.Close();
        }
    }
}
