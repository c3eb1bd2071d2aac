using System.Security.Cryptography;

namespace Coder.Infra.Providers.Bridge;

/// <summary>Where random bytes come from; a test gives its own.</summary>
internal abstract class RandomSource
{
    /// <summary>The operating system's generator.</summary>
    public static RandomSource Cryptographic { get; } = new SystemSource();

    /// <summary>Fills the span with random bytes.</summary>
    public abstract void Fill(Span<byte> bytes);

    /// <summary>So many random bytes.</summary>
    public byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        Fill(bytes);
        return bytes;
    }

    /// <summary>A number from 0 up to, but not including, <paramref name="limit"/>, each as likely as the other.</summary>
    public long Below(long limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        // Numbers of the last, incomplete stretch are thrown away, or the small ones would come more often.
        var range = (ulong)limit;
        var last = ulong.MaxValue - (ulong.MaxValue % range + 1) % range;
        Span<byte> bytes = stackalloc byte[8];
        ulong value;
        do
        {
            Fill(bytes);
            value = BitConverter.ToUInt64(bytes);
        }
        while (value > last);
        return (long)(value % range);
    }

    private sealed class SystemSource : RandomSource
    {
        public override void Fill(Span<byte> bytes) => RandomNumberGenerator.Fill(bytes);
    }
}
