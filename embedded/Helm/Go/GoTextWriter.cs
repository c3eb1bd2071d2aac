using System.Text;

namespace Coder.Infra.Helm.Go;

/// <summary>Writes text to a stream as UTF-8, and the bytes that <see cref="GoString"/> keeps as they were.</summary>
public sealed class GoTextWriter(Stream stream) : TextWriter
{
    private const int Piece = 1 << 15;
    private readonly byte[] _bytes = new byte[3 * Piece];

    /// <inheritdoc/>
    public override Encoding Encoding => Encoding.UTF8;

    /// <inheritdoc/>
    public override void Write(char value) => Write([value]);

    /// <inheritdoc/>
    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    /// <inheritdoc/>
    public override void Write(string? value) => Write(value.AsSpan());

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<char> buffer)
    {
        while (!buffer.IsEmpty)
        {
            int length = Math.Min(Piece, buffer.Length);
            // A pair of surrogates stays together.
            if (length < buffer.Length && char.IsHighSurrogate(buffer[length - 1]))
                length--;
            var piece = buffer[..length];
            if (GoString.HasLoneSurrogate(piece))
                stream.Write(GoString.ToBytes(piece.ToString()));
            else
                stream.Write(_bytes, 0, Encoding.UTF8.GetBytes(piece, _bytes));
            buffer = buffer[length..];
        }
    }

    /// <inheritdoc/>
    public override void Flush() => stream.Flush();
}
