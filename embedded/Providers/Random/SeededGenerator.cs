using System.Text;

namespace Coder.Infra.Providers.Random;

/// <summary>
/// Go's <c>math/rand</c> generator, which the plugin seeds with the CRC-64/ISO of a text: the same seed gives the same
/// draw here and there. It is the additive lagged Fibonacci generator x[n] = x[n-607] + x[n-273] modulo 2^64.
/// </summary>
internal sealed class SeededGenerator
{
    private const int Length = 607;
    private const int Tap = 273;
    private const int Modulus = int.MaxValue;

    // Go starts from the state that this many steps lead to from a simple one. It ships that state as a table; here it is
    // computed, by a power of x modulo the generator's polynomial.
    private const ulong WarmUpSteps = 7_800_000_000_000;

    private static readonly Lazy<ulong[]> WarmState = new(ComputeWarmState);

    private readonly ulong[] _state = new ulong[Length];
    private int _tap;
    private int _feed = Length - Tap;

    private SeededGenerator(long seed)
    {
        var steps = Seeds(seed, 40, 20);
        for (var i = 0; i < Length; i++)
            _state[i] = steps[i] ^ WarmState.Value[i];
    }

    /// <summary>The generator of a text.</summary>
    public static SeededGenerator From(string seed) => new((long)Crc64(Encoding.UTF8.GetBytes(seed)));

    /// <summary>The generator of a number, as <c>rand.NewSource</c>.</summary>
    public static SeededGenerator From(long seed) => new(seed);

    /// <summary>The next 63 bits.</summary>
    public long Next() => (long)(Step() & long.MaxValue);

    /// <summary>A number from 0 up to, but not including, <paramref name="limit"/>, as <c>Intn</c>.</summary>
    public long Below(long limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        var shift = limit <= int.MaxValue ? 32 : 0;
        if ((limit & (limit - 1)) == 0)
            return (Next() >> shift) & (limit - 1);
        var all = shift == 32 ? 1UL << 31 : 1UL << 63;
        var last = (long)(all - 1 - all % (ulong)limit);
        long value;
        do
            value = Next() >> shift;
        while (value > last);
        return value % limit;
    }

    private ulong Step()
    {
        _tap = (_tap + Length - 1) % Length;
        _feed = (_feed + Length - 1) % Length;
        return _state[_feed] += _state[_tap];
    }

    /// <summary>The words that a Lehmer generator (48271 modulo 2^31-1) gives for a seed, three draws a word.</summary>
    private static ulong[] Seeds(long seed, int high, int middle)
    {
        seed %= Modulus;
        if (seed < 0)
            seed += Modulus;
        var x = (ulong)(seed == 0 ? 89482311 : seed);
        ulong Draw() => x = x * 48271 % Modulus;
        for (var i = 0; i < 20; i++)
            Draw();
        var words = new ulong[Length];
        for (var i = 0; i < Length; i++)
            words[i] = Draw() << high ^ Draw() << middle ^ Draw();
        return words;
    }

    private static ulong[] ComputeWarmState()
    {
        // As a sequence, the state after n steps is x[n-607..n-1]; a position of the array is written once in 607 steps,
        // downwards from Length - Tap - 1, so the array read downwards from there is the sequence in order.
        var start = Seeds(1, 20, 10);
        var sequence = new ulong[2 * Length];
        for (var i = 0; i < Length; i++)
            sequence[i] = start[Position(i)];
        for (var i = Length; i < sequence.Length; i++)
            sequence[i] = unchecked(sequence[i - Length] + sequence[i - Tap]);
        var power = PowerOfX(WarmUpSteps);
        var state = new ulong[Length];
        // Term WarmUpSteps + i of the sequence is the power's coefficients applied to the terms from i on. The array is
        // read at the positions where the steps so far have left each term.
        for (var i = 0; i < Length; i++)
        {
            ulong term = 0;
            for (var k = 0; k < Length; k++)
                term = unchecked(term + power[k] * sequence[i + k]);
            state[(int)(((ulong)Position(i) + Length - WarmUpSteps % Length) % Length)] = term;
        }

        return state;
    }

    private static int Position(int index) => ((Length - Tap - 1 - index) % Length + Length) % Length;

    /// <summary>x^n modulo x^607 - x^334 - 1: how a term far on hangs together with the first 607.</summary>
    private static ulong[] PowerOfX(ulong exponent)
    {
        var result = new ulong[Length];
        result[0] = 1;
        for (var bit = 63 - System.Numerics.BitOperations.LeadingZeroCount(exponent); bit >= 0; bit--)
        {
            result = Square(result);
            if ((exponent >> bit & 1) == 0)
                continue;
            var top = result[Length - 1];
            Array.Copy(result, 0, result, 1, Length - 1);
            result[0] = top;
            result[Length - Tap] += top;
        }

        return result;
    }

    private static ulong[] Square(ulong[] factor)
    {
        var product = new ulong[2 * Length];
        for (var i = 0; i < Length; i++)
        {
            for (var k = 0; k < Length; k++)
                product[i + k] = unchecked(product[i + k] + factor[i] * factor[k]);
        }

        for (var i = product.Length - 1; i >= Length; i--)
        {
            product[i - Length] += product[i];
            product[i - Tap] += product[i];
        }

        return product[..Length];
    }

    private static ulong Crc64(ReadOnlySpan<byte> bytes)
    {
        var crc = ulong.MaxValue;
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) == 0 ? crc >> 1 : crc >> 1 ^ 0xD800000000000000;
        }

        return ~crc;
    }
}
