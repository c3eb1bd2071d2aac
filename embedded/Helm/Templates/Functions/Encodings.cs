using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Coder.Infra.Helm.Templates.Types;

namespace Coder.Infra.Helm.Templates.Functions;

/// <summary>Base64, base32 and checksums.</summary>
internal static class Encodings
{
    private const string Base32Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    public static TemplateFunction? Find(string name) => name switch
    {
        "b64enc" => Fn.Of(name, (string s) => Convert.ToBase64String(GoString.ToBytes(s))),
        "b64dec" => Fn.Of(name, (string s) => TryDecode64(s, out byte[] bytes, out string error) ? GoString.FromBytes(bytes) : error),
        "b32enc" => Fn.Of(name, (string s) => Encode32(GoString.ToBytes(s))),
        "b32dec" => Fn.Of(name, (string s) => TryDecode32(s, out byte[] bytes, out string error) ? GoString.FromBytes(bytes) : error),
        "sha1sum" => Fn.Of(name, (string s) => Hex(SHA1.HashData(GoString.ToBytes(s)))),
        "sha256sum" => Fn.Of(name, (string s) => Hex(SHA256.HashData(GoString.ToBytes(s)))),
        "sha512sum" => Fn.Of(name, (string s) => Hex(SHA512.HashData(GoString.ToBytes(s)))),
        "adler32sum" => Fn.Of(name, (string s) => Adler32(GoString.ToBytes(s)).ToString(CultureInfo.InvariantCulture)),
        _ => null,
    };

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);

    private static uint Adler32(byte[] bytes)
    {
        uint a = 1, b = 0;
        foreach (byte value in bytes)
        {
            a = (a + value) % 65521;
            b = (b + a) % 65521;
        }
        return (b << 16) | a;
    }

    /// <summary>Decodes as Go's <c>base64.StdEncoding</c>, whose errors name the byte.</summary>
    public static bool TryDecode64(string text, out byte[] bytes, out string error)
    {
        byte[] input = GoString.ToBytes(text);
        var output = new List<byte>(input.Length * 3 / 4);
        bytes = [];
        error = "";
        for (int at = 0; at < input.Length;)
        {
            int quantum = 0, digits = 0;
            while (digits < 4)
            {
                if (at == input.Length)
                {
                    if (digits == 0)
                        break;
                    return Corrupt(64, at - digits, out error);
                }
                byte c = input[at++];
                int digit = Digit64(c);
                if (digit >= 0)
                {
                    quantum = (quantum << 6) | digit;
                    digits++;
                    continue;
                }
                if (c is (byte)'\r' or (byte)'\n')
                    continue;
                if (c != '=' || digits < 2)
                    return Corrupt(64, at - 1, out error);
                SkipLineBreaks(input, ref at);
                if (digits == 2)
                {
                    if (at == input.Length)
                        return Corrupt(64, at, out error);
                    if (input[at] != '=')
                        return Corrupt(64, at - 1, out error);
                    at++;
                    SkipLineBreaks(input, ref at);
                }
                if (at < input.Length)
                    return Corrupt(64, at, out error);
                break;
            }
            quantum <<= (4 - digits) * 6;
            for (int i = 0; i < digits - 1; i++)
                output.Add((byte)(quantum >> (16 - 8 * i)));
        }
        bytes = [.. output];
        return true;
    }

    private static void SkipLineBreaks(byte[] input, ref int at)
    {
        while (at < input.Length && input[at] is (byte)'\r' or (byte)'\n')
            at++;
    }

    private static int Digit64(byte c) => (char)c switch
    {
        >= 'A' and <= 'Z' => c - 'A',
        >= 'a' and <= 'z' => c - 'a' + 26,
        >= '0' and <= '9' => c - '0' + 52,
        '+' => 62,
        '/' => 63,
        _ => -1,
    };

    private static bool Corrupt(int radix, int at, out string error)
    {
        error = string.Create(CultureInfo.InvariantCulture, $"illegal base{radix} data at input byte {at}");
        return false;
    }

    private static string Encode32(byte[] bytes)
    {
        var text = new StringBuilder();
        for (int i = 0; i < bytes.Length; i += 5)
        {
            ulong group = 0;
            int count = Math.Min(5, bytes.Length - i);
            for (int j = 0; j < 5; j++)
                group = (group << 8) | (j < count ? bytes[i + j] : 0UL);
            int digits = (count * 8 + 4) / 5;
            for (int j = 0; j < 8; j++)
                text.Append(j < digits ? Base32Alphabet[(int)(group >> (35 - 5 * j)) & 31] : '=');
        }
        return text.ToString();
    }

    private static bool TryDecode32(string text, out byte[] bytes, out string error)
    {
        byte[] input = [.. GoString.ToBytes(text).Where(b => b is not ((byte)'\r' or (byte)'\n'))];
        var output = new List<byte>();
        bytes = [];
        error = "";
        bool ended = false;
        for (int at = 0; at < input.Length && !ended;)
        {
            ulong group = 0;
            int digits = 0;
            while (digits < 8)
            {
                if (at == input.Length)
                    return Corrupt(32, at - digits, out error);
                byte c = input[at++];
                int left = input.Length - at;
                if (c == '=' && digits >= 2 && left < 8)
                {
                    if (left + digits < 7)
                        return Corrupt(32, input.Length, out error);
                    for (int k = 0; k < 7 - digits; k++)
                    {
                        if (left > k && input[at + k] != '=')
                            return Corrupt(32, at + k - 1, out error);
                    }
                    if (digits is 1 or 3 or 6)
                        return Corrupt(32, at - 1, out error);
                    ended = true;
                    break;
                }
                int digit = Base32Alphabet.IndexOf((char)c);
                if (digit < 0)
                    return Corrupt(32, at - 1, out error);
                group = (group << 5) | (uint)digit;
                digits++;
            }
            group <<= (8 - digits) * 5;
            for (int i = 0; i < digits * 5 / 8; i++)
                output.Add((byte)(group >> (32 - 8 * i)));
        }
        bytes = [.. output];
        return true;
    }
}
