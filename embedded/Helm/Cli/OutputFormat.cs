using System.Text;
using System.Text.Json.Nodes;
using Coder.Infra.Helm.Yaml;

namespace Coder.Infra.Helm.Cli;

/// <summary>The flag <c>--output</c> and what it chooses from.</summary>
internal static class OutputFormat
{
    public static readonly Flag Flag = new("output", FlagKind.Text, 'o');

    /// <summary>Writes in the chosen format.</summary>
    /// <param name="flags">The flags.</param>
    /// <param name="stdout">Where to.</param>
    /// <param name="data">What JSON and YAML show.</param>
    /// <param name="table">What people see.</param>
    public static void Write(FlagSet flags, TextWriter stdout, Func<JsonNode?> data, Func<string> table)
    {
        string format = Of(flags);
        stdout.Write(format switch
        {
            "table" => table(),
            "json" => GoJson.Marshal(Ordered(data())) + "\n",
            "yaml" => YamlText.Marshal(GoJson.Unmarshal(data()?.ToJsonString() ?? "null")),
            _ => throw new CommandException($"invalid argument {GoQuote.Quote(format)} for \"-o, --output\" flag: invalid format type"),
        });
    }

    /// <summary>The name of the format that was chosen.</summary>
    public static string Of(FlagSet flags) => flags.Text(Flag.Name, "table");

    /// <summary>Objects keep their order: it is that of the fields of Go's structs.</summary>
    private static object? Ordered(JsonNode? data) => data switch
    {
        JsonObject map => new GoStruct([.. map.Select(field => KeyValuePair.Create(field.Key, Ordered(field.Value)))]),
        JsonArray list => list.Select(Ordered).ToList(),
        null => null,
        var value => GoJson.Unmarshal(value.ToJsonString()),
    };

    /// <summary>Rows in columns as wide as their widest cell, set off by tabs.</summary>
    public static string Table(IReadOnlyList<string[]> rows)
    {
        var widths = Enumerable.Range(0, rows[0].Length).Select(c => rows.Max(r => r[c].Length)).ToArray();
        var text = new StringBuilder();
        foreach (string[] row in rows)
            text.AppendJoin('\t', row.Select((cell, c) => cell.PadRight(widths[c]))).Append('\n');
        return text.ToString();
    }
}
