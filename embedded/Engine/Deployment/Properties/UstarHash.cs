using System.Security.Cryptography;
using System.Text;

namespace Coder.Infra.Engine.Deployment.Properties;

/// <summary>
/// Hashes a USTAR archive without making it (POSIX.1-1988: a header of 512 bytes a file, contents in blocks of 512, two empty
/// blocks last), as Go's <c>archive/tar</c> writes one: mode 0600, no owner, no time.
/// </summary>
internal static class UstarHash
{
    private const int Block = 512;

    /// <summary>Appends the archive of the files. A name that comes twice counts once.</summary>
    public static void Append(IncrementalHash hash, IEnumerable<(string Name, byte[] Content)> files)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (name, content) in files)
        {
            if (!seen.Add(name))
                continue;
            hash.AppendData(Header(name, content.Length));
            hash.AppendData(content);
            hash.AppendData(new byte[(Block - (content.Length % Block)) % Block]);
        }

        hash.AppendData(new byte[2 * Block]);
    }

    private static byte[] Header(string name, long size)
    {
        var header = new byte[Block];
        var (prefix, rest) = Split(name);
        Put(0, rest);
        Put(100, "0000600");
        Put(108, "0000000");
        Put(116, "0000000");
        Put(124, Octal(size, 11));
        Put(136, Octal(0, 11));
        Put(148, "        ");
        header[156] = (byte)'0';
        Put(257, "ustar");
        Put(263, "00");
        Put(329, "0000000");
        Put(337, "0000000");
        Put(345, prefix);

        // The sum of all bytes, with the field of the sum itself as blanks.
        Put(148, Octal(header.Sum(part => part), 6) + "\0 ");
        return header;

        void Put(int at, string text) => Encoding.UTF8.GetBytes(text).CopyTo(header, at);
    }

    /// <summary>
    /// Names above 100 bytes are split at a slash. A name that fits neither way would need an extended header: its own hash
    /// stands for it here, which tells names apart but gives another hash than the official engine's.
    /// </summary>
    private static (string Prefix, string Name) Split(string name)
    {
        if (Encoding.UTF8.GetByteCount(name) <= 100)
            return ("", name);
        for (var slash = name.LastIndexOf('/'); slash > 0; slash = name.LastIndexOf('/', slash - 1))
        {
            if (Encoding.UTF8.GetByteCount(name[(slash + 1)..]) <= 100 && Encoding.UTF8.GetByteCount(name[..slash]) <= 155)
                return (name[..slash], name[(slash + 1)..]);
        }

        return ("", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name))));
    }

    private static string Octal(long number, int digits) => Convert.ToString(number, 8).PadLeft(digits, '0');
}
