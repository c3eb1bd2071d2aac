using System.Text;
using Coder.Infra.Helm.Go;

namespace Coder.Infra.Helm.Tests.Go;

public sealed class GoTextWriterTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(32766)]
    [InlineData(32767)]
    [InlineData(65535)]
    public void Long_text_is_written_in_pieces_that_keep_characters_and_bytes_whole(int before)
    {
        byte[] bytes = [.. Encoding.UTF8.GetBytes(new string('a', before) + "😀ä" + new string('b', 40_000)), 0xFF, (byte)'c'];
        using var stream = new MemoryStream();
        using var writer = new GoTextWriter(stream);
        writer.Write(GoString.FromBytes(bytes));
        Assert.Equal(bytes, stream.ToArray());
    }
}
