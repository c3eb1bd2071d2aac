using CsCheck;

namespace Coder.Infra.Engine.Tests.Backend;

public class GoJsonTests
{
    // What Go's encoding/json writes for a float64.
    [Theory]
    [InlineData(0, "0")]
    [InlineData(4, "4")]
    [InlineData(-17.5, "-17.5")]
    [InlineData(0.1, "0.1")]
    [InlineData(0.000001, "0.000001")]
    [InlineData(0.0000001, "1e-7")]
    [InlineData(0.00000123, "0.00000123")]
    [InlineData(-1.5e-9, "-1.5e-9")]
    [InlineData(1e20, "100000000000000000000")]
    [InlineData(1e21, "1e+21")]
    [InlineData(1.2345e25, "1.2345e+25")]
    [InlineData(123456789012345680, "123456789012345680")]
    [InlineData(9007199254740993, "9007199254740992")]
    [InlineData(1e300, "1e+300")]
    public void Numbers_are_written_as_Go_writes_them(double value, string text) => Assert.Equal(text, GoNumber.Format(value));

    [Fact]
    public void Every_number_is_read_back_as_it_was() => Gen.Double.Where(double.IsFinite).Sample(value =>
        double.Parse(GoNumber.Format(value), System.Globalization.CultureInfo.InvariantCulture).Equals(value));

    [Theory]
    [InlineData("a\"b\\c", "\"a\\\"b\\\\c\"")]
    [InlineData("\n\r\t\b\f\u0001", "\"\\n\\r\\t\\b\\f\\u0001\"")]
    [InlineData("<&>é€😀", "\"<&>é€😀\"")]
    [InlineData("\u2028", "\"\\u2028\"")]
    public void Texts_are_quoted_as_Go_quotes_them(string value, string text)
    {
        var json = new GoJsonWriter();
        json.String(value);
        Assert.Equal(text, json.ToString());
    }

    [Fact]
    public void Empty_objects_and_lists_stay_on_one_line()
    {
        var json = new GoJsonWriter("  ");
        json.BeginObject();
        json.Name("a").BeginObject();
        json.EndObject();
        json.Name("b").BeginArray();
        json.EndArray();
        json.Name("c").BeginArray();
        json.Number(1L);
        json.Null();
        json.EndArray();
        json.EndObject();
        Assert.Equal("{\n  \"a\": {},\n  \"b\": [],\n  \"c\": [\n    1,\n    null\n  ]\n}", json.ToString());
    }
}
