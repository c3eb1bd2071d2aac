using System.Text.Json;
using System.Text.Json.Nodes;
using Coder.Infra.Providers.Kubernetes.Objects;

namespace Coder.Infra.Providers.Kubernetes.Waiting;

/// <summary>
/// What the annotation <c>pulumi.com/waitFor</c> asks for: <c>jsonpath={.a.b}</c> (is there), <c>jsonpath={.a.b}=value</c>,
/// <c>condition=Type</c> (is true), <c>condition=Type=status</c>, or a JSON list of such, all of which must hold.
/// </summary>
internal abstract record WaitCondition
{
    public abstract Readiness Judge(JsonObject value);
}

/// <summary>A place in the object is there, or has a value.</summary>
internal sealed record PathCondition(JsonPath Path, string? Wanted) : WaitCondition
{
    public override Readiness Judge(JsonObject value)
    {
        var found = Path.Select(value).ToList();
        if (found.Count == 0)
            return Readiness.Waiting($"{Path} selected nothing");
        if (Wanted is null)
            return Readiness.Ready($"Found {Path}");
        var said = string.Join(" ", found.Select(node => node is JsonValue text && text.TryGetValue<string>(out var s) ? s : node?.ToJsonString() ?? "null"));
        return said == Wanted ? Readiness.Ready($"Found {Path}") : Readiness.Waiting($"{Path} has value \"{said}\", expected \"{Wanted}\"");
    }
}

/// <summary>A condition of the object's status has a status.</summary>
internal sealed record StatusCondition(string Type, string Wanted) : WaitCondition
{
    public override Readiness Judge(JsonObject value)
    {
        if (value["status"].Count("observedGeneration") is > 0 and var observed && observed < value.Generation())
            return Readiness.Waiting($"Waiting for generation {value.Generation()} to be observed");
        var condition = value.Condition(Type);
        var status = (string?)condition?["status"];
        if (string.Equals(status, Wanted, StringComparison.OrdinalIgnoreCase))
            return Readiness.Ready();
        return Readiness.Waiting(condition is null
            ? $"Missing condition {Type}"
            : $"Condition {Type} is {status}, expected {Wanted}{(condition["message"] is { } message && (string?)message is { Length: > 0 } ? $": {message}" : "")}");
    }
}

/// <summary>Reads and judges what the annotation asks for.</summary>
internal static class WaitConditions
{
    /// <summary>The conditions that an object asks to be waited for.</summary>
    public static IReadOnlyList<WaitCondition> Of(JsonObject manifest) =>
        manifest.Annotation(Annotations.WaitFor) is { } text ? [.. Texts(text).Select(Parse)] : [];

    /// <summary>What is wrong with an object's annotation.</summary>
    public static IEnumerable<(string Annotation, string Reason)> Problems(JsonObject manifest)
    {
        string? problem = null;
        try
        {
            Of(manifest);
        }
        catch (FormatException error)
        {
            problem = error.Message;
        }

        if (problem is not null)
            yield return (Annotations.WaitFor, problem);
    }

    /// <summary>The first that does not hold, else the last.</summary>
    public static Readiness Judge(IReadOnlyList<WaitCondition> conditions, JsonObject value)
    {
        var result = Readiness.Ready();
        foreach (var condition in conditions)
        {
            result = condition.Judge(value);
            if (result.State != ReadinessState.Ready)
                return result;
        }

        return result;
    }

    private static IEnumerable<string> Texts(string text)
    {
        if (!text.TrimStart().StartsWith('['))
            return [text];
        try
        {
            return JsonSerializer.Deserialize<string[]>(text)!;
        }
        catch (JsonException)
        {
            throw new FormatException($"\"{text}\" is not a JSON list of texts");
        }
    }

    private static WaitCondition Parse(string text)
    {
        const string Path = "jsonpath=", Condition = "condition=";
        if (text.StartsWith(Path, StringComparison.Ordinal))
        {
            var end = text.LastIndexOf('}');
            var rest = text[(end + 1)..];
            if (end > Path.Length && (rest.Length == 0 || rest[0] == '='))
                return new PathCondition(JsonPath.Parse(text[Path.Length..(end + 1)]), rest.Length == 0 ? null : rest[1..].Trim('"'));
        }
        else if (text.StartsWith(Condition, StringComparison.Ordinal) && text[Condition.Length..].Split('=', 2) is [{ Length: > 0 } type, .. var status])
        {
            return new StatusCondition(type, status is [{ Length: > 0 } wanted] ? wanted : "True");
        }

        throw new FormatException($"\"{text}\" is none of jsonpath={{.path}}, jsonpath={{.path}}=value, condition=Type and condition=Type=status");
    }
}
