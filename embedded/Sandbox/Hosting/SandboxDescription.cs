using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Coder.Infra.Sandbox.Hosting;

/// <summary>
/// A sandbox's addresses and tokens: the file <c>sandbox.json</c> in its folder. It stays when the sandbox stops, so that the
/// next start has the same ones; <see cref="Pid"/> is null then.
/// </summary>
public sealed partial record SandboxDescription
{
    /// <summary>Name of the file in the sandbox's folder.</summary>
    public const string FileName = "sandbox.json";

    /// <summary>Process that runs it; null while it is stopped.</summary>
    public int? Pid { get; init; }

    /// <summary>When that process started.</summary>
    public DateTimeOffset? Started { get; init; }

    /// <summary>Address of the Kubernetes API server.</summary>
    public required string KubernetesUrl { get; init; }

    /// <summary>File with the kubeconfig for it.</summary>
    public required string Kubeconfig { get; init; }

    /// <summary>The deployment, 1 or 2, that <see cref="Environment"/> is of.</summary>
    public int Coder { get; init; } = 1;

    /// <summary>Access URL of the v1 deployment.</summary>
    public required string CoderUrl { get; init; }

    /// <summary>Access URL of the v2 deployment; null in the file of an older sandbox.</summary>
    public string? CoderV2Url { get; init; }

    /// <summary>File with the certificate to trust for the deployment, when the access URL is https; null for http.</summary>
    public string? CoderCaFile { get; init; }

    /// <summary>Session token of the v1 deployment.</summary>
    public required string CoderToken { get; init; }

    /// <summary>Session token of the v2 deployment's owner.</summary>
    public string? CoderV2Token { get; init; }

    /// <summary>Session token of a user of the v2 deployment without a role.</summary>
    public string? CoderV2MemberToken { get; init; }

    /// <summary>URL of the chart repository of v1; that of v2 is <c>/v2</c> below it.</summary>
    public required string ChartRepository { get; init; }

    /// <summary>Port of the name server on 127.0.0.1, UDP and TCP.</summary>
    public required int DnsPort { get; init; }

    /// <summary>Zone that the name server answers for.</summary>
    public required string DnsZone { get; init; }

    /// <summary>Name of the key that updates are signed with.</summary>
    public required string DnsKeyName { get; init; }

    /// <summary>Algorithm of that key.</summary>
    public required string DnsKeyAlgorithm { get; init; }

    /// <summary>That key, base64.</summary>
    public required string DnsKeySecret { get; init; }

    /// <summary>
    /// Environment variables that a program takes where a setting is unset, for a stack whose kubeconfig is the sandbox's;
    /// <c>DNS_UPDATE_*</c> are the names of Terraform's dns provider.
    /// </summary>
    public SortedDictionary<string, string> Environment => Variables(Coder);

    /// <summary>The same for a stack whose kubeconfig is the one in the folder <c>v1</c> or <c>v2</c>.</summary>
    public SortedDictionary<string, SortedDictionary<string, string>> Environments => new(StringComparer.Ordinal) { ["v1"] = Variables(1), ["v2"] = Variables(2) };

    /// <summary>The variables of one of the two deployments.</summary>
    internal SortedDictionary<string, string> Variables(int coder)
    {
        var variables = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["CODER_CHART_REPO"] = coder == 2 ? $"{ChartRepository}/{Charts.ChartRepository.V2Path}" : ChartRepository,
            [coder == 2 ? "CODER_SESSION_TOKEN" : "CODER_TOKEN"] = (coder == 2 ? CoderV2Token : CoderToken) ?? "",
            ["CODER_URL"] = (coder == 2 ? CoderV2Url : CoderUrl) ?? "",
            ["DNS_UPDATE_KEYALGORITHM"] = DnsKeyAlgorithm,
            ["DNS_UPDATE_KEYNAME"] = DnsKeyName,
            ["DNS_UPDATE_KEYSECRET"] = DnsKeySecret,
            ["DNS_UPDATE_PORT"] = DnsPort.ToString(CultureInfo.InvariantCulture),
            ["DNS_UPDATE_SERVER"] = "127.0.0.1",
            ["DNS_UPDATE_ZONE"] = DnsZone,
        };
        if (CoderCaFile is not null)
            variables["CODER_CA_FILE"] = CoderCaFile;
        return variables;
    }

    /// <summary>
    /// A deployment's URL by its address: for programs that cannot resolve names under <c>.localhost</c>, as Go's resolver on
    /// machines without systemd-resolved.
    /// </summary>
    internal static string ByAddress(string url) => new UriBuilder(url) { Host = "127.0.0.1" }.Uri.AbsoluteUri.TrimEnd('/');

    /// <summary>Reads a sandbox's description; null where there was never a sandbox.</summary>
    public static SandboxDescription? Read(string folder)
    {
        var file = Path.Combine(folder, FileName);
        return File.Exists(file) ? JsonSerializer.Deserialize(File.ReadAllText(file), DescriptionJson.Default.SandboxDescription) : null;
    }

    internal void Write(string folder)
    {
        // It holds tokens: for the owner only, from the first byte on.
        var temporary = Path.Combine(folder, FileName + ".new");
        File.Delete(temporary);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var stream = new FileStream(temporary, options))
            JsonSerializer.Serialize(stream, this, DescriptionJson.Default.SandboxDescription);
        File.Move(temporary, Path.Combine(folder, FileName), overwrite: true);
    }

    [JsonSerializable(typeof(SandboxDescription))]
    [JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
    private sealed partial class DescriptionJson : JsonSerializerContext;
}
