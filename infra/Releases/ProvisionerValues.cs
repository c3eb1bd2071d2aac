using System.Text.Json.Nodes;
using Coder.Infra.Settings;
using Pulumi;

namespace Coder.Infra.Releases;

/// <summary>
/// The values of a provisioner's release: those of Coder's manual, and the user's over them. The key is not among them: the chart reads it from
/// the stack's secret.
/// </summary>
internal static class ProvisionerValues
{
    /// <summary>The secret with the key.</summary>
    public const string KeySecret = "coder-provisioner-key";

    /// <summary>The key's name in it.</summary>
    public const string KeyName = "key";

    /// <summary>The values as Helm gets them.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="keyId">Id of the key, the mark on the pods.</param>
    public static InputMap<object> Of(StackSettings settings, Output<string> keyId) => V2Values.Of(settings, Plain(settings, ""), keyId);

    /// <summary>The values in plain.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="keyId">Id of the key, the mark on the pods.</param>
    public static JsonObject Plain(StackSettings settings, string keyId)
    {
        var values = new JsonObject
        {
            ["coder"] = new JsonObject { ["replicaCount"] = settings.Provisioner!.Replicas },
            ["provisionerDaemon"] = new JsonObject
            {
                ["keySecretName"] = KeySecret,
                ["keySecretKey"] = KeyName,
                // The chart has a default for it, and daemons do not start with both.
                ["pskSecretName"] = "",
            },
        };
        return V2Values.Plain(settings, values, [V2Values.Variable("CODER_URL", settings.CoderUrl.OriginalString)], keyId);
    }
}
