using Coder.Infra.Helm.Charts;
using Coder.Infra.Helm.Yaml;

namespace Coder.Infra.Helm.Tests.Charts;

/// <summary>Recorded cases that only print the values, or fail while the flags are read.</summary>
public sealed class RecordedValuesTests
{
    public static TheoryData<string, string> Cases()
    {
        var data = new TheoryData<string, string>();
        foreach (string line in File.ReadLines(Path.Combine(Recordings.Helm, "public.jsonl")))
        {
            var item = GoJson.UnmarshalMap(line)!;
            var template = (string)((Dictionary<string, object?>)item["templates"]!).Values.First()!;
            if (item["category"] is "helm/set-flags" or "helm/coalesce" && (template == "{{ .Values | toJson }}\n" || template == "x\n"))
                data.Add((string)item["id"]!, line);
        }
        return data;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Values_come_together_as_recorded(string id, string line)
    {
        Assert.NotEmpty(id);
        var item = GoJson.UnmarshalMap(line)!;
        var expect = (Dictionary<string, object?>)item["expect"]!;
        string expected = expect.GetValueOrDefault("error") as string
            ?? ((string)((Dictionary<string, object?>)expect["output"]!).Values.Single()!).TrimEnd('\n');
        Assert.Equal(expected, Result(item));
    }

    private static string Result(Dictionary<string, object?> item)
    {
        var user = item.GetValueOrDefault("userValues") as Dictionary<string, object?> ?? [];
        foreach (var (key, flag, mode) in new[] { ("setJson", "set-json", SetMode.Json), ("set", "set", SetMode.Typed), ("setString", "set-string", SetMode.Text) })
        {
            foreach (string argument in (item.GetValueOrDefault(key) as List<object?> ?? []).Cast<string>())
            {
                try
                {
                    SetSyntax.ParseInto(argument, user, mode);
                }
                catch (SetSyntaxException e)
                {
                    return $"failed parsing --{flag} data" + (mode == SetMode.Json ? " " + argument : ": " + e.Message);
                }
            }
        }
        var chart = new Chart { Metadata = new ChartMetadata { Name = "mychart" }, Values = (Dictionary<string, object?>)item["values"]! };
        return GoJson.Marshal(ChartValues.Coalesce(chart, user));
    }
}
