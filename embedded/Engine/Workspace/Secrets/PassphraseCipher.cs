using System.Security.Cryptography;
using System.Text;

namespace Coder.Infra.Engine.Workspace.Secrets;

/// <summary>
/// Pulumi's passphrase secrets: AES-256-GCM under a key that PBKDF2-HMAC-SHA256 makes of passphrase and salt in 1,000,000
/// rounds. A value is <c>v1:NONCE:CIPHERTEXT+TAG</c> in base 64; the stack's <c>encryptionsalt</c> is <c>v1:SALT:</c> followed
/// by such a value that holds the text <c>pulumi</c>, which tells a right passphrase from a wrong one.
/// </summary>
/// <remarks>Making the key takes a good part of a second, so it is made once a process, when it is first needed.</remarks>
internal sealed class PassphraseCipher : IValueCipher
{
    private const int Rounds = 1_000_000;
    private const int NonceLength = 12;
    private const int TagLength = 16;
    private const string Check = "pulumi";

    private readonly Lazy<byte[]> _key;

    private PassphraseCipher(string salt, Lazy<byte[]> key)
    {
        Salt = salt;
        _key = key;
    }

    /// <summary>The stack's <c>encryptionsalt</c>.</summary>
    public string Salt { get; }

    /// <summary>A cipher for a stack that has its salt. The passphrase is asked for when a value is first en- or decrypted.</summary>
    /// <param name="salt">The <c>encryptionsalt</c>.</param>
    /// <param name="passphrase">Gives the passphrase, or throws with what the user can do.</param>
    public static PassphraseCipher Open(string salt, Func<string> passphrase)
    {
        var parts = salt.Split(':', 3);
        if (parts is not ["v1", var encoded, var check] || !TryDecode(encoded, out var bytes))
            throw new UserErrorException($"the encryption salt \"{salt}\" is malformed; it must read v1:SALT:v1:NONCE:CHECK as `pulumi stack init` writes it");
        return new PassphraseCipher(salt, new Lazy<byte[]>(() =>
        {
            var key = Derive(passphrase(), bytes);
            if (!TryDecrypt(key, check, out var text) || text != Check)
                throw new UserErrorException(
                    "incorrect passphrase: set PULUMI_CONFIG_PASSPHRASE to the passphrase this stack was made with, " +
                    "or PULUMI_CONFIG_PASSPHRASE_FILE to a file that holds it");
            return key;
        }));
    }

    /// <summary>A cipher for a new stack, with a fresh salt.</summary>
    public static PassphraseCipher Create(string passphrase)
    {
        var salt = RandomNumberGenerator.GetBytes(8);
        var key = Derive(passphrase, salt);
        var cipher = new PassphraseCipher($"v1:{Convert.ToBase64String(salt)}:{Encrypt(key, Check)}", new Lazy<byte[]>(key));
        _ = cipher._key.Value;
        return cipher;
    }

    /// <summary>Makes the key, and so says whether the passphrase is the right one.</summary>
    public void Verify() => _ = _key.Value;

    public string Encrypt(string plaintext) => Encrypt(_key.Value, plaintext);

    public string Decrypt(string ciphertext) => TryDecrypt(_key.Value, ciphertext, out var text)
        ? text
        : throw new UserErrorException("failed to decrypt a secret value: it was encrypted with another key or is damaged");

    private static byte[] Derive(string passphrase, byte[] salt) =>
        Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(passphrase), salt, Rounds, HashAlgorithmName.SHA256, 32);

    private static string Encrypt(byte[] key, string plaintext)
    {
        var bytes = Encoding.UTF8.GetBytes(plaintext);
        var nonce = RandomNumberGenerator.GetBytes(NonceLength);
        var sealedBytes = new byte[bytes.Length + TagLength];
        using var aes = new AesGcm(key, TagLength);
        aes.Encrypt(nonce, bytes, sealedBytes.AsSpan(0, bytes.Length), sealedBytes.AsSpan(bytes.Length));
        return $"v1:{Convert.ToBase64String(nonce)}:{Convert.ToBase64String(sealedBytes)}";
    }

    private static bool TryDecrypt(byte[] key, string ciphertext, out string plaintext)
    {
        plaintext = "";
        if (ciphertext.Split(':') is not ["v1", var first, var second] || !TryDecode(first, out var nonce) || !TryDecode(second, out var sealedBytes)
            || nonce.Length != NonceLength || sealedBytes.Length < TagLength)
            return false;
        var bytes = new byte[sealedBytes.Length - TagLength];
        using var aes = new AesGcm(key, TagLength);
        try
        {
            aes.Decrypt(nonce, sealedBytes.AsSpan(0, bytes.Length), sealedBytes.AsSpan(bytes.Length), bytes);
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }

        plaintext = Encoding.UTF8.GetString(bytes);
        return true;
    }

    private static bool TryDecode(string base64, out byte[] bytes)
    {
        bytes = new byte[base64.Length];
        if (!Convert.TryFromBase64String(base64, bytes, out var length))
            return false;
        Array.Resize(ref bytes, length);
        return true;
    }
}
