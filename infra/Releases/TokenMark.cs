using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Coder.Infra.Kubernetes;

namespace Coder.Infra.Releases;

/// <summary>
/// An annotation of the pods that changes with what they authenticate with. That is in a secret, and pods keep what they started with: without the
/// mark a new token would reach them at their next restart only.
/// </summary>
internal static class TokenMark
{
    /// <summary>Its name.</summary>
    public const string Annotation = "coder-infra/token";

    /// <summary>Puts a mark among the values of a chart of Coder v2.</summary>
    public static void Set(JsonObject values, string mark) => values.Object("coder").Object("podAnnotations")[Annotation] = mark;

    /// <summary>The mark of a revision's pods; null where they have none.</summary>
    public static string? Of(HelmRecord record) => record.Values.Text("coder", "podAnnotations", Annotation);

    /// <summary>The mark of a token: of a random one its hash says nothing. A text that stands for one that is not known stays as it is.</summary>
    public static string Of(string token) =>
        token == ReleasePreview.NotYetKnown ? token : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)))[..16];
}
