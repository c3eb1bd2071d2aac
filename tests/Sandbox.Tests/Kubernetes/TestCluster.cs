using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Coder.Infra.Sandbox.Kubernetes;

namespace Coder.Infra.Sandbox.Tests.Kubernetes;

/// <summary>What a server answered.</summary>
public sealed record Answer(int Status, string ContentType, string Text, IReadOnlyList<string> Warnings)
{
    public JsonNode Json => JsonNode.Parse(Text)!;
}

/// <summary>A cluster of its own for a test, on a free port and a folder that goes with it.</summary>
public sealed class TestCluster : IAsyncDisposable
{
    readonly bool _keepsFolder;

    TestCluster(ClusterServer server, string directory, bool keepsFolder)
    {
        (Server, Directory, _keepsFolder) = (server, directory, keepsFolder);
        Client = CreateClient(server.Token);
    }

    public ClusterServer Server { get; }

    public string Directory { get; }

    public HttpClient Client { get; }

    public static async Task<TestCluster> StartAsync(Func<ClusterOptions, ClusterOptions>? with = null, string? directory = null)
    {
        var folder = directory ?? System.IO.Directory.CreateTempSubdirectory("cluster-").FullName;
        var options = new ClusterOptions
        {
            DataDirectory = folder,
            PodStartDelay = TimeSpan.FromMilliseconds(20),
            LoadBalancerDelay = TimeSpan.FromMilliseconds(20),
            JobDuration = TimeSpan.FromMilliseconds(20),
            NamespaceDeletionDelay = TimeSpan.FromMilliseconds(20),
        };
        return new TestCluster(await ClusterServer.StartAsync(with?.Invoke(options) ?? options, default), folder, directory is not null);
    }

    public HttpClient CreateClient(string? token)
    {
        var authority = X509Certificate2.CreateFromPem(Server.CertificateAuthorityPem);
        var handler = new SocketsHttpHandler();
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        handler.SslOptions.CertificateChainPolicy.CustomTrustStore.Add(authority);
        var client = new HttpClient(handler) { BaseAddress = Server.Address, Timeout = TimeSpan.FromSeconds(60) };
        if (token is not null) client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    public async Task<Answer> SendAsync(string method, string path, JsonNode? body = null, string? contentType = null, string? accept = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (accept is not null) request.Headers.TryAddWithoutValidation("Accept", accept);
        if (body is not null)
        {
            var text = body is JsonValue v && v.TryGetValue<string>(out var raw) ? raw : body.ToJsonString();
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(text));
            request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType ?? "application/json");
        }
        using var response = await Client.SendAsync(request);
        var warnings = response.Headers.TryGetValues("Warning", out var values) ? values.ToList() : [];
        return new Answer((int)response.StatusCode, response.Content.Headers.ContentType?.ToString() ?? "", await response.Content.ReadAsStringAsync(), warnings);
    }

    public Task<Answer> GetAsync(string path, string? accept = null) => SendAsync("GET", path, accept: accept);

    public async Task<JsonNode> CreateAsync(string path, string json)
    {
        var answer = await SendAsync("POST", path, JsonNode.Parse(json));
        Assert.True(answer.Status == 201, $"{path}: {answer.Status} {answer.Text}");
        return answer.Json;
    }

    public Task<Answer> PatchAsync(string path, string json, string kind = "merge-patch+json") =>
        SendAsync("PATCH", path, JsonNode.Parse(json), $"application/{kind}");

    /// <summary>Waits until an object is as wanted, woken by the cluster's changes; fails with what it last was.</summary>
    public async Task<JsonObject> EventuallyAsync(string apiVersion, string kind, string? @namespace, Func<JsonObject, bool> wanted)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            var changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            void OnChanged() => changed.TrySetResult();
            Server.Objects.Changed += OnChanged;
            try
            {
                var objects = Server.Objects.List(apiVersion, kind, @namespace);
                if (objects.FirstOrDefault(wanted) is { } found) return found;
                try
                {
                    await changed.Task.WaitAsync(limit.Token);
                }
                catch (OperationCanceledException)
                {
                    throw new TimeoutException($"No {kind} became as wanted; there are:\n{string.Join("\n", objects.Select(o => o.ToJsonString(new JsonSerializerOptions { WriteIndented = true })))}");
                }
            }
            finally
            {
                Server.Objects.Changed -= OnChanged;
            }
        }
    }

    /// <summary>Waits until no object of a kind fits any longer.</summary>
    public async Task GoneAsync(string apiVersion, string kind, string? @namespace, Func<JsonObject, bool> unwanted)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            var changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            void OnChanged() => changed.TrySetResult();
            Server.Objects.Changed += OnChanged;
            try
            {
                if (!Server.Objects.List(apiVersion, kind, @namespace).Any(unwanted)) return;
                await changed.Task.WaitAsync(limit.Token);
            }
            finally
            {
                Server.Objects.Changed -= OnChanged;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Server.DisposeAsync();
        if (!_keepsFolder) System.IO.Directory.Delete(Directory, recursive: true);
    }
}

/// <summary>Recordings of the real API server.</summary>
public static class Recordings
{
    public static string Folder { get; } = Checkout.Recording();

    public static IReadOnlyList<JsonObject> Lines(string file) =>
        [.. File.ReadLines(Path.Combine(Folder, "kubernetes", file)).Select(l => (JsonObject)JsonNode.Parse(l)!)];
}
