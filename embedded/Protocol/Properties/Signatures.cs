namespace Coder.Infra.Protocol.Properties;

/// <summary>
/// The texts by which Pulumi's values that JSON does not know are marked on the wire and in state
/// (an object with the key <see cref="Key"/> is special; the key's value says which).
/// </summary>
public static class Signatures
{
    /// <summary>The key that makes an object special.</summary>
    public const string Key = "4dabf18193072939515e22adb298388d";

    /// <summary>An unknown value, as a text.</summary>
    public const string Unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

    /// <summary>A secret: <c>value</c> on the wire, <c>ciphertext</c> or <c>plaintext</c> in state.</summary>
    public const string Secret = "1b47061264138c4ac30d75fd1eb44270";

    /// <summary>An output value: <c>value</c>, <c>secret</c>, <c>dependencies</c>.</summary>
    public const string Output = "d0e6a833031e9bbcd3f4e8bde6ca49a4";

    /// <summary>A resource reference: <c>urn</c>, <c>id</c>, <c>packageVersion</c>.</summary>
    public const string ResourceReference = "5cf8f73096256a8f31e491e813e4eb8e";

    /// <summary>An asset: <c>hash</c> and one of <c>text</c>, <c>path</c>, <c>uri</c>.</summary>
    public const string Asset = "c44067f5952c0a294b673a41bacd8c17";

    /// <summary>An archive: <c>hash</c> and one of <c>assets</c>, <c>path</c>, <c>uri</c>.</summary>
    public const string Archive = "0def7320c3a5731c473e5ecbe6d01bc7";
}
