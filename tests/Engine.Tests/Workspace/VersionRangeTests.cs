using Coder.Infra.Engine.Workspace;

namespace Coder.Infra.Engine.Tests.Workspace;

public sealed class VersionRangeTests
{
    [Theory]
    [InlineData(">=3.0.0", true)]
    [InlineData(">= 3.0.0, <4", true)]
    [InlineData(">3.259.0", false)]
    [InlineData("v3.259.0", true)]
    [InlineData("==3.259 !=3.260.0", true)]
    [InlineData("!3.259.0", false)]
    [InlineData("<3 || ^3.100", true)]
    [InlineData("~3.258.0", false)]
    [InlineData("<=3.259.0-beta.1", true)]
    public void A_version_is_in_a_range_where_all_comparisons_of_one_alternative_hold(string range, bool holds) =>
        Assert.Equal(holds, VersionRange.TryParse(range)!.Contains(new Version(3, 259, 0)));

    [Theory]
    [InlineData("")]
    [InlineData(">=3 ||")]
    [InlineData("~>x")]
    [InlineData("soon")]
    [InlineData(">=3 soon")]
    [InlineData(">=12345678901")]
    public void What_is_no_range_is_none(string text) => Assert.Null(VersionRange.TryParse(text));

    [Theory]
    [InlineData("1", "1.0.0")]
    [InlineData("1.2.3-alpha+build", "1.2.3")]
    [InlineData("1.2.3.4", null)]
    [InlineData("one", null)]
    public void A_version_has_three_numbers(string text, string? version) => Assert.Equal(version, VersionRange.VersionOf(text)?.ToString());
}
