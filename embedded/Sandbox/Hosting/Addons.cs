using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Coder.Infra.Sandbox.Hosting;

/// <summary>
/// What can be added to the sandbox's cluster. Their objects are put there as a person would install them; the sandbox does
/// their work while they are there (<see cref="Kubernetes.Controllers.CertificateController"/>, <see cref="Dns.ExternalDns"/>).
/// </summary>
internal static class Addons
{
    private static readonly string[] Names = ["cert-manager", "external-dns"];

    public static async Task<int> InstallAsync(SandboxDescription sandbox, string name)
    {
        if (!Names.Contains(name))
            throw new SandboxError($"\"{name}\" cannot be installed; {string.Join(" and ", Names)} can.");
        using var stream = typeof(Addons).Assembly.GetManifestResourceStream($"Addons/{name}.json")!;
        using var client = SandboxCalls.ClusterClient(sandbox);
        foreach (var item in (JsonArray)(await JsonNode.ParseAsync(stream))!)
            await CreateAsync(client, (JsonObject)item!);
        Console.WriteLine(name == "cert-manager" ? "cert-manager is installed; its ClusterIssuer is named sandbox." : "external-dns is installed; it keeps the records of ingresses in the sandbox's zone.");
        return 0;
    }

    private static async Task CreateAsync(HttpClient client, JsonObject item)
    {
        var (version, kind, name) = ((string)item["apiVersion"]!, (string)item["kind"]!, (string)item["metadata"]!["name"]!);
        var ns = (string?)item["metadata"]!["namespace"];
        var path = $"/{(version.Contains('/') ? "apis" : "api")}/{version}/{(ns is null ? "" : $"namespaces/{ns}/")}{kind.ToLowerInvariant()}s";
        var (done, last) = (false, "");
        await SandboxCalls.WaitUntilAsync(
            async () =>
            {
                using var response = await client.PostAsJsonAsync(path, item);
                last = await response.Content.ReadAsStringAsync();
                // There already is as good. A kind just defined is served a moment later.
                done = response.IsSuccessStatusCode || response.StatusCode == HttpStatusCode.Conflict;
                return done || response.StatusCode != HttpStatusCode.NotFound;
            },
            $"The cluster does not serve the kind {kind}.");
        if (!done)
            throw new SandboxError($"Failed to create the {kind} {name}: {(JsonNode.Parse(last) as JsonObject)?["message"] ?? last}");
    }
}
