using System.Buffers.Binary;
using System.Text;
using Coder.Infra.Helm.Templates.Types;

namespace Coder.Infra.Helm.Templates.Functions;

/// <summary>Random numbers and texts from the rendering's source of chance.</summary>
internal static class Chance
{
    public const string Digits = "0123456789";
    public const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    /// <summary>The printable ASCII characters from space to "~", without the last (as goutils takes them).</summary>
    public static readonly string Ascii = new([.. Enumerable.Range(32, 127 - 32).Select(c => (char)c)]);

    /// <summary>A number from 0 up to, but not including, the bound; every one equally likely.</summary>
    public static long Below(CallContext context, long bound)
    {
        byte[] bytes = new byte[8];
        ulong range = (ulong)bound, limit = ulong.MaxValue - ulong.MaxValue % range;
        while (true)
        {
            context.FillRandom(bytes);
            ulong number = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
            if (number < limit)
                return (long)(number % range);
        }
    }

    /// <summary>A text of so many characters out of the alphabet; empty for a negative count.</summary>
    public static string Text(CallContext context, nint count, string alphabet)
    {
        if (count <= 0)
            return "";
        context.Limits.CheckLength(count);
        var text = new StringBuilder((int)count);
        for (nint i = 0; i < count; i++)
            text.Append(alphabet[(int)Below(context, alphabet.Length)]);
        return text.ToString();
    }

    /// <summary>Random bytes.</summary>
    public static byte[] Bytes(CallContext context, int count)
    {
        byte[] bytes = new byte[count];
        context.FillRandom(bytes);
        return bytes;
    }
}
