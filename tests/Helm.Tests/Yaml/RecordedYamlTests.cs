using System.Text.RegularExpressions;
using Coder.Infra.Helm.Yaml;

namespace Coder.Infra.Helm.Tests.Yaml;

/// <summary>Recorded templates that do nothing but read or write YAML or JSON, held against the library alone.</summary>
public sealed partial class RecordedYamlTests
{
    public static TheoryData<string, string, string> Writing()
    {
        var data = new TheoryData<string, string, string>();
        foreach (var (id, template, values, output) in Cases())
            if (ToYaml().Match(template) is { Success: true } match && values.GetValueOrDefault(match.Groups[1].Value) is { } value)
                data.Add(id, GoJson.Marshal(value), output);
        return data;
    }

    public static TheoryData<string, string, string> Reading()
    {
        var data = new TheoryData<string, string, string>();
        foreach (var (id, template, _, output) in Cases())
            if (FromYaml().Match(template) is { Success: true } match && !match.Groups[1].Value.Contains("\\x", StringComparison.Ordinal))
                data.Add(id, (string)GoJson.Unmarshal(match.Groups[1].Value)!, output);
        return data;
    }

    [Theory]
    [MemberData(nameof(Writing))]
    public void Values_are_written_as_recorded(string id, string json, string expected)
    {
        Assert.NotEmpty(id);
        Assert.Equal(expected, YamlText.Marshal(GoJson.Unmarshal(json)).TrimSuffix("\n"));
    }

    [Theory]
    [MemberData(nameof(Reading))]
    public void Documents_are_read_as_recorded(string id, string yaml, string expected)
    {
        Assert.NotEmpty(id);
        object? value;
        try
        {
            value = YamlText.UnmarshalMap(yaml);
        }
        catch (YamlException e)
        {
            value = new Dictionary<string, object?> { ["Error"] = e.Message };
        }
        Assert.Equal(expected, GoJson.Marshal(value));
    }

    private static IEnumerable<(string Id, string Template, Dictionary<string, object?> Values, string Output)> Cases()
    {
        foreach (string line in File.ReadLines(Path.Combine(Recordings.Helm, "public.jsonl")))
        {
            var item = GoJson.UnmarshalMap(line)!;
            var templates = (Dictionary<string, object?>)item["templates"]!;
            var expect = (Dictionary<string, object?>)item["expect"]!;
            if (templates.Count == 1 && expect.GetValueOrDefault("output") is Dictionary<string, object?> { Count: 1 } output)
                yield return ((string)item["id"]!, (string)templates.Values.Single()!, (Dictionary<string, object?>)item["values"]!, (string)output.Values.Single()!);
        }
    }

    [GeneratedRegex("""^\{\{ toYaml \.Values\.(\w+) \}\}$""")]
    private static partial Regex ToYaml();

    [GeneratedRegex("""^\{\{ fromYaml ("(?:[^"\\]|\\.)*") \| toJson \}\}$""")]
    private static partial Regex FromYaml();
}

internal static class TextExtensions
{
    public static string TrimSuffix(this string text, string suffix) => text.EndsWith(suffix, StringComparison.Ordinal) ? text[..^suffix.Length] : text;
}
