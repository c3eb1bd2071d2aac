using System.Collections.Immutable;
using System.Globalization;
using Coder.Infra.Protocol.Properties;

namespace Coder.Infra.Engine.Deployment.Plans;

/// <summary>How properties are to change, by top-level name.</summary>
/// <param name="Adds">New ones.</param>
/// <param name="Deletes">Names of those that go.</param>
/// <param name="Updates">New values.</param>
public sealed record PlanDiff(PropertyMap Adds, ImmutableArray<string> Deletes, PropertyMap Updates)
{
    /// <summary>No change.</summary>
    public static PlanDiff None { get; } = new(PropertyMap.Empty, [], PropertyMap.Empty);

    /// <summary>The change from one map to another.</summary>
    public static PlanDiff Of(PropertyMap olds, PropertyMap news) => new(
        PropertyMap.From(news.Where(item => !olds.ContainsKey(item.Key))),
        [.. olds.Keys.Where(name => !news.ContainsKey(name))],
        PropertyMap.From(news.Where(item => olds.Get(item.Key) is { } old && !old.Equals(item.Value))));

    /// <summary>
    /// What the actual change has that was not planned, or lacks; null where it keeps to the plan. Each difference is written as
    /// the official engine does: the planned sign (<c>+</c>, <c>-</c>, <c>~</c> or <c>=</c>), the actual one, the name, the values.
    /// </summary>
    public string? Violation(PropertyMap olds, PropertyMap news)
    {
        var actual = Of(olds, news);
        var differences = new List<string>();
        foreach (var name in Names(this).Union(Names(actual)).Order(StringComparer.Ordinal))
        {
            var (planned, done) = (Sign(this, name), Sign(actual, name));
            var (expected, value) = (Adds.Get(name) ?? Updates.Get(name), news.Get(name));

            // What was unknown may turn out to be what is there already, and what was to be added may be there by now.
            if (expected is not null && value is not null && Covers(expected, value))
                continue;
            if (expected is null && planned == done)
                continue;
            differences.Add($"{planned}{done}{name}[{Values(expected, value)}]");
        }

        return differences.Count == 0 ? null : $"properties changed: {string.Join(", ", differences)}";
    }

    private static IEnumerable<string> Names(PlanDiff diff) => diff.Adds.Keys.Concat(diff.Deletes).Concat(diff.Updates.Keys);

    private static char Sign(PlanDiff diff, string name) =>
        diff.Adds.ContainsKey(name) ? '+' : diff.Updates.ContainsKey(name) ? '~' : diff.Deletes.Contains(name) ? '-' : '=';

    /// <summary>Whether a value is what was planned; an unknown may become anything.</summary>
    private static bool Covers(PropertyValue planned, PropertyValue actual) => (planned, actual) switch
    {
        (SecretValue secret, _) => Covers(secret.Value, actual),
        (_, SecretValue secret) => Covers(planned, secret.Value),
        (ComputedValue or OutputValue { Value: null }, _) => true,
        (OutputValue output, _) => Covers(output.Value!, actual),
        (_, OutputValue { Value: { } known }) => Covers(planned, known),
        (ArrayValue a, ArrayValue b) => a.Items.Length == b.Items.Length && a.Items.Zip(b.Items).All(pair => Covers(pair.First, pair.Second)),
        (ObjectValue a, ObjectValue b) => b.Properties.Keys.All(a.Properties.ContainsKey)
            && a.Properties.All(item => b.Properties.Get(item.Key) is { } value ? Covers(item.Value, value) : item.Value.ContainsUnknowns),
        _ => planned.Equals(actual),
    };

    private static string Values(PropertyValue? expected, PropertyValue? actual) => (expected, actual) switch
    {
        ({ } one, { } other) => $"{Show(one)}!={Show(other)}",
        ({ } one, null) => Show(one),
        (null, { } other) => Show(other),
        _ => "",
    };

    private static string Show(PropertyValue value) => value switch
    {
        { ContainsSecrets: true } => "[secret]",
        StringValue text => $"{{{text.Value}}}",
        NumberValue number => $"{{{number.Value.ToString(CultureInfo.InvariantCulture)}}}",
        BoolValue flag => flag.Value ? "{true}" : "{false}",
        ComputedValue or OutputValue { Value: null } => "output<string>{}",
        ArrayValue array => $"{{[{string.Join(' ', array.Items.Select(Show))}]}}",
        ObjectValue map => $"{{map[{string.Join(' ', map.Properties.Select(item => $"{item.Key}:{Show(item.Value)}"))}]}}",
        _ => "{<nil>}",
    };
}
