using System.Globalization;
using Coder.Infra.Protocol.Properties;
using Coder.Infra.Providers.Bridge;

namespace Coder.Infra.Providers.Random;

/// <summary>A whole number between two bounds, both included; always the same for one seed.</summary>
internal sealed class RandomInteger(RandomSource source) : BridgedResource
{
    public override string Token => "random:index/randomInteger:RandomInteger";

    public override string TerraformType => "random_integer";

    public override IReadOnlyList<ResourceAttribute> Attributes { get; } =
    [
        RandomResources.Keepers,
        new("max", AttributeType.Number) { Required = true },
        new("min", AttributeType.Number) { Required = true },
        new("result", AttributeType.Number) { Computed = true },
        new("seed", AttributeType.Text),
    ];

    public override PropertyMap Create(PropertyMap planned)
    {
        long min = planned.Number("min")!.Value, max = planned.Number("max")!.Value;
        if (max < min)
            throw Failed("Create Random Integer Error", "The minimum (min) value needs to be smaller than or equal to maximum (max) value.");
        var count = max - min + 1;
        var drawn = planned.Text("seed") is { Length: > 0 } seed ? SeededGenerator.From(seed).Below(count) : source.Below(count);
        return State(planned, min + drawn);
    }

    /// <summary>An id to import is <c>result,min,max[,seed]</c>.</summary>
    public override PropertyMap Import(string id)
    {
        var parts = id.Split(',');
        var numbers = parts.Take(3).Select(part => long.TryParse(part, CultureInfo.InvariantCulture, out var n) ? n : (long?)null).ToList();
        if (parts.Length is < 3 or > 4 || numbers.Contains(null))
            throw Failed("Import Random Integer Error", $"Invalid import usage: expecting {{result}},{{min}},{{max}} or {{result}},{{min}},{{max}},{{seed}}, got \"{id}\"");
        var planned = PropertyMap.Of(("min", (double)numbers[1]!), ("max", (double)numbers[2]!));
        return State(parts.Length == 4 ? planned.Set("seed", parts[3]) : planned, numbers[0]!.Value);
    }

    private static PropertyMap State(PropertyMap planned, long result) =>
        planned.Set("id", result.ToString(CultureInfo.InvariantCulture)).Set("result", (double)result);
}
