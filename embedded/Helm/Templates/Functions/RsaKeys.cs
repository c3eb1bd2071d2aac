using System.Numerics;
using System.Security.Cryptography;

namespace Coder.Infra.Helm.Templates.Functions;

/// <summary>
/// New RSA keys. OpenSSL looks at each of the two primes 64 times before it believes in it, which is most of the time it takes;
/// FIPS 186-5 (table B.1) asks for 5 rounds with primes of this length, as Go does.
/// </summary>
internal static class RsaKeys
{
    private const int Rounds = 5;
    private const int PublicExponent = 65537;
    private const int Window = 1 << 13;
    private static readonly Lazy<int[]> SmallPrimes = new(() => Sieve(1 << 16));

    /// <summary>A key of so many bits.</summary>
    public static RSA Create(CallContext context, int bits)
    {
        int half = bits / 2;
        var (first, second) = (Start(context, half), Start(context, half));
        var witnesses = Enumerable.Range(0, Rounds).Select(_ => Number(context, half - 2) + 3).ToList();
        // One prime on each of two processors.
        var other = Task.Run(() => NextPrime(second, half, witnesses));
        var p = NextPrime(first, half, witnesses);
        var q = other.GetAwaiter().GetResult();
        // FIPS 186-5 A.1.3: they must be far from each other.
        var distance = BigInteger.One << (half - 100);
        while (BigInteger.Abs(p - q) <= distance)
            q = NextPrime(q + 2 * distance, half, witnesses);
        return Of(p, q, bits);
    }

    private static RSA Of(BigInteger p, BigInteger q, int bits)
    {
        var order = (p - 1) * (q - 1) / BigInteger.GreatestCommonDivisor(p - 1, q - 1);
        // The inverse of e: k is chosen so that e divides 1 + k * order.
        var k = PublicExponent - BigInteger.ModPow(order % PublicExponent, PublicExponent - 2, PublicExponent);
        var d = (1 + k * order) / PublicExponent;
        return RSA.Create(new RSAParameters
        {
            Modulus = Bytes(p * q, bits / 8),
            Exponent = [1, 0, 1],
            D = Bytes(d, bits / 8),
            P = Bytes(p, bits / 16),
            Q = Bytes(q, bits / 16),
            DP = Bytes(d % (p - 1), bits / 16),
            DQ = Bytes(d % (q - 1), bits / 16),
            InverseQ = Bytes(BigInteger.ModPow(q, p - 2, p), bits / 16),
        });
    }

    // Odd, and with the two highest bits set, so that the product of two is as long as it should be.
    private static BigInteger Start(CallContext context, int bits) =>
        Number(context, bits) | (BigInteger.One << (bits - 1)) | (BigInteger.One << (bits - 2)) | BigInteger.One;

    private static BigInteger Number(CallContext context, int bits) =>
        new BigInteger(Chance.Bytes(context, (bits + 7) / 8), isUnsigned: true, isBigEndian: true) & ((BigInteger.One << bits) - 1);

    // The first prime from here on that is fit for the public exponent.
    private static BigInteger NextPrime(BigInteger start, int bits, List<BigInteger> witnesses)
    {
        var end = BigInteger.One << bits;
        for (var from = start; ; from += 2 * Window)
        {
            if (from + 2 * Window >= end)
                from = (BigInteger.One << (bits - 1)) | (BigInteger.One << (bits - 2)) | BigInteger.One;
            bool[] composite = Composites(from);
            for (int i = 0; i < Window; i++)
            {
                var candidate = from + 2 * i;
                if (composite[i] || candidate % PublicExponent == 1)
                    continue;
                var test = new Montgomery(candidate, bits / 64);
                if (test.PassesFor(2) && witnesses.TrueForAll(test.PassesFor))
                    return candidate;
            }
        }
    }

    // Which of the odd numbers from here on have a small divisor.
    private static bool[] Composites(BigInteger from)
    {
        bool[] composite = new bool[Window];
        foreach (int prime in SmallPrimes.Value)
        {
            int rest = (int)(from % prime);
            // The first i with from + 2i divisible by the prime.
            int first = rest == 0 ? 0 : (prime - rest) % 2 == 0 ? (prime - rest) / 2 : (2 * prime - rest) / 2;
            for (int i = first; i < Window; i += prime)
                composite[i] = true;
        }
        return composite;
    }

    // The odd primes below a limit.
    private static int[] Sieve(int limit)
    {
        bool[] composite = new bool[limit];
        var primes = new List<int>();
        for (int i = 3; i < limit; i += 2)
        {
            if (composite[i])
                continue;
            primes.Add(i);
            for (int j = i * 3; j < limit; j += 2 * i)
                composite[j] = true;
        }
        return [.. primes];
    }

    private static byte[] Bytes(BigInteger number, int length)
    {
        byte[] bytes = new byte[length];
        byte[] digits = number.ToByteArray(isUnsigned: true, isBigEndian: true);
        digits.CopyTo(bytes, length - digits.Length);
        return bytes;
    }
}
