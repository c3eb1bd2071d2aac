using Coder.Infra.Engine.Workspace;
using Coder.Infra.Engine.Workspace.Configuration;

namespace Coder.Infra.Engine.Tests.Workspace;

public class PropertyPathTests
{
    [Theory]
    [InlineData("root", "root")]
    [InlineData("root.nested", "root.nested")]
    [InlineData("root[\"nested\"]", "root.nested")]
    [InlineData("root.double.nest", "root.double.nest")]
    [InlineData("root.array[0].nested[12]", "root.array[0].nested[12]")]
    [InlineData("root[\"key.with.dots\"].a", "root[\"key.with.dots\"].a")]
    [InlineData("[\"root key\"].a", "root key.a")]
    [InlineData("root[\"a\\\"b\"]", "root[\"a\\\"b\"]")]
    public void A_path_is_read_and_written(string text, string written) => Assert.Equal(written, PropertyPath.Text(PropertyPath.Strict(text).Steps));

    [Theory]
    [InlineData("")]
    [InlineData(".a")]
    [InlineData("a.")]
    [InlineData("a..b")]
    [InlineData("a[0")]
    [InlineData("a[x]")]
    [InlineData("a[\"x]")]
    [InlineData("a[0]b")]
    public void A_broken_path_is_refused(string text) => Assert.Throws<UserErrorException>(() => PropertyPath.Strict(text));
}
