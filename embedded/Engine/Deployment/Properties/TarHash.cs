using System.Security.Cryptography;
using System.Text;

namespace Coder.Infra.Engine.Deployment.Properties;

/// <summary>
/// Hashes a tar archive without making it, as Go's <c>archive/tar</c> writes one: mode 0600, no owner, no time. A file has a header
/// of 512 bytes (USTAR, POSIX.1-1988), contents in blocks of 512, and the archive ends in two empty blocks; a name that such a
/// header cannot hold is in an extended one before it (PAX, POSIX.1-2001).
/// </summary>
internal static class TarHash
{
    private const int Block = 512;
    private const int NameSize = 100;
    private const int PrefixSize = 155;

    /// <summary>Appends the archive of the files. A name that comes twice counts once.</summary>
    public static void Append(IncrementalHash hash, IEnumerable<(string Name, byte[] Content)> files)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (name, content) in files)
        {
            if (!seen.Add(name))
                continue;
            if (Ascii.IsValid(name) && name.Length <= NameSize)
            {
                hash.AppendData(Header(name, "", content.Length, '0'));
            }
            else if (Split(name) is { } parts)
            {
                hash.AppendData(Header(parts.Name, parts.Prefix, content.Length, '0'));
            }
            else
            {
                var record = PathRecord(name);
                hash.AppendData(Header(ExtendedName(name), "", record.Length, 'x'));
                AppendBlocks(hash, record);
                hash.AppendData(Header(AsciiOnly(name), "", content.Length, '0'));
            }

            AppendBlocks(hash, content);
        }

        hash.AppendData(new byte[2 * Block]);
    }

    private static void AppendBlocks(IncrementalHash hash, byte[] content)
    {
        hash.AppendData(content);
        hash.AppendData(new byte[(Block - (content.Length % Block)) % Block]);
    }

    /// <summary>A header; of a name that is longer than its field it has the beginning.</summary>
    private static byte[] Header(string name, string prefix, long size, char kind)
    {
        var header = new byte[Block];
        Put(0, name.Length > NameSize ? name[..NameSize] : name);
        // A name that was cut at a slash is not to look like a folder's.
        if (name.Length > NameSize && header[NameSize - 1] == '/')
            header[name[..NameSize].TrimEnd('/').Length] = 0;
        Put(100, "0000600");
        Put(108, "0000000");
        Put(116, "0000000");
        Put(124, Octal(size, 11));
        Put(136, Octal(0, 11));
        Put(148, "        ");
        header[156] = (byte)kind;
        Put(257, "ustar");
        Put(263, "00");
        if (kind == 'x')
        {
            Put(100, "0000000");
        }
        else
        {
            Put(329, "0000000");
            Put(337, "0000000");
        }

        Put(345, prefix);

        // The sum of all bytes, with the field of the sum itself as blanks.
        Put(148, Octal(header.Sum(part => part), 6) + "\0 ");
        return header;

        void Put(int at, string text) => Encoding.ASCII.GetBytes(text).CopyTo(header, at);
    }

    /// <summary>An ASCII name of more than 100 bytes is split at the last slash that leaves its beginning short enough.</summary>
    private static (string Prefix, string Name)? Split(string name)
    {
        if (!Ascii.IsValid(name))
            return null;
        var slash = name.LastIndexOf('/', Math.Min(name.Length - 1, PrefixSize));
        return slash > 0 && name.Length - slash - 1 is > 0 and <= NameSize ? (name[..slash], name[(slash + 1)..]) : null;
    }

    /// <summary>The record <c>LENGTH path=NAME\n</c>, whose length counts itself.</summary>
    private static byte[] PathRecord(string name)
    {
        var rest = Encoding.UTF8.GetBytes($" path={name}\n");
        var length = rest.Length;
        while (length != rest.Length + Octets(length))
            length = rest.Length + Octets(length);
        return [.. Encoding.ASCII.GetBytes($"{length}"), .. rest];

        static int Octets(int number) => $"{number}".Length;
    }

    private static string ExtendedName(string name)
    {
        var slash = name.LastIndexOf('/') + 1;
        var extended = AsciiOnly(PathClean($"{name[..slash]}/PaxHeaders.0/{name[slash..]}", name.StartsWith('/')));
        return (extended.Length > NameSize ? extended[..NameSize] : extended).TrimEnd('/');
    }

    /// <summary>A path without empty parts, <c>.</c> and <c>..</c>, as Go's <c>path.Join</c> leaves it.</summary>
    private static string PathClean(string path, bool rooted)
    {
        var parts = new List<string>();
        foreach (var part in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part == ".." && parts.Count > 0 && parts[^1] != "..")
                parts.RemoveAt(parts.Count - 1);
            else if (part != "." && !(part == ".." && rooted))
                parts.Add(part);
        }

        return (rooted ? "/" : "") + string.Join('/', parts);
    }

    private static string AsciiOnly(string name) => string.Concat(name.Where(char.IsAscii));

    private static string Octal(long number, int digits) => Convert.ToString(number, 8).PadLeft(digits, '0');
}
