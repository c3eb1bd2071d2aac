using Coder.Infra.Helm.Go;

namespace Coder.Infra.Helm.Tests.Charts;

public sealed class SemVersionTests
{
    [Theory]
    [InlineData(">=1.2.3", "1.2.3", true)]
    [InlineData("<=1.2", "1.2.5", true)]
    [InlineData("^0.2.3", "0.3.0", false)]
    [InlineData("^0", "0.9.0", true)]
    [InlineData("~1.2.3", "1.2.9", true)]
    [InlineData("~1", "1.9.0", true)]
    [InlineData("1.2.x", "1.2.7", true)]
    [InlineData(">1.x", "1.5.0", false)]
    [InlineData("!=1.x", "1.2.0", false)]
    [InlineData("X", "0.0.1", true)]
    [InlineData(">=1.0.0, <2.0.0", "2.0.0", false)]
    [InlineData("<1.0.0 || >=2.0.0", "2.1.0", true)]
    [InlineData("1.2 - 1.4", "1.4.9", true)]
    [InlineData("*", "1.0.0-rc.1", false)]
    [InlineData("*-0", "1.0.0-rc.1", true)]
    [InlineData(">=1.0.0-0 <2.0.0", "1.5.0-rc.1", true)]
    [InlineData(">=1.21-0", "v1.31.0", true)]
    [InlineData("=> 1.0", "1.1", true)]
    public void Constraints_are_those_of_Masterminds(string constraint, string version, bool expected) =>
        Assert.Equal(expected, SemConstraint.Parse(constraint).Check(SemVersion.Parse(version)));

    [Theory]
    [InlineData("not a constraint")]
    [InlineData("")]
    [InlineData(">=1.2.3.4")]
    [InlineData(">=1.0.0 foo")]
    [InlineData(">1.0<2.0")]
    public void What_is_no_constraint_is_refused(string constraint)
    {
        var error = Assert.Throws<SemVersionException>(() => SemConstraint.Parse(constraint));
        Assert.Equal($"improper constraint: \"{constraint}\"", error.Message);
    }

    [Theory]
    [InlineData("v1", "1.0.0")]
    [InlineData("01.2.3", "1.2.3")]
    [InlineData("1.2.3-alpha.1+123", "1.2.3-alpha.1+123")]
    public void Versions_are_completed(string text, string expected) => Assert.Equal(expected, SemVersion.Parse(text).ToString());

    [Theory]
    [InlineData("1.2.3-")]
    [InlineData("1.2.3+")]
    [InlineData("1.2.3.4")]
    [InlineData("")]
    public void What_is_no_version_is_refused(string text) =>
        Assert.Equal("invalid semantic version", Assert.Throws<SemVersionException>(() => SemVersion.Parse(text)).Message);

    [Fact]
    public void Prereleases_are_ordered_by_their_parts()
    {
        string[] ordered = ["1.0.0-2", "1.0.0-10", "1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-beta", "1.0.0"];
        Assert.Equal(ordered, ordered.Reverse().Select(SemVersion.Parse).Order().Select(v => v.ToString()));
    }
}
