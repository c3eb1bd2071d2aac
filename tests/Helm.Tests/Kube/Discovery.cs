using Microsoft.AspNetCore.Http;

namespace Coder.Infra.Helm.Tests.Kube;

/// <summary>The recorded discovery documents (the older form, one document a version).</summary>
static class Discovery
{
    public static bool IsDiscovery(string path) => Parts(path) is ["api"] or ["apis"] or ["version"] or ["api", _] or ["apis", _, _];

    public static async Task<bool> AnswerAsync(string path, HttpResponse response)
    {
        if (!IsDiscovery(path))
            return false;
        if (FileOf(path) is not { } file)
        {
            await response.Status(404, "NotFound", "the server could not find the requested resource"); // a version that was not recorded
            return true;
        }
        response.ContentType = "application/json";
        await response.SendFileAsync(file);
        return true;
    }

    static string? FileOf(string path)
    {
        var file = Repository.Recording("kubernetes", "discovery", string.Join('_', Parts(path)) + ".json");
        return File.Exists(file) ? file : null;
    }

    static string[] Parts(string path) => path.Split('?')[0].Trim('/').Split('/');
}
