using Coder.Infra.Helm.Yaml;

namespace Coder.Infra.Helm.Tests.Yaml;

public sealed class YamlTextTests
{
    [Theory]
    [InlineData("true", "\"true\"")]
    [InlineData("~", "\"~\"")]
    [InlineData("yes", "\"yes\"")]
    [InlineData("n", "\"n\"")]
    [InlineData("", "\"\"")]
    [InlineData(" ", "' '")]
    [InlineData("a: b", "'a: b'")]
    [InlineData("a #b", "'a #b'")]
    [InlineData("*a", "'*a'")]
    [InlineData("'q'", "'''q'''")]
    [InlineData("it's", "it's")]
    [InlineData("0o7", "\"0o7\"")]
    [InlineData("1e3", "\"1e3\"")]
    [InlineData("1_000", "\"1_000\"")]
    [InlineData(".5", "\".5\"")]
    [InlineData("1:30", "\"1:30\"")]
    [InlineData("2020-01-01", "\"2020-01-01\"")]
    [InlineData("2020-13-01", "2020-13-01")]
    [InlineData("NaN", "NaN")]
    [InlineData("<<", "<<")]
    [InlineData("=", "=")]
    [InlineData("a\tb", "\"a\\tb\"")]
    [InlineData("\u0001x\u0007", "\"\\x01x\\a\"")]
    [InlineData("\ufeffx", "\"\\uFEFF\\x78\"")]
    [InlineData("😀", "\"\\U0001F600\"")]
    [InlineData("line1\nline2\n", "|\n  line1\n  line2")]
    [InlineData(" leading\nsecond", "|2-\n   leading\n  second")]
    [InlineData("trailing \nsecond", "\"trailing \\nsecond\"")]
    [InlineData("\n", "|2+\n")]
    public void Text_is_quoted_only_where_it_would_be_read_otherwise(string value, string expected) =>
        Assert.Equal("a: " + expected + "\n", YamlText.Marshal(new Dictionary<string, object?> { ["a"] = value }));

    [Theory]
    [InlineData(1000000.0, "1000000")]
    [InlineData(123456789012345680.0, "123456789012345680")]
    [InlineData(1e-7, "1e-07")]
    [InlineData(1e20, "1e+20")]
    [InlineData(1e21, "1e+21")]
    [InlineData(123456789.123, "1.23456789123e+08")]
    [InlineData(0.1, "0.1")]
    [InlineData(-0.0, "0")]
    public void Numbers_are_written_as_JSON_read_them(double value, string expected) => Assert.Equal(expected + "\n", YamlText.Marshal(value));

    [Fact]
    public void Keys_are_in_natural_order()
    {
        var map = new[] { "b", "B", "a", "A", "a1", "a10", "a2", "_", "-" }.ToDictionary(k => k, _ => (object?)1.0);
        Assert.Equal("'-': 1\n_: 1\nA: 1\nB: 1\na: 1\na1: 1\na2: 1\na10: 1\nb: 1\n", YamlText.Marshal(map));
    }

    [Fact]
    public void A_key_of_several_lines_or_of_more_than_128_bytes_is_explicit()
    {
        Assert.Equal("? |-\n  k with\n  newline\n: 1\n", YamlText.Marshal(new Dictionary<string, object?> { ["k with\nnewline"] = 1.0 }));
        string key = new('k', 129);
        Assert.Equal($"? {key}\n: 1\n", YamlText.Marshal(new Dictionary<string, object?> { [key] = 1.0 }));
    }

    [Fact]
    public void Long_lines_are_folded_but_not_by_the_pretty_writer()
    {
        string words = string.Join(' ', Enumerable.Repeat("word", 30));
        Assert.Contains("\n  word", YamlText.Marshal(new Dictionary<string, object?> { ["a"] = words }), StringComparison.Ordinal);
        Assert.Equal($"a: {words}\n", YamlText.MarshalPretty(new Dictionary<string, object?> { ["a"] = words }));
    }

    [Fact]
    public void The_pretty_writer_indents_lists_in_maps()
    {
        var value = new Dictionary<string, object?> { ["a"] = new List<object?> { 1.0, new List<object?> { 2.0 } }, ["n"] = null, ["i"] = 1000000.0 };
        Assert.Equal("a:\n  - 1\n  - - 2\ni: 1e+06\n\"n\": null\n", YamlText.MarshalPretty(value));
        Assert.Equal("a:\n- 1\n- - 2\ni: 1000000\n\"n\": null\n", YamlText.Marshal(value));
    }

    [Theory]
    [InlineData("a: [1, 2", "line 1: did not find expected ',' or ']'")]
    [InlineData("\ta: 1", "found character that cannot start any token")]
    [InlineData("a:\n\tb: 1", "line 2: found character that cannot start any token")]
    [InlineData("a: 1\n b: 2", "line 2: mapping values are not allowed in this context")]
    [InlineData("a: 'x", "found unexpected end of stream")]
    [InlineData("a: 1\nb\nc: 2", "line 3: could not find expected ':'")]
    [InlineData("a: 1\n- b", "line 1: did not find expected key")]
    [InlineData("a: {{ .x }}", "invalid map key: map[interface {}]interface {}{\".x\":interface {}(nil)}")]
    [InlineData("a: \u007f", "control characters are not allowed")]
    [InlineData("a: &x [*x]", "anchor 'x' value contains itself")]
    public void Errors_are_those_of_go_yaml(string yaml, string expected)
    {
        var error = Assert.Throws<YamlException>(() => YamlText.Unmarshal(yaml));
        Assert.Equal("error converting YAML to JSON: yaml: " + expected, error.Message);
    }

    [Theory]
    [InlineData("a: 1\n---\nb: [", "{\"a\":1}")]
    [InlineData("a: 1\na: 2", "{\"a\":2}")]
    [InlineData("on: 1\n1.5: x\n2: y", "{\"1.5\":\"x\",\"2\":true,\"true\":1}")]
    [InlineData("a: >-\n  x\n  y\n\n  z\n", "{\"a\":\"x y\\nz\"}")]
    [InlineData("base: &b {k: 1}\nc:\n  <<: [*b, {k: 2, l: 3}]\n", "{\"base\":{\"k\":1},\"c\":{\"k\":1,\"l\":3}}")]
    [InlineData("? complex\n: value\n", "{\"complex\":\"value\"}")]
    [InlineData("", "null")]
    [InlineData("# only a comment", "null")]
    [InlineData("url: http://x/?a=b\nl: [a b, 'c']", "{\"l\":[\"a b\",\"c\"],\"url\":\"http://x/?a=b\"}")]
    public void Documents_are_read_as_YAML_1_1(string yaml, string expected) => Assert.Equal(expected, GoJson.Marshal(YamlText.Unmarshal(yaml)));

    [Fact]
    public void Deep_nesting_is_an_error_and_not_a_crash()
    {
        var error = Assert.Throws<YamlException>(() => YamlText.Unmarshal(new string('[', 20000)));
        Assert.Contains("exceeded max depth", error.Message, StringComparison.Ordinal);
    }
}
