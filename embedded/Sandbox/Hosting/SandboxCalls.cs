using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using ARSoft.Tools.Net;
using ARSoft.Tools.Net.Dns;
using ARSoft.Tools.Net.Dns.DynamicUpdate;
using Coder.Infra.Sandbox.Charts;
using YamlDotNet.RepresentationModel;

namespace Coder.Infra.Sandbox.Hosting;

/// <summary>What the command line asks of a running sandbox.</summary>
internal static class SandboxCalls
{
    /// <param name="sandbox">The sandbox.</param>
    /// <param name="version">The deployment's version, such as <c>1.20.0</c> or <c>v1.20.0+build</c>.</param>
    /// <param name="withoutChart">Whether a version is allowed that the chart repository has no chart for.</param>
    public static async Task<int> SetVersionAsync(SandboxDescription sandbox, string version, bool withoutChart)
    {
        var isV2 = version.TrimStart('v').StartsWith('2');
        var charts = isV2 ? ChartRepository.V2Versions : ChartRepository.Versions;
        if (!withoutChart && !charts.Contains(version.TrimStart('v').Split('+')[0]))
            throw new SandboxError($"The sandbox has no chart for version \"{version}\", only for {string.Join(", ", ChartRepository.Versions.Concat(ChartRepository.V2Versions))}. Choose one of these, or add --without-chart to see what happens without one.");
        await CallAsync(sandbox, HttpMethod.Put, "sandbox/version", new JsonObject { ["version"] = version }, isV2);
        Console.WriteLine($"The Coder v{(isV2 ? 2 : 1)} deployment is at version {version}.");
        return 0;
    }

    /// <summary>Gives the v2 deployment a licence, none, or one in its grace period.</summary>
    public static async Task<int> SetLicenceAsync(SandboxDescription sandbox, string state)
    {
        await CallAsync(sandbox, HttpMethod.Put, "sandbox/licence", new JsonObject { ["state"] = state }, isV2: true);
        Console.WriteLine($"The licence of the Coder v2 deployment is {state}.");
        return 0;
    }

    /// <summary>Makes a workspace proxy report an error, or none.</summary>
    public static async Task<int> SetProxyFaultAsync(SandboxDescription sandbox, string name, string? error)
    {
        await CallAsync(sandbox, HttpMethod.Put, $"sandbox/proxies/{Uri.EscapeDataString(name)}/fault", new JsonObject { ["error"] = error }, isV2: true);
        Console.WriteLine(error is null ? $"Workspace proxy {name} reports no error." : $"Workspace proxy {name} reports: {error}");
        return 0;
    }

    /// <summary>Starts a build that goes on until it is ended.</summary>
    /// <param name="sandbox">The sandbox.</param>
    /// <param name="workspace">The workspace that is built.</param>
    /// <param name="daemon">Name of a provisioner daemon or of its key; null for any that is idle.</param>
    public static async Task<int> StartBuildAsync(SandboxDescription sandbox, string workspace, string? daemon)
    {
        var started = await CallAsync(sandbox, HttpMethod.Post, "sandbox/builds", new JsonObject { ["workspace"] = workspace, ["daemon"] = daemon }, isV2: true);
        Console.WriteLine($"Provisioner daemon {started!["daemon"]} builds workspace {workspace}.");
        return 0;
    }

