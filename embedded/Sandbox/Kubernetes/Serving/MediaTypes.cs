using Coder.Infra.Sandbox.Kubernetes.Errors;
using Microsoft.AspNetCore.Http;

namespace Coder.Infra.Sandbox.Kubernetes.Serving;

/// <summary>How a client wants objects shown: as they are, as a table, or only their metadata.</summary>
internal enum Presentation { Objects, Table, PartialMetadata }

/// <summary>Content negotiation as the API server does it (<c>as=</c>, <c>g=</c> and <c>v=</c> parameters of Accept).</summary>
internal static class MediaTypes
{
    public const string ApplyPatch = "application/apply-patch+yaml";
    public const string JsonPatch = "application/json-patch+json";
    public const string MergePatch = "application/merge-patch+json";
    public const string StrategicMergePatch = "application/strategic-merge-patch+json";

    /// <summary>The first acceptable form; protobuf and CBOR are passed over for the JSON that clients offer after them.</summary>
    public static Presentation Negotiate(HttpRequest request)
    {
        var accepted = Accepted(request).ToList();
        foreach (var (type, parameters) in accepted)
        {
            if (type is not ("application/json" or "*/*" or "application/*" or "application/yaml")) continue;
            if (!parameters.TryGetValue("as", out var form)) return Presentation.Objects;
            if (parameters.GetValueOrDefault("g") != "meta.k8s.io") continue;
            if (form == "Table" && parameters.GetValueOrDefault("v") == "v1") return Presentation.Table;
            if (form is "PartialObjectMetadata" or "PartialObjectMetadataList") return Presentation.PartialMetadata;
        }
        if (accepted.Count == 0) return Presentation.Objects;
        throw ApiErrors.NotAcceptable("application/json", "application/yaml");
    }

    /// <summary>Media types with their parameters, in the client's order.</summary>
    public static IEnumerable<(string Type, Dictionary<string, string> Parameters)> Accepted(HttpRequest request) =>
        request.Headers.Accept.ToString().Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(Parse);

    public static string ContentType(HttpRequest request) => Parse(request.ContentType ?? "").Type;

    static (string Type, Dictionary<string, string> Parameters) Parse(string text)
    {
        var parts = text.Split(';', StringSplitOptions.TrimEntries);
        var parameters = new Dictionary<string, string>();
        foreach (var part in parts.Skip(1))
            if (part.Split('=', 2) is [var name, var value]) parameters[name] = value.Trim('"');
        return (parts[0].ToLowerInvariant(), parameters);
    }
}
