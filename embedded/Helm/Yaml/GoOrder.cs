namespace Coder.Infra.Helm.Yaml;

/// <summary>Orders of strings in Go.</summary>
public static class GoOrder
{
    /// <summary>A map's keys in the order of their bytes.</summary>
    public static string[] SortedKeys(Dictionary<string, object?> map)
    {
        var keys = new string[map.Count];
        map.Keys.CopyTo(keys, 0);
        Array.Sort(keys, CompareBytes);
        return keys;
    }

    /// <summary>Order of the UTF-8 bytes. It differs from UTF-16's only where a surrogate meets a character above it.</summary>
    public static int CompareBytes(string left, string right)
    {
        int length = Math.Min(left.Length, right.Length);
        for (int i = 0; i < length; i++)
        {
            char a = left[i], b = right[i];
            if (a == b)
                continue;
            bool aPair = char.IsSurrogate(a), bPair = char.IsSurrogate(b);
            return aPair == bPair ? a - b : aPair ? 1 : -1;
        }
        return left.Length - right.Length;
    }
}