    /// <summary>Ends a build.</summary>
    public static async Task<int> EndBuildAsync(SandboxDescription sandbox, string workspace)
    {
        await CallAsync(sandbox, HttpMethod.Delete, $"sandbox/builds/{Uri.EscapeDataString(workspace)}", isV2: true);
        Console.WriteLine($"The build of workspace {workspace} has ended.");
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

    public static async Task<int> SetIngressAddressAsync(SandboxDescription sandbox, string ns, string address, string name)
    {
        using var client = ClusterClient(sandbox);
        var entry = IPAddress.TryParse(address, out _) ? new JsonObject { ["ip"] = address } : new JsonObject { ["hostname"] = address };
        var patch = new JsonObject { ["status"] = new JsonObject { ["loadBalancer"] = new JsonObject { ["ingress"] = new JsonArray(entry) } } };
        using var request = new HttpRequestMessage(HttpMethod.Patch, $"/apis/networking.k8s.io/v1/namespaces/{ns}/ingresses/{name}/status?fieldManager=sandbox")
        {
            Content = new StringContent(patch.ToJsonString(), Encoding.UTF8, "application/merge-patch+json"),
        };
        using var response = await client.SendAsync(request);
        if (!response.IsSuccessStatusCode)
            throw new SandboxError($"Failed to change the address of {name} in {ns}: {(JsonNode.Parse(await response.Content.ReadAsStringAsync()) as JsonObject)?["message"]}");
        Console.WriteLine($"{name} in {ns} is at {address}.");
        return 0;
    }

    /// <summary>Gives a name in the sandbox's zone another address, or none: what an administrator of the zone does.</summary>
    public static async Task<int> SetRecordAsync(SandboxDescription sandbox, string name, string? address)
    {
        var owner = DomainName.Parse(name);
        var message = new DnsUpdateMessage { ZoneName = DomainName.Parse(sandbox.DnsZone), Updates = { new DeleteAllRecordsUpdate(owner, RecordType.Any) } };
        if (address is not null)
        {
            message.Updates.Add(new AddRecordUpdate(!IPAddress.TryParse(address, out var ip) ? new CNameRecord(owner, 60, DomainName.Parse(address))
                : ip.AddressFamily == AddressFamily.InterNetwork ? new ARecord(owner, 60, ip) : new AaaaRecord(owner, 60, ip)));
        }

        var algorithm = sandbox.DnsKeyAlgorithm switch { "hmac-sha512" => TSigAlgorithm.Sha512, "hmac-sha384" => TSigAlgorithm.Sha384, _ => TSigAlgorithm.Sha256 };
        message.TSigOptions = new TSigRecord(
            DomainName.Parse(sandbox.DnsKeyName), algorithm, TimeProvider.System.GetUtcNow().UtcDateTime, TimeSpan.FromMinutes(5), message.TransactionID, ReturnCode.NoError, [], Convert.FromBase64String(sandbox.DnsKeySecret));
        using var client = new DnsClient([IPAddress.Loopback], [new TcpClientTransport(sandbox.DnsPort)], disposeTransport: true, queryTimeout: 5000);
        var answer = await client.SendUpdateAsync(message);
        if (answer?.ReturnCode != ReturnCode.NoError)
            throw new SandboxError($"The name server did not take the record {name}: {answer?.ReturnCode.ToString() ?? "no answer"}.");
        Console.WriteLine(address is null ? $"{name} has no record." : $"{name} leads to {address}.");
        return 0;
    }

    /// <summary>Looks until something is so; at most 30 seconds.</summary>
    public static Task WaitUntilAsync(Func<bool> isSo, Func<string?> hasFailed, string late) => WaitUntilAsync(
        () => isSo() ? Task.FromResult(true) : hasFailed() is { } reason ? throw new SandboxError(reason) : Task.FromResult(false), late);

    /// <summary>Asks until something is so; at most 30 seconds.</summary>
    public static async Task WaitUntilAsync(Func<Task<bool>> isSo, string late)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!await isSo())
        {
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

    /// <summary>A client of a deployment with the administrator's token.</summary>
    internal static HttpClient CoderClient(SandboxDescription sandbox, bool isV2 = false)
    {
        // Names under .localhost are loopback, whatever the system's resolver says (RFC 6761 §6.3).
        var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (context, cancellationToken) =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                await socket.ConnectAsync(IPAddress.Loopback, context.DnsEndPoint.Port, cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        if (sandbox.CoderCaFile is { } file)
        {
            var trusted = new X509Certificate2Collection();
            trusted.ImportFromPemFile(file);
            handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            handler.SslOptions.CertificateChainPolicy.CustomTrustStore.AddRange(trusted);
        }

        return isV2
            ? new HttpClient(handler) { BaseAddress = new Uri(sandbox.CoderV2Url!), DefaultRequestHeaders = { { "Coder-Session-Token", sandbox.CoderV2Token } } }
            : new HttpClient(handler) { BaseAddress = new Uri(sandbox.CoderUrl), DefaultRequestHeaders = { { "Session-Token", sandbox.CoderToken } } };
    }

    private static async Task<JsonNode?> CallAsync(SandboxDescription sandbox, HttpMethod method, string path, JsonObject? body = null, bool isV2 = false)
    {
        using var client = CoderClient(sandbox, isV2);
        using var request = new HttpRequestMessage(method, "/" + path);
        if (body is not null)
            request.Content = JsonContent.Create(body);
        using var response = await client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        var answer = text.Length == 0 ? null : JsonNode.Parse(text);
        return response.IsSuccessStatusCode ? answer : throw new SandboxError((string?)answer?["error"]?["msg"] ?? (string?)answer?["message"] ?? $"The Coder deployment answered {(int)response.StatusCode}.");
    }
}
