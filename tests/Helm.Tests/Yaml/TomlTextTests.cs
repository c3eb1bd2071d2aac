using Coder.Infra.Helm.Yaml;

namespace Coder.Infra.Helm.Tests.Yaml;

/// <summary>TOML as Helm reads it. The words of errors are those of the library used here.</summary>
public class TomlTextTests
{
    [Theory]
    [InlineData("a = \"\\x41\\e\"", "{\"a\":\"A\\u001b\"}")]
    [InlineData("a = { b = 1,\n# c\nc.d = 2, }", "{\"a\":{\"b\":1,\"c\":{\"d\":2}}}")]
    [InlineData("a = \"\"\"\nx \\\n  y\"\"\"\"", "{\"a\":\"x y\\\"\"}")]
    [InlineData("a = '''\n'x''''", "{\"a\":\"'x'\"}")]
    [InlineData("[[a]]\nb = 1\n[a.c]\nd = 2\n[[a]]", "{\"a\":[{\"b\":1,\"c\":{\"d\":2}},{}]}")]
    [InlineData("a.b = 1\n[a.c]\nd = 0x_F", null)]
    [InlineData("a = 10:00\nb = 2020-01-02t03:04z", "{\"a\":\"0000-01-01T10:00:00Z\",\"b\":\"2020-01-02T03:04:00Z\"}")]
    [InlineData("\ufeffa = [ {b = 1}, {b = 2}, [3] ]", "{\"a\":[{\"b\":1},{\"b\":2},[3]]}")]
    public void Reads(string toml, string? json)
    {
        if (json == null)
            Assert.Throws<TomlException>(() => TomlText.Unmarshal(toml));
        else
            Assert.Equal(json, GoJson.Marshal(TomlText.Unmarshal(toml)));
    }

    [Fact]
    public void An_inline_table_keeps_the_comma_of_a_null_it_leaves_out() => Assert.Equal(
        "a = [1, {b = 1, }]\n",
        TomlText.Marshal(new Dictionary<string, object?> { ["a"] = new List<object?> { 1L, new Dictionary<string, object?> { ["c"] = null, ["b"] = 1L } } }));

    [Theory]
    [InlineData("é = 1")]
    [InlineData("a")]
    [InlineData("a\n")]
    [InlineData(".a = 1")]
    [InlineData("a. = 1")]
    [InlineData("a = 1 b")]
    [InlineData("[t]\na = =")]
    [InlineData("a = \n")]
    [InlineData("a = nope")]
    [InlineData("a = -0x1")]
    [InlineData("a = 0xg")]
    [InlineData("a = 01")]
    [InlineData("a = 1.e3")]
    [InlineData("a = 2020-13-01")]
    [InlineData("a = \"x\ny\"")]
    [InlineData("a = \"\\q\"")]
    [InlineData("a = \"\u0001\"")]
    [InlineData("a = [1 2]")]
    [InlineData("a = {b = 1, b = 2}")]
    [InlineData("a = {b = 1")]
    [InlineData("a = 1\n[a]")]
    [InlineData("[a]\n[[a]]")]
    [InlineData("[a b]")]
    [InlineData("[a]]")]
    [InlineData("[]")]
    [InlineData("[[a]")]
    public void Refuses(string toml) => Assert.StartsWith("toml: ", Assert.Throws<TomlException>(() => TomlText.Unmarshal(toml)).Message, StringComparison.Ordinal);
}
