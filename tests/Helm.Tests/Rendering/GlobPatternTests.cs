using Coder.Infra.Helm.Rendering;

namespace Coder.Infra.Helm.Tests.Rendering;

public class GlobPatternTests
{
    [Theory]
    [InlineData("*.yaml", "a.yaml b.yaml", "a/b.yaml a.yml")]
    [InlineData("**.yaml", "a.yaml a/b/c.yaml", "a.yml")]
    [InlineData("a/*/c", "a/b/c a//c", "a/b/b/c a/c")]
    [InlineData("a/**", "a/ a/b a/b/c", "a b/a")]
    [InlineData("?.txt", "a.txt é.txt", "ab.txt /.txt .txt")]
    [InlineData("[abc]x", "ax cx", "dx x")]
    [InlineData("[!abc]x", "dx", "ax")]
    [InlineData("[a-c]x", "ax bx", "dx -x")]
    [InlineData("[!a-c]x", "dx", "bx")]
    [InlineData("{a,b*,}.t", "a.t b.t bc.t .t", "c.t ab.t")]
    [InlineData("{a,{b,c}d}e", "ae bde cde", "be ade")]
    [InlineData("{a,b", "a b", "ab {a")]
    [InlineData("a}b,c", "a}b,c", "abc")]
    [InlineData("\\*\\{", "*{", "a{")]
    [InlineData("[", "anything a/b", "")]
    [InlineData("[]", "anything", "")]
    [InlineData("[c-a]", "anything", "")]
    public void Paths_match_as_in_gobwas_glob(string pattern, string matching, string others)
    {
        var glob = GlobPattern.Parse(pattern);
        Assert.All(matching.Split(' '), path => Assert.True(glob.IsMatch(path), path));
        Assert.All(others.Split(' ', StringSplitOptions.RemoveEmptyEntries), path => Assert.False(glob.IsMatch(path), path));
    }

    [Fact]
    public void A_pattern_that_explodes_under_backtracking_does_not()
    {
        var glob = GlobPattern.Parse(string.Concat(Enumerable.Repeat("{*a*,*a}", 100)) + "b");
        Assert.False(glob.IsMatch(new string('a', 300)));
        Assert.True(GlobPattern.Parse(new string('*', 100_000)).IsMatch("a/b"));
    }
}
