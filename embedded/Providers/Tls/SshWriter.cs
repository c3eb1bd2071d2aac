using System.Buffers.Binary;
using System.Text;

namespace Coder.Infra.Providers.Tls;

/// <summary>Writes values as SSH does (RFC 4251 §5): each with its length before it.</summary>
internal sealed class SshWriter
{
    private readonly MemoryStream _stream = new();

    /// <summary>A text.</summary>
    public SshWriter Text(string value) => Bytes(Encoding.UTF8.GetBytes(value));

    /// <summary>Bytes.</summary>
    public SshWriter Bytes(ReadOnlySpan<byte> value) => Count((uint)value.Length).Raw(value);

    /// <summary>A number above 0: without leading zeros, but with one where the first bit is set.</summary>
    public SshWriter Number(ReadOnlySpan<byte> value)
    {
        value = value.TrimStart((byte)0);
        return value.Length > 0 && value[0] >= 0x80 ? Bytes([0, .. value]) : Bytes(value);
    }

    /// <summary>A 32-bit number.</summary>
    public SshWriter Count(uint value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return Raw(bytes);
    }

    /// <summary>Bytes without a length.</summary>
    public SshWriter Raw(ReadOnlySpan<byte> value)
    {
        _stream.Write(value);
        return this;
    }

    /// <summary>All that was written.</summary>
    public byte[] ToArray() => _stream.ToArray();
}
