using Microsoft.AspNetCore.Http;

namespace Coder.Infra.Helm.Tests.Kube;

/// <summary>The recorded discovery documents (the older form, one document a version).</summary>
static class Discovery
{
    public static bool IsDiscovery(string path) => FileOf(path) is not null || path is "/apis" || path.StartsWith("/version", StringComparison.Ordinal);

    public static async Task<bool> AnswerAsync(string path, HttpResponse response)
    {
        if (FileOf(path) is not { } file)
            return false;
        response.ContentType = "application/json";
        await response.SendFileAsync(file);
        return true;
    }

    static string? FileOf(string path)
    {
        var parts = path.Split('?')[0].Trim('/').Split('/');
        var isDiscovery = parts is ["api"] or ["apis"] or ["version"] or ["api", _] or ["apis", _, _];
        var file = Repository.Recording("kubernetes", "discovery", string.Join('_', parts) + ".json");
        return isDiscovery && File.Exists(file) ? file : null;
    }
}
