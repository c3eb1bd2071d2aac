using Coder.Infra.Helm.Charts;
using Coder.Infra.Helm.Yaml;
using CsCheck;

namespace Coder.Infra.Helm.Tests.Charts;

public sealed class SetSyntaxTests
{
    [Theory]
    [InlineData(SetMode.Typed, "a=1,b=TRUE,c=null,d=007,e=", "{\"a\":1,\"b\":true,\"c\":null,\"d\":\"007\",\"e\":\"\"}")]
    [InlineData(SetMode.Typed, "a\\.b=x\\,y", "{\"a.b\":\"x,y\"}")]
    [InlineData(SetMode.Typed, "a={1,x},b=2", "{\"a\":[1,\"x\"],\"b\":2}")]
    [InlineData(SetMode.Typed, "l[0].a=", "{\"l\":[]}")]
    [InlineData(SetMode.Text, "a=1,b=true", "{\"a\":\"1\",\"b\":\"true\"}")]
    [InlineData(SetMode.Json, "a={\"x\":[1,2]},b= ,c=\"y\"", "{\"a\":{\"x\":[1,2]},\"b\":null,\"c\":\"y\"}")]
    [InlineData(SetMode.Literal, "a.b[1]=x,y\\=\"z", "{\"a\":{\"b\":[null,\"x,y\\\\=\\\"z\"]}}")]
    [InlineData(SetMode.File, "a=name", "{\"a\":\"<name>\"}")]
    public void Arguments_become_values(SetMode mode, string argument, string expected)
    {
        var values = new Dictionary<string, object?>();
        SetSyntax.ParseInto(argument, values, mode, path => $"<{path}>");
        Assert.Equal(expected, GoJson.Marshal(values, escapeHtml: false));
    }

    [Theory]
    [InlineData("a", "key \"a\" has no value")]
    [InlineData("a,b=1", "key \"a\" has no value (cannot end with ,)")]
    [InlineData("a.=1", "key map \"a\" has no value")]
    [InlineData("a[x]=1", "error parsing index: strconv.Atoi: parsing \"x\": invalid syntax")]
    [InlineData("a[0]b=1", "unexpected data at end of array index: ['b']")]
    [InlineData("a[70000]=1", "index of 70000 is greater than maximum supported index of 65536")]
    [InlineData("a={1", "list must terminate with '}'")]
    public void Arguments_that_do_not_parse_are_refused_in_Helms_words(string argument, string expected)
    {
        var error = Assert.Throws<SetSyntaxException>(() => SetSyntax.ParseInto(argument, []));
        Assert.Equal(expected, error.Message);
    }

    [Fact]
    public void Nesting_is_limited()
    {
        var error = Assert.Throws<SetSyntaxException>(() => SetSyntax.ParseInto(string.Concat(Enumerable.Repeat("a.", 40)) + "b=1", []));
        Assert.Contains("maximum supported nested level of 30", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void No_text_crashes_the_parser() =>
        Gen.String[Gen.Char["ab01.,=[]{}\\\"- "], 0, 20].Sample(argument =>
        {
            foreach (var mode in Enum.GetValues<SetMode>())
            {
                try
                {
                    SetSyntax.ParseInto(argument, [], mode, path => path);
                }
                catch (SetSyntaxException)
                {
                    // Refused is fine.
                }
            }
        });
}
