using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Coder.Infra.Helm.Templates.Functions;

/// <summary>Products modulo an odd number, by Montgomery's method, and the test of Miller and Rabin on top of them.</summary>
internal sealed class Montgomery
{
    private readonly ulong[] _modulus;
    private readonly ulong[] _one;
    private readonly ulong[] _minusOne;
    private readonly ulong[] _scratch;
    private readonly ulong _inverse;
    private readonly BigInteger _value;

    public Montgomery(BigInteger modulus, int words)
    {
        _value = modulus;
        _modulus = Words(modulus, words);
        _scratch = new ulong[2 * words];
        // Newton's iteration doubles the bits of the inverse.
        ulong inverse = 1;
        for (int i = 0; i < 6; i++)
            inverse *= 2 - _modulus[0] * inverse;
        _inverse = 0 - inverse;
        var one = (BigInteger.One << (64 * words)) % modulus;
        _one = Words(one, words);
        _minusOne = Words(modulus - one, words);
    }

    /// <summary>Whether the modulus passes for a prime with this base.</summary>
    public bool PassesFor(BigInteger witness)
    {
        var odd = _value - 1;
        int twos = 0;
        for (; odd.IsEven; odd >>= 1)
            twos++;
        byte[] exponent = odd.ToByteArray(isUnsigned: true, isBigEndian: true);
        ulong[] x = witness == 2 ? PowerOfTwo(exponent) : Power(Words((witness << (64 * _modulus.Length)) % _value, _modulus.Length), exponent);
        if (x.AsSpan().SequenceEqual(_one) || x.AsSpan().SequenceEqual(_minusOne))
            return true;
        for (; twos > 1; twos--)
        {
            Square(x);
            if (x.AsSpan().SequenceEqual(_minusOne))
                return true;
        }
        return false;
    }

    private ulong[] PowerOfTwo(byte[] exponent)
    {
        ulong[] result = (ulong[])_one.Clone();
        foreach (byte digits in exponent)
        {
            for (int bit = 7; bit >= 0; bit--)
            {
                Square(result);
                if ((digits >> bit & 1) != 0)
                    Double(result);
            }
        }
        return result;
    }

    // Four bits of the exponent at a time.
    private ulong[] Power(ulong[] number, byte[] exponent)
    {
        var powers = new ulong[16][];
        powers[0] = _one;
        for (int i = 1; i < powers.Length; i++)
        {
            powers[i] = (ulong[])powers[i - 1].Clone();
            Multiply(powers[i], number);
        }
        ulong[] result = (ulong[])_one.Clone();
        foreach (byte digits in exponent)
        {
            foreach (int digit in (ReadOnlySpan<int>)[digits >> 4, digits & 15])
            {
                for (int i = 0; i < 4; i++)
                    Square(result);
                Multiply(result, powers[digit]);
            }
        }
        return result;
    }

    private void Double(ulong[] number)
    {
        ulong carry = 0;
        for (int i = 0; i < number.Length; i++)
            (number[i], carry) = (number[i] << 1 | carry, number[i] >> 63);
        Subtract(number, number, carry);
    }

    // Compiled at once and for this processor: nearly all the time of making a key is spent here.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Multiply(ulong[] number, ulong[] by)
    {
        int words = _modulus.Length;
        ref ulong t = ref MemoryMarshal.GetArrayDataReference(_scratch);
        ref ulong a = ref MemoryMarshal.GetArrayDataReference(number);
        _scratch.AsSpan().Clear();
        for (int i = 0; i < words; i++)
        {
            ulong factor = by[i], carry = 0;
            for (int j = 0; j < words; j++)
                Unsafe.Add(ref t, i + j) = Step(Unsafe.Add(ref a, j), factor, Unsafe.Add(ref t, i + j), ref carry);
            Unsafe.Add(ref t, i + words) = carry;
        }
        Reduce(number);
    }

    // Each product of two different words is made once and doubled.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Square(ulong[] number)
    {
        int words = _modulus.Length;
        ref ulong t = ref MemoryMarshal.GetArrayDataReference(_scratch);
        ref ulong a = ref MemoryMarshal.GetArrayDataReference(number);
        _scratch.AsSpan().Clear();
        for (int i = 0; i < words - 1; i++)
        {
            ulong factor = Unsafe.Add(ref a, i), carry = 0;
            for (int j = i + 1; j < words; j++)
                Unsafe.Add(ref t, i + j) = Step(Unsafe.Add(ref a, j), factor, Unsafe.Add(ref t, i + j), ref carry);
            Unsafe.Add(ref t, i + words) = carry;
        }
        ulong shifted = 0, rest = 0;
        for (int i = 0; i < words; i++)
        {
            ulong low = Unsafe.Add(ref t, 2 * i), high = Unsafe.Add(ref t, 2 * i + 1), word = Unsafe.Add(ref a, i);
            Unsafe.Add(ref t, 2 * i) = Step(word, word, low << 1 | shifted, ref rest);
            shifted = low >> 63;
            ulong upper = high << 1 | shifted;
            shifted = high >> 63;
            Unsafe.Add(ref t, 2 * i + 1) = upper + rest;
            rest = upper + rest < upper ? 1UL : 0;
        }
        Reduce(number);
    }

    // The product in the scratch words, divided by 2^(64 * words).
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Reduce(ulong[] to)
    {
        int words = _modulus.Length;
        ref ulong t = ref MemoryMarshal.GetArrayDataReference(_scratch);
        ref ulong n = ref MemoryMarshal.GetArrayDataReference(_modulus);
        ulong top = 0;
        for (int i = 0; i < words; i++)
        {
            ulong factor = Unsafe.Add(ref t, i) * _inverse, carry = 0;
            for (int j = 0; j < words; j++)
                Unsafe.Add(ref t, i + j) = Step(Unsafe.Add(ref n, j), factor, Unsafe.Add(ref t, i + j), ref carry);
            ulong word = Unsafe.Add(ref t, i + words), sum = word + carry, all = sum + top;
            top = (sum < word ? 1UL : 0) | (all < sum ? 1UL : 0);
            Unsafe.Add(ref t, i + words) = all;
        }
        Subtract(_scratch.AsSpan(words), to, top);
    }

    // Takes the modulus off where the number, with the carry above it, is not below it.
    private void Subtract(ReadOnlySpan<ulong> number, ulong[] to, ulong carry)
    {
        bool subtract = carry != 0;
        for (int i = to.Length - 1; !subtract; i--)
        {
            if (i < 0 || number[i] > _modulus[i])
                subtract = true;
            else if (number[i] < _modulus[i])
                break;
        }
        ulong borrow = 0;
        for (int i = 0; i < to.Length; i++)
        {
            ulong word = number[i], take = subtract ? _modulus[i] : 0, less = word - take;
            to[i] = less - borrow;
            borrow = (word < take ? 1UL : 0) | (less < borrow ? 1UL : 0);
        }
    }

    // a * b + add + carry, which two words always hold: the low one is the result, the high one the next carry.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Step(ulong a, ulong b, ulong add, ref ulong carry)
    {
        ulong high = Math.BigMul(a, b, out ulong low);
        low += add;
        high += low < add ? 1UL : 0;
        low += carry;
        carry = high + (low < carry ? 1UL : 0);
        return low;
    }

    private static ulong[] Words(BigInteger number, int count)
    {
        var words = new ulong[count];
        number.TryWriteBytes(MemoryMarshal.AsBytes(words.AsSpan()), out _, isUnsigned: true);
        return words;
    }
}
