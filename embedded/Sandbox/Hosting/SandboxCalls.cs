using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using YamlDotNet.RepresentationModel;

namespace Coder.Infra.Sandbox.Hosting;

/// <summary>What the command line asks of a running sandbox.</summary>
internal static class SandboxCalls
{
    public static async Task<int> SetVersionAsync(SandboxDescription sandbox, string version)
    {
        await CallAsync(sandbox, HttpMethod.Put, "sandbox/version", new JsonObject { ["version"] = version });
        Console.WriteLine($"The Coder deployment is at version {version}.");
        return 0;
    }

    public static async Task<int> AddWorkspaceAsync(SandboxDescription sandbox, string name, string provider, string organization)
    {
        var made = await CallAsync(sandbox, HttpMethod.Post, "sandbox/workspaces", new JsonObject { ["name"] = name, ["provider"] = provider, ["organization"] = organization });
        Console.WriteLine($"Workspace {name} ({made!["id"]}) runs on {provider}.");
        return 0;
    }

    public static async Task<int> RemoveWorkspaceAsync(SandboxDescription sandbox, string name)
    {
        var all = (JsonArray)(await CallAsync(sandbox, HttpMethod.Get, "api/v0/workspaces"))!;
        var found = all.FirstOrDefault(workspace => (string?)workspace!["name"] == name || (string?)workspace["id"] == name)
            ?? throw new SandboxError($"There is no workspace \"{name}\".");
        await CallAsync(sandbox, HttpMethod.Delete, $"api/v0/workspaces/{found["id"]}");
        Console.WriteLine($"Workspace {name} is removed.");
        return 0;
    }

    public static async Task<int> SetIngressAddressAsync(SandboxDescription sandbox, string ns, string address)
    {
        using var client = ClusterClient(sandbox);
        var entry = IPAddress.TryParse(address, out _) ? new JsonObject { ["ip"] = address } : new JsonObject { ["hostname"] = address };
        var patch = new JsonObject { ["status"] = new JsonObject { ["loadBalancer"] = new JsonObject { ["ingress"] = new JsonArray(entry) } } };
        using var request = new HttpRequestMessage(HttpMethod.Patch, $"/apis/networking.k8s.io/v1/namespaces/{ns}/ingresses/web-ingress/status?fieldManager=sandbox")
        {
            Content = new StringContent(patch.ToJsonString(), Encoding.UTF8, "application/merge-patch+json"),
        };
        using var response = await client.SendAsync(request);
        if (!response.IsSuccessStatusCode)
            throw new SandboxError($"Failed to change the address of web-ingress in {ns}: {(JsonNode.Parse(await response.Content.ReadAsStringAsync()) as JsonObject)?["message"]}");
        Console.WriteLine($"web-ingress in {ns} is at {address}.");
        return 0;
    }

    /// <summary>Looks until something is so; at most 30 seconds.</summary>
    public static async Task WaitUntilAsync(Func<bool> isSo, Func<string?> hasFailed, string late)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!isSo())
        {
            if (hasFailed() is { } reason)
                throw new SandboxError(reason);
            if (TimeProvider.System.GetElapsedTime(start) > TimeSpan.FromSeconds(30))
                throw new SandboxError(late);
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }
    }

    /// <summary>A client of the cluster with the administrator's token.</summary>
    internal static HttpClient ClusterClient(SandboxDescription sandbox)
    {
        var yaml = new YamlStream();
        using (var reader = File.OpenText(sandbox.Kubeconfig))
            yaml.Load(reader);
        var root = yaml.Documents[0].RootNode;
        var authority = Convert.FromBase64String((string)root["clusters"][0]["cluster"]["certificate-authority-data"]!);
        using var trusted = X509Certificate2.CreateFromPem(Encoding.ASCII.GetString(authority));
        var handler = new SocketsHttpHandler
        {
            SslOptions =
            {
                CertificateChainPolicy = new X509ChainPolicy
                {
                    TrustMode = X509ChainTrustMode.CustomRootTrust,
                    CustomTrustStore = { X509CertificateLoader.LoadCertificate(trusted.RawData) },
                    RevocationMode = X509RevocationMode.NoCheck,
                },
            },
        };
        return new HttpClient(handler)
        {
            BaseAddress = new Uri(sandbox.KubernetesUrl),
            DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", (string)root["users"][0]["user"]["token"]!) },
        };
    }

    private static async Task<JsonNode?> CallAsync(SandboxDescription sandbox, HttpMethod method, string path, JsonObject? body = null)
    {
        // Names under .localhost are loopback, whatever the system's resolver thinks (RFC 6761 §6.3).
        using var client = new HttpClient(new SocketsHttpHandler
        {
            ConnectCallback = async (context, cancellationToken) =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                await socket.ConnectAsync(IPAddress.Loopback, context.DnsEndPoint.Port, cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            },
        });
        using var request = new HttpRequestMessage(method, $"{sandbox.CoderUrl}/{path}") { Headers = { { "Session-Token", sandbox.CoderToken } } };
        if (body is not null)
            request.Content = JsonContent.Create(body);
        using var response = await client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        var answer = text.Length == 0 ? null : JsonNode.Parse(text);
        return response.IsSuccessStatusCode ? answer : throw new SandboxError((string?)answer?["error"]?["msg"] ?? $"The Coder deployment answered {(int)response.StatusCode}.");
    }
}
