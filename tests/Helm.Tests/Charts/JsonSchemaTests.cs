using System.Text;
using Coder.Infra.Helm.Charts.Schema;
using Coder.Infra.Helm.Yaml;

namespace Coder.Infra.Helm.Tests.Charts;

public sealed class JsonSchemaTests
{
    [Theory]
    [InlineData("""{"type":["null","integer"]}""", "\"x\"", "- at '': got string, want null or integer")]
    [InlineData("""{"type":"integer"}""", "80.5", "- at '': got number, want integer")]
    [InlineData("""{"enum":["a",1,null]}""", "2", "- at '': value must be one of 'a', 1, <nil>")]
    [InlineData("""{"const":"a"}""", "2", "- at '': value must be 'a'")]
    [InlineData("""{"maximum":65535}""", "70000", "- at '': maximum: got 70,000, want 65,535")]
    [InlineData("""{"multipleOf":0.1}""", "0.35", "- at '': multipleOf: got 0.35, want 0.1")]
    [InlineData("""{"pattern":"^\\d+$"}""", "\"a\\n\"", "- at '': 'a\\n' does not match pattern '^\\\\d+$'")]
    [InlineData("""{"required":["a","b"]}""", "{}", "- at '': missing properties 'a', 'b'")]
    [InlineData("""{"properties":{"a/b":false}}""", "{\"a/b\":1}", "- at '/a~1b': false schema")]
    [InlineData("""{"items":{"type":"string"},"uniqueItems":true}""", "[\"a\",\"a\"]", "- at '': items at 0 and 1 are equal")]
    [InlineData("""{"anyOf":[{"type":"string"},{"type":"null"}]}""", "1", "- at '': 'anyOf' failed\n  - at '': got number, want string\n  - at '': got number, want null")]
    [InlineData("""{"oneOf":[{},{"type":"number"}]}""", "1", "- at '': 'oneOf' failed, subschemas 0, 1 matched")]
    [InlineData("""{"not":{}}""", "1", "- at '': 'not' failed")]
    [InlineData("""{"if":{"type":"string"},"then":{"minLength":2}}""", "\"a\"", "- at '': minLength: got 1, want 2")]
    [InlineData("""{"dependentRequired":{"a":["b"]}}""", "{\"a\":1}", "- at '': properties 'b' required, if 'a' exists")]
    [InlineData("""{"allOf":[{"properties":{"a":{}}}],"unevaluatedProperties":false}""", "{\"a\":1,\"b\":2}", "- at '/b': false schema")]
    [InlineData("""{"$schema":"http://json-schema.org/draft-04/schema#","minimum":1,"exclusiveMinimum":true}""", "1", "- at '': exclusiveMinimum: got 1, want 1")]
    [InlineData("""{"$schema":"http://json-schema.org/draft-07/schema#","format":"ipv4"}""", "\"1.2.3\"", "- at '': '1.2.3' is not valid ipv4: expected four decimals")]
    [InlineData("""{"$ref":"#/$defs/p","$defs":{"p":{"type":"null"}}}""", "1", "- at '': got number, want null")]
    [InlineData("""{"properties":{"a":{"$ref":"#/$defs/p"}},"$defs":{"p":{"minimum":2,"multipleOf":2}}}""", "{\"a\":1}", "- at '/a': validation failed\n  - at '/a': minimum: got 1, want 2\n  - at '/a': multipleOf: got 1, want 2")]
    [InlineData("""{"const":[1]}""", "2", "- at '': 'const' failed")]
    public void Problems_are_reported_in_the_librarys_words(string schema, string value, string expected) =>
        Assert.Equal(expected + "\n", JsonSchema.Validate(Encoding.UTF8.GetBytes(schema), GoJson.Unmarshal(value)));

    [Theory]
    [InlineData("date", "2020-13-01", "parsing time \"2020-13-01\": month out of range")]
    [InlineData("time", "10:20:30", "less than 9 characters long")]
    [InlineData("date-time", "2020-01-01 10:00:00Z", "11th character must be t or T")]
    [InlineData("duration", "P1D1Y", "unit 'Y' out of order")]
    [InlineData("ipv4", "1.2.3.256", "decimal must be between 0 and 255")]
    [InlineData("ipv6", "1::2::3", "ParseAddr(\"1::2::3\"): multiple :: in address (at \":3\")")]
    [InlineData("email", "a b@c.d", "invalid character ' '")]
    [InlineData("hostname", "a..b", "label must be 1 to 63 characters long")]
    [InlineData("uri", "x/y", "relative url")]
    [InlineData("uuid", "1234", "must have 5 elements")]
    [InlineData("regex", "(", "error parsing regexp: missing closing ): `(`")]
    [InlineData("semver", "1.2", "versionCore must have 3 numbers separated by dot")]
    public void What_is_not_of_a_format_is_refused_with_the_reason(string format, string text, string problem)
    {
        string schema = "{\"$schema\":\"http://json-schema.org/draft-07/schema#\",\"format\":\"" + format + "\"}";
        Assert.Equal($"- at '': '{text}' is not valid {format}: {problem}\n", JsonSchema.Validate(Encoding.UTF8.GetBytes(schema), text));
    }

    [Theory]
    [InlineData("""{"$ref":"#/definitions/port","definitions":{"port":{"type":"integer"}}}""", "1")]
    [InlineData("""{"$ref":"#port","$defs":{"port":{"$anchor":"port","type":"integer"}}}""", "1")]
    [InlineData("""{"type":"integer","format":"unheard of"}""", "1.0")]
    [InlineData("""{"multipleOf":1e-40}""", "1e30")]
    [InlineData("""{"prefixItems":[{"type":"string"}],"items":false}""", "[\"a\"]")]
    public void Values_that_fit_are_accepted(string schema, string value) =>
        Assert.Null(JsonSchema.Validate(Encoding.UTF8.GetBytes(schema), GoJson.Unmarshal(value)));

    [Fact]
    public void A_schema_that_refers_to_itself_without_end_is_an_error() =>
        Assert.Contains("without end", JsonSchema.Validate("""{"$ref":"#"}"""u8.ToArray(), 1.0), StringComparison.Ordinal);
}
