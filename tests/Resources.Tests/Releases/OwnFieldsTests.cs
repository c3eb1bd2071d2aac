using System.Text.Json.Nodes;
using Coder.Infra.Releases;

namespace Coder.Infra.Resources.Tests.Releases;

public sealed class OwnFieldsTests
{
    [Theory]
    [InlineData("""{"cpu":"0.5","memory":"1024Mi","n":"1e3","s":""}""", """{"cpu":"500m","memory":"1Gi","n":"1k","more":true}""")]
    [InlineData("""{"a":{},"b":[],"c":false,"d":0,"e":{"f":[]}}""", "{}")]
    [InlineData("""{"env":[{"name":"A","value":"1"}]}""", """{"env":[{"name":"B","value":"2"},{"name":"A","value":"1","more":1}]}""")]
    public void The_same_in_other_words_is_no_difference(string wanted, string live) => Assert.Empty(Between(wanted, live));

    [Theory]
    [InlineData("""{"cpu":"0.5"}""", """{"cpu":"501m"}""", "cpu")]
    [InlineData("""{"env":[{"name":"A","value":"1"}]}""", """{"env":[{"name":"A","value":"2"}]}""", "env[A].value")]
    [InlineData("""{"args":["a"]}""", """{"args":["a","b"]}""", "args[1]")]
    [InlineData("""{"a":{"b":"c"}}""", "{}", "a.b")]
    public void Another_value_of_a_field_that_is_named_is_one(string wanted, string live, string path) => Assert.Equal(path, Assert.Single(Between(wanted, live)).Path.Text);

    private static IReadOnlyList<FieldChange> Between(string wanted, string live) => OwnFields.Between(JsonNode.Parse(wanted)!.AsObject(), JsonNode.Parse(live)!.AsObject());
}
