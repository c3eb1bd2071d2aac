using System.Text.Json;
using Coder.Infra.Settings;
using Coder.Infra.Tests.Generated;
using CsCheck;
using NJsonSchema;

namespace Coder.Infra.Tests.Settings;

public sealed class ChartValuesTests
{
    [Fact]
    public void Every_value_that_does_not_fit_is_told_with_its_path()
    {
        var problems = Check("""
            {"envproxy": {"token": "t", "replicas": "two", "image": 1}, "ingress": {"tls": {"enable": "yes"}, "additionalAnnotations": {"a/b": 1}},
             "imagePullPolicy": "Sometimes", "serviceTolerations": [{}, "x"], "logging": []}
            """);

        Assert.Equal(
            [
                ("values.envproxy.token", "cannot be set: the token comes from the registration with Coder"),
                ("values.envproxy.replicas", "is not a whole number from 0"),
                ("values.envproxy.image", "is not a text"),
                ("values.ingress.tls.enable", "is neither true nor false"),
                ("values.ingress.additionalAnnotations[\"a/b\"]", "is not a text"),
                ("values.imagePullPolicy", "is not one of Always, IfNotPresent, Never"),
                ("values.serviceTolerations[1]", "is not an object"),
                ("values.logging", "is not an object"),
            ],
            problems);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"storageClassName": "fast", "envproxy": {"replicas": 2.0, "image": null, "extra": [1]}, "devurls": null}""")]
    public void What_fits_and_what_the_chart_may_have_further_passes(string values) => Assert.Empty(Check(values));

    public static TheoryData<string> Kinds => [.. StackKind.All.Select(kind => kind.Name)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task The_schema_and_the_reader_agree(string kind)
    {
        var values = StackKind.Find(kind)!.Values;
        var schema = await JsonSchema.FromJsonAsync(ValuesSchema.Text(values));

        ValueOf(values).Sample(json => (schema.Validate(json).Count == 0) == (Check(values, json).Count == 0), iter: 1000, threads: 1);
    }

    private static List<(string, string)> Check(string json) => Check(ChartValues.WorkspaceProvider, json);

    private static List<(string, string)> Check(ChartValue values, string json)
    {
        using var document = JsonDocument.Parse(json);
        return [.. values.Check(document.RootElement, "values")];
    }

    /// <summary>Mostly what fits, sometimes what does not.</summary>
    private static Gen<string> ValueOf(ChartValue value)
    {
        var any = OneOf("null", "1", "1.5", "-1", "true", "\"x\"", "[]", "[1]", "[{}]", "{}", """{"a":1}""", """{"a":"b"}""");
        var fits = value.Type switch
        {
            ChartValueType.Integer => OneOf("0", "3"),
            ChartValueType.Boolean => OneOf("true", "false"),
            ChartValueType.List => OneOf("[]", """["a"]"""),
            ChartValueType.Objects => OneOf("[]", """[{"key":"a"}]"""),
            ChartValueType.Texts => OneOf("{}", """{"a":"b"}"""),
            ChartValueType.Object when value.Members.Length > 0 => Members(value),
            ChartValueType.Object => OneOf("{}", """{"limits":{"cpu":"1"}}"""),
            _ => OneOf([.. value.Texts.DefaultIfEmpty("x").Select(text => $"\"{text}\"")]),
        };
        return Gen.Int[0, 12].SelectMany(chance => chance == 0 ? any : fits);
    }

    private static Gen<string> OneOf(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(index => texts[index]);

    private static Gen<string> Members(ChartValue value) =>
        Gen.Select(
            Gen.Int[0, 3].Array[value.Members.Length],
            value.Members.Aggregate(Gen.Const<IReadOnlyList<string>>([]), (all, member) => Gen.Select(all, ValueOf(member), (list, json) => (IReadOnlyList<string>)[.. list, json])),
            (wanted, members) => $"{{{string.Join(",", value.Members.Select((member, index) => (member, index))
                .Where(entry => wanted[entry.index] == 0 && (entry.member.Refused is null || wanted[0] == 1))
                .Select(entry => $"\"{entry.member.Name}\":{members[entry.index]}"))}}}");
}
