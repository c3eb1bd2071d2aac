using System.Text;

namespace Coder.Infra.Helm.Go;

/// <summary>Writes text to a stream as UTF-8, and the bytes that <see cref="GoString"/> keeps as they were.</summary>
public sealed class GoTextWriter(Stream stream) : TextWriter
{
    /// <inheritdoc/>
    public override Encoding Encoding => Encoding.UTF8;

    /// <inheritdoc/>
    public override void Write(char value) => Write(value.ToString());

    /// <inheritdoc/>
    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    /// <inheritdoc/>
    public override void Write(string? value)
    {
        if (value is { Length: > 0 })
            stream.Write(GoString.ToBytes(value));
    }

    /// <inheritdoc/>
    public override void Flush() => stream.Flush();
}
