using System.Text;

namespace Coder.Infra.Helm.Yaml;

/// <summary>go-yaml's order of keys: digits by their number, letters after other characters (in version 3 unless they follow a digit).</summary>
internal static class YamlKeyOrder
{
    /// <summary>The order of version 2.</summary>
    public static readonly Comparison<string> V2 = (left, right) => Compare(left, right, v3: false);

    /// <summary>The order of version 3.</summary>
    public static readonly Comparison<string> V3 = (left, right) => Compare(left, right, v3: true);

    private static int Compare(string left, string right, bool v3)
    {
        if (left == right)
            return 0;
        bool digits = false;
        int i = 0;
        for (; i < left.Length && i < right.Length; i++)
        {
            if (left[i] == right[i])
            {
                digits = char.IsDigit(left[i]);
                continue;
            }
            return Less(left, right, i, digits && v3) ? -1 : 1;
        }
        return left.Length - right.Length;
    }

    private static bool Less(string left, string right, int i, bool digits)
    {
        bool leftIsLetter = IsLetter(left, i), rightIsLetter = IsLetter(right, i);
        if (leftIsLetter && rightIsLetter)
            return GoString.Compare(left[i..], right[i..]) < 0;
        if (leftIsLetter || rightIsLetter)
            return digits ? leftIsLetter : rightIsLetter;
        long leftNumber = 0, rightNumber = 0;
        if (left[i] == '0' || right[i] == '0')
        {
            // Zeros inside a number count, leading ones do not.
            for (int j = i - 1; j >= 0 && char.IsDigit(left[j]); j--)
            {
                if (left[j] != '0')
                {
                    leftNumber = rightNumber = 1;
                    break;
                }
            }
        }
        int leftEnd = Number(left, i, ref leftNumber), rightEnd = Number(right, i, ref rightNumber);
        if (leftNumber != rightNumber)
            return leftNumber < rightNumber;
        if (leftEnd != rightEnd)
            return leftEnd < rightEnd;
        return GoString.Compare(left[i..], right[i..]) < 0;
    }

    private static int Number(string text, int at, ref long number)
    {
        for (; at < text.Length && char.IsDigit(text[at]); at++)
            number = unchecked(number * 10 + (text[at] - '0'));
        return at;
    }

    private static bool IsLetter(string text, int at) => Rune.TryGetRuneAt(text, at, out var rune) && Rune.IsLetter(rune);
}
