using System.Globalization;
using System.Security.Cryptography;
using Coder.Infra.Helm.Templates.Types;
using Org.BouncyCastle.Crypto.Generators;

namespace Coder.Infra.Helm.Templates.Functions;

/// <summary>Sprig's passwords, encryption and random values; certificates are in <see cref="Certificates"/>.</summary>
internal static class Crypto
{
    private const int KeyBytes = 32;
    private const int BlockBytes = 16;
    private const int LongestBcrypt = 72;

    public static TemplateFunction? Find(string name) => name switch
    {
        "bcrypt" => Fn.In(name, (CallContext c, string password) => Bcrypt(c, password)),
        "htpasswd" => Fn.In(name, (CallContext c, string user, string password) => user.Contains(':') ? "invalid username: " + user : $"{user}:{Bcrypt(c, password)}"),
        "derivePassword" => new(name, [Types.GoType.Uint32, Types.GoType.String, Types.GoType.String, Types.GoType.String, Types.GoType.String], false,
            (_, a) => Types.Value.Of(MasterPassword.Derive(Convert.ToUInt32(a[0].Item, CultureInfo.InvariantCulture),
                (string)a[1].Item!, (string)a[2].Item!, (string)a[3].Item!, (string)a[4].Item!))),
        "encryptAES" => Fn.In(name, (CallContext c, string password, string text) => Encrypt(c, password, text)),
        "decryptAES" => Fn.Of(name, (string password, string text) => Decrypt(password, text)),
        "randBytes" => Fn.In(name, (CallContext c, nint count) => RandomBytes(c, count)),
        "uuidv4" => Fn.In(name, (CallContext c) => Uuid(c)),
        _ => null,
    };

    private static string Bcrypt(CallContext context, string password)
    {
        // Go's bcrypt refuses what it would not use.
        byte[] given = GoString.ToBytes(password);
        if (given.Length > LongestBcrypt)
            return "failed to encrypt string with bcrypt: bcrypt: password length exceeds 72 bytes";
        byte[] salt = Chance.Bytes(context, BlockBytes);
        byte[] hash = BCrypt.Generate(given, salt, 10, addTerminator: given.Length < LongestBcrypt);
        return "$2a$10$" + BcryptBase64(salt) + BcryptBase64(hash.AsSpan(0, 23));
    }

    // Base64 with bcrypt's own alphabet and without padding.
    private static string BcryptBase64(ReadOnlySpan<byte> bytes) => string.Concat(Convert.ToBase64String(bytes).TrimEnd('=')
        .Select(c => "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"[
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".IndexOf(c)]));

    private static string RandomBytes(CallContext context, nint count)
    {
        if (count < 0)
            throw new FunctionException("runtime error: makeslice: len out of range");
        context.Limits.CheckLength(count);
        return Convert.ToBase64String(Chance.Bytes(context, (int)count));
    }

    private static string Uuid(CallContext context)
    {
        byte[] bytes = Chance.Bytes(context, 16);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true).ToString();
    }

    private static Aes Cipher(string password)
    {
        byte[] key = new byte[KeyBytes];
        byte[] given = GoString.ToBytes(password);
        given.AsSpan(0, Math.Min(given.Length, KeyBytes)).CopyTo(key);
        var aes = Aes.Create();
        aes.Key = key;
        return aes;
    }

    private static string Encrypt(CallContext context, string password, string text)
    {
        if (text.Length == 0)
            return "";
        using var aes = Cipher(password);
        byte[] iv = Chance.Bytes(context, BlockBytes);
        byte[] encrypted = aes.EncryptCbc(GoString.ToBytes(text), iv, PaddingMode.PKCS7);
        return Convert.ToBase64String([.. iv, .. encrypted]);
    }

    private static string Decrypt(string password, string text)
    {
        if (text.Length == 0)
            return "";
        if (!Encodings.TryDecode64(text, out byte[] bytes, out string error))
            throw new FunctionException(error);
        if (bytes.Length < BlockBytes)
            throw Strings.OutOfRange(string.Create(CultureInfo.InvariantCulture, $"[:{BlockBytes}] with capacity {text.Length / 4 * 3}"));
        if (bytes.Length % BlockBytes != 0)
            throw new FunctionException("crypto/cipher: input not full blocks");
        if (bytes.Length == BlockBytes)
            throw new FunctionException("runtime error: index out of range [-1]");
        using var aes = Cipher(password);
        byte[] plain = aes.DecryptCbc(bytes.AsSpan(BlockBytes), bytes.AsSpan(0, BlockBytes), PaddingMode.None);
        // The padding is not checked: the last byte is the number of bytes to remove.
        int length = plain.Length - plain[^1];
        return length >= 0
            ? GoString.FromBytes(plain.AsSpan(0, length))
            : throw Strings.OutOfRange(string.Create(CultureInfo.InvariantCulture, $"[:{length}]"));
    }
}
