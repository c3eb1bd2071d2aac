using Coder.Infra.Helm.Yaml;

namespace Coder.Infra.Helm.Tests.Yaml;

/// <summary>TOML as BurntSushi's library reads it, with its words, lines and keys for what is wrong.</summary>
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
    [InlineData("é = 1", "line 1: expected '.' or '=', but got 'é' instead")]
    [InlineData("a", "line 1: unexpected EOF; expected key separator '='")]
    [InlineData("a\n", "line 1: expected '.' or '=', but got '\\n' instead")]
    [InlineData(".a = 1", "line 1: unexpected '.': keys cannot start with a '.'")]
    [InlineData("a. = 1", "line 1: unexpected '='")]
    [InlineData("a = 1 b", "line 1: expected a top-level item to end with a newline, comment, or EOF, but got 'b' instead")]
    [InlineData("[t]\na = =", "line 2 (last key \"t.a\"): expected value but found '=' instead")]
    [InlineData("a = \n", "line 1 (last key \"a\"): expected value but found '\\n' instead")]
    [InlineData("a = nope", "line 1 (last key \"a\"): expected value but found \"nope\" instead")]
    [InlineData("a = -0x1", "line 1 (last key \"a\"): cannot use sign with non-decimal numbers: '-0x'")]
    [InlineData("a = 0xg", "line 1 (last key \"a\"): not a hexadecimal number: '0xg'")]
    [InlineData("a = 01", "line 1 (last key \"a\"): Invalid integer \"01\": cannot have leading zeroes")]
    [InlineData("a = 1.e3", "line 1 (last key \"a\"): Invalid float \"1.e3\": '.' must be followed by one or more digits")]
    [InlineData("a = 2020-13-01", "line 1 (last key \"a\"): invalid datetime: \"2020-13-01\"")]
    [InlineData("a = \"x\ny\"", "line 1 (last key \"a\"): strings cannot contain newlines")]
    [InlineData("a = \"\\q\"", "line 1 (last key \"a\"): invalid escape in string '\\q'")]
    [InlineData("a = \"\u0001\"", "line 1 (last key \"a\"): TOML files cannot contain control characters: '0x01'")]
    [InlineData("a = [1 2]", "line 1 (last key \"a\"): expected a comma (',') or array terminator (']'), but got '2'")]
    [InlineData("a = {b = 1, b = 2}", "line 1 (last key \"a.b\"): Key 'a.b' has already been defined.")]
    [InlineData("a = {b = 1", "line 1 (last key \"a.b\"): expected a comma or an inline table terminator '}', but got end of file instead")]
    [InlineData("a = 1\n[a]", "line 2: Key 'a' has already been defined.")]
    [InlineData("[a]\n[[a]]", "line 2: Key 'a' was already created and cannot be used as an array.")]
    [InlineData("[a b]", "line 1: expected '.' or ']' to end table name, but got 'b' instead")]
    [InlineData("[a]]", "line 1 (last key \"a\"): expected a top-level item to end with a newline, comment, or EOF, but got ']' instead")]
    [InlineData("[]", "line 1: unexpected end of table name (table names cannot be empty)")]
    [InlineData("[[a]", "line 1: expected end of table array name delimiter ']', but got '\\x00' instead")]
    public void Tells(string toml, string expected) =>
        Assert.Equal("toml: " + expected, Assert.Throws<TomlException>(() => TomlText.Unmarshal(toml)).Message);
}
