using System.Security.Cryptography;
using Coder.Infra.Protocol.Properties;
using Coder.Infra.Providers.Bridge;

namespace Coder.Infra.Providers.Random;

/// <summary>Which characters a text is made of, and how many of each kind there are at least.</summary>
internal sealed record Composition(int Length, string Alphabet, IReadOnlyList<(string Characters, int Count)> Least)
{
    private const string Lower = "abcdefghijklmnopqrstuvwxyz";
    private const string Upper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private const string Numeric = "0123456789";
    private const string Special = "!@#$%&*()-_=+[]{}<>:?";

    /// <summary>The composition that the attributes of a text or a password ask for.</summary>
    public static Composition From(PropertyMap planned)
    {
        var special = planned.Text("overrideSpecial") is { Length: > 0 } own ? own : Special;
        (string Switch, string Least, string Characters)[] kinds =
        [
            ("upper", "minUpper", Upper),
            ("lower", "minLower", Lower),
            ("numeric", "minNumeric", Numeric),
            ("special", "minSpecial", special),
        ];
        return new Composition(
            (int)planned.Number("length")!,
            string.Concat(kinds.Where(kind => planned.Flag(kind.Switch) ?? true).Select(kind => kind.Characters)),
            [.. kinds.Select(kind => (kind.Characters, (int)(planned.Number(kind.Least) ?? 0)))]);
    }

    /// <summary>A text of this composition, in random order.</summary>
    public string Draw(RandomSource source)
    {
        var result = new char[Length];
        var filled = 0;
        foreach (var (characters, count) in Least)
        {
            for (var i = 0; i < count; i++)
                result[filled++] = characters[(int)source.Below(characters.Length)];
        }

        while (filled < Length)
            result[filled++] = Alphabet[(int)source.Below(Alphabet.Length)];
        for (var i = Length - 1; i > 0; i--)
        {
            var j = (int)source.Below(i + 1);
            (result[i], result[j]) = (result[j], result[i]);
        }

        var text = new string(result);
        CryptographicOperations.ZeroMemory(System.Runtime.InteropServices.MemoryMarshal.AsBytes(result.AsSpan()));
        return text;
    }
}
