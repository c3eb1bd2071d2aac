using System.Security.Cryptography;
using System.Text;
using Coder.Infra.Providers.Bridge;

namespace Coder.Infra.Providers.Tls;

/// <summary>Keys as OpenSSH's files have them; empty where SSH has no name for the key's kind.</summary>
internal static class OpenSsh
{
    /// <summary>A line for <c>authorized_keys</c>.</summary>
    public static string PublicLine(KeyPair key) => key.SshPublic is { } wire ? $"{NameOf(wire)} {Convert.ToBase64String(wire)}\n" : "";

    /// <summary>An unencrypted private key file (PROTOCOL.key of OpenSSH).</summary>
    public static string PrivateFile(KeyPair key, RandomSource random)
    {
        if (key is not { SshPublic: { } open, SshPrivate: { } secret })
            return "";
        // The same number twice shows whether the passphrase is right; there is none here, but the place must be filled.
        var check = random.Bytes(4);
        var inner = new SshWriter().Raw(check).Raw(check).Raw(secret).Text("");
        for (byte padding = 1; inner.ToArray().Length % 8 != 0; padding++)
            inner.Raw([padding]);
        var file = new SshWriter().Raw("openssh-key-v1\0"u8).Text("none").Text("none").Text("").Count(1).Bytes(open).Bytes(inner.ToArray()).ToArray();
        return PemEncoding.WriteString("OPENSSH PRIVATE KEY", file) + "\n";
    }

    /// <summary>The fingerprint as old clients show it: MD5, <c>aa:bb:…</c>.</summary>
    public static string FingerprintMd5(KeyPair key)
    {
#pragma warning disable CA5351 // A fingerprint for people to compare, by the algorithm that they ask for.
        return key.SshPublic is { } wire ? string.Join(":", MD5.HashData(wire).Select(b => b.ToString("x2", System.Globalization.CultureInfo.InvariantCulture))) : "";
#pragma warning restore CA5351
    }

    /// <summary>The fingerprint as clients show it now: <c>SHA256:…</c>.</summary>
    public static string FingerprintSha256(KeyPair key) =>
        key.SshPublic is { } wire ? $"SHA256:{Convert.ToBase64String(SHA256.HashData(wire)).TrimEnd('=')}" : "";

    private static string NameOf(ReadOnlySpan<byte> wire) => Encoding.UTF8.GetString(wire.Slice(4, wire[3]));
}
