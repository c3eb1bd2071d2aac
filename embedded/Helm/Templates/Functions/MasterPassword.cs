using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Org.BouncyCastle.Crypto.Generators;

namespace Coder.Infra.Helm.Templates.Functions;

/// <summary>Passwords of the Master Password algorithm (masterpasswordapp.com, version 3), as Sprig's <c>derivePassword</c> makes them.</summary>
internal static class MasterPassword
{
    private const string Namespace = "com.lyndir.masterpassword";

    private static readonly Dictionary<string, string[]> Templates = new()
    {
        ["maximum"] = ["anoxxxxxxxxxxxxxxxxx", "axxxxxxxxxxxxxxxxxno"],
        ["long"] =
        [
            "CvcvnoCvcvCvcv", "CvcvCvcvnoCvcv", "CvcvCvcvCvcvno", "CvccnoCvcvCvcv", "CvccCvcvnoCvcv", "CvccCvcvCvcvno", "CvcvnoCvccCvcv",
            "CvcvCvccnoCvcv", "CvcvCvccCvcvno", "CvcvnoCvcvCvcc", "CvcvCvcvnoCvcc", "CvcvCvcvCvccno", "CvccnoCvccCvcv", "CvccCvccnoCvcv",
            "CvccCvccCvcvno", "CvcvnoCvccCvcc", "CvcvCvccnoCvcc", "CvcvCvccCvccno", "CvccnoCvcvCvcc", "CvccCvcvnoCvcc", "CvccCvcvCvccno",
        ],
        ["medium"] = ["CvcnoCvc", "CvcCvcno"],
        ["short"] = ["Cvcn"],
        ["basic"] = ["aaanaaan", "aannaaan", "aaannaaa"],
        ["pin"] = ["nnnn"],
    };

    private static readonly Dictionary<char, string> Characters = new()
    {
        ['V'] = "AEIOU",
        ['C'] = "BCDFGHJKLMNPQRSTVWXYZ",
        ['v'] = "aeiou",
        ['c'] = "bcdfghjklmnpqrstvwxyz",
        ['A'] = "AEIOUBCDFGHJKLMNPQRSTVWXYZ",
        ['a'] = "AEIOUaeiouBCDFGHJKLMNPQRSTVWXYZbcdfghjklmnpqrstvwxyz",
        ['n'] = "0123456789",
        ['o'] = "@&%?,=[]_:-+*$#!'^~;()/.",
        ['x'] = "AEIOUaeiouBCDFGHJKLMNPQRSTVWXYZbcdfghjklmnpqrstvwxyz0123456789!@#$%^&*()",
    };

    /// <summary>Derives a password; of an unknown kind, says so.</summary>
    public static string Derive(uint counter, string kind, string password, string user, string site)
    {
        if (!Templates.TryGetValue(kind, out string[]? templates))
            return $"cannot find password template {kind}";
        byte[] name = GoString.ToBytes(user);
        byte[] salt = [.. Encoding.ASCII.GetBytes(Namespace), .. Length(name), .. name];
        byte[] key = SCrypt.Generate(GoString.ToBytes(password), salt, 32768, 8, 2, 64);
        byte[] siteBytes = GoString.ToBytes(site);
        byte[] message = [.. Encoding.ASCII.GetBytes(Namespace), .. Length(siteBytes), .. siteBytes, .. BigEndian(counter)];
        byte[] seed = HMACSHA256.HashData(key, message);
        string template = templates[seed[0] % templates.Length];
        var result = new StringBuilder(template.Length);
        for (int i = 0; i < template.Length; i++)
        {
            string characters = Characters[template[i]];
            result.Append(characters[seed[i + 1] % characters.Length]);
        }
        return result.ToString();
    }

    private static byte[] Length(byte[] text) => BigEndian((uint)text.Length);

    private static byte[] BigEndian(uint number)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, number);
        return bytes;
    }
}
