using Coder.Infra.Helm.Charts;
using Coder.Infra.Helm.Go;
using Coder.Infra.Helm.Rendering;
using Coder.Infra.Helm.Yaml;
using Map = System.Collections.Generic.Dictionary<string, object?>;

namespace Coder.Infra.Helm.Conformance;

/// <summary>A recorded case: templates and values, and what Helm made of them (format: tests/Recordings/helm/README.md).</summary>
internal sealed record ConformanceCase(string Id, string Category, Map Line)
{
    private const string Prefix = "mychart/";

    /// <summary>Reads a line of a file of cases.</summary>
    public static ConformanceCase Parse(string json)
    {
        var line = GoJson.UnmarshalMap(json) ?? throw new FormatException("A case is a JSON object.");
        return new ConformanceCase((string)line["id"]!, (string)line["category"]!, line);
    }

    /// <summary>The cases of a file.</summary>
    public static IEnumerable<ConformanceCase> ReadFile(string path) =>
        File.ReadLines(path).Where(line => line.Length > 0).Select(Parse);

    /// <summary>Renders; null when the result is Helm's, else the first difference.</summary>
    public string? Difference()
    {
        var expected = (Map)Line["expect"]!;
        string? expectedError = expected.GetValueOrDefault("error") as string;
        Dictionary<string, string> output;
        try
        {
            output = Render();
        }
        catch (RenderException e)
        {
            return expectedError == null ? $"error: {e.Message}" : TextDifference("error", expectedError, e.Message);
        }
        if (expectedError != null)
            return $"no error, expected: {expectedError}";
        var files = (Map)expected["output"]!;
        foreach (string name in files.Keys.Union(output.Keys).Order(StringComparer.Ordinal))
        {
            if (!files.TryGetValue(name, out object? text))
                return $"{name} should not be there";
            if (!output.TryGetValue(name, out string? actual))
                return $"{name} is missing";
            if (TextDifference(name, (string)text!, actual) is { } difference)
                return difference;
        }
        return null;
    }

    /// <summary>Whether only the failure is compared, not its words.</summary>
    public bool ComparesFailureOnly => FreeWording.Has(Id);

    private string? TextDifference(string what, string expected, string actual)
    {
        if (ComparesFailureOnly && what == "error")
            return null;
        if (ComparesFailureOnly)
            (expected, actual) = (FreeWording.Without(expected), FreeWording.Without(actual));
        if (expected == actual)
            return null;
        int at = 0;
        while (at < expected.Length && at < actual.Length && expected[at] == actual[at])
            at++;
        return $"{what} differs at {at}\n    expected: {Around(expected, at)}\n    actual:   {Around(actual, at)}";
    }

    private static string Around(string text, int at)
    {
        const int Before = 60, After = 100;
        int from = Math.Max(0, at - Before), to = Math.Min(text.Length, at + After);
        return (from > 0 ? "…" : "") + GoQuote.Quote(text[from..to]) + (to < text.Length ? "…" : "");
    }

    private Dictionary<string, string> Render()
    {
        var chart = new Chart
        {
            Metadata = Metadata(),
            Templates = Files("templates"),
            Files = Files("files"),
            Values = Line.GetValueOrDefault("values") as Map ?? [],
        };
        var values = ChartValues.ToRenderValues(chart, UserValues(), new ReleaseOptions("rel", "ns"), Capabilities());
        var engine = new RenderEngine(new RenderOptions { Strict = Line.GetValueOrDefault("strict") is true });
        return engine.Render(chart, values).ToDictionary(
            file => file.Key.StartsWith(Prefix, StringComparison.Ordinal) ? file.Key[Prefix.Length..] : file.Key,
            file => file.Value);
    }

    private List<ChartFile> Files(string key) => (Line.GetValueOrDefault(key) as Map ?? [])
        .OrderBy(file => file.Key, StringComparer.Ordinal)
        .Select(file => new ChartFile(file.Key, System.Text.Encoding.UTF8.GetBytes((string)file.Value!)))
        .ToList();

    private Map UserValues()
    {
        var values = ChartValues.Copy(Line.GetValueOrDefault("userValues") as Map ?? []);
        Set("setJson", SetMode.Json, text => $"failed parsing --set-json data {text}", withReason: false);
        Set("set", SetMode.Typed, _ => "failed parsing --set data", withReason: true);
        Set("setString", SetMode.Text, _ => "failed parsing --set-string data", withReason: true);
        return values;

        void Set(string key, SetMode mode, Func<string, string> error, bool withReason)
        {
            foreach (string text in (Line.GetValueOrDefault(key) as List<object?> ?? []).Cast<string>())
            {
                try
                {
                    SetSyntax.ParseInto(text, values, mode);
                }
                catch (SetSyntaxException e)
                {
                    throw new RenderException(withReason ? $"{error(text)}: {e.Message}" : error(text));
                }
            }
        }
    }

    private static Capabilities Capabilities() => Charts.Capabilities.Default.With(new KubeVersion("v1.31.0", "1", "31"));

    private static ChartMetadata Metadata() => new()
    {
        ApiVersion = "v2",
        Name = "mychart",
        Version = "1.2.3",
        AppVersion = "4.5.6",
        Description = "A test chart",
        Type = "application",
        KubeVersion = ">=1.20.0-0",
        Home = "https://example.com/home",
        Icon = "https://example.com/icon.png",
        Keywords = ["alpha", "beta"],
        Sources = ["https://example.com/src"],
        Maintainers = [new ChartMaintainer { Name = "Jo Doe", Email = "jo@example.com" }],
        Annotations = new Dictionary<string, string> { ["team/owner"] = "platform" },
    };
}
