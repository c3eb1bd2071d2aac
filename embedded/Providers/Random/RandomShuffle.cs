using Coder.Infra.Protocol.Properties;
using Coder.Infra.Providers.Bridge;

namespace Coder.Infra.Providers.Random;

/// <summary>The inputs in another order; more results than inputs are drawn in further rounds.</summary>
internal sealed class RandomShuffle(RandomSource source) : BridgedResource
{
    public override string Token => "random:index/randomShuffle:RandomShuffle";

    public override string TerraformType => "random_shuffle";

    public override IReadOnlyList<ResourceAttribute> Attributes { get; } =
    [
        new("inputs", AttributeType.List) { Required = true },
        RandomResources.Keepers,
        new("resultCount", AttributeType.Number),
        new("results", AttributeType.List) { Computed = true },
        new("seed", AttributeType.Text),
    ];

    public override PropertyMap Create(PropertyMap planned)
    {
        var inputs = planned.Texts("inputs") ?? [];
        var count = planned.Number("resultCount") is > 0 and var wanted ? wanted : inputs.Length;
        Func<long, long> below = planned.Text("seed") is { Length: > 0 } seed ? SeededGenerator.From(seed).Below : source.Below;
        var results = new List<string>();
        while (inputs.Length > 0 && results.Count < count)
            results.AddRange(Permutation(inputs.Length, below).Select(index => inputs[index]).Take((int)count - results.Count));
        return planned.Set("id", "-").Set("results", results.AsValue());
    }

    /// <summary>Fisher and Yates, inside out, as Go's <c>rand.Perm</c>.</summary>
    private static int[] Permutation(int count, Func<long, long> below)
    {
        var order = new int[count];
        for (var i = 0; i < count; i++)
        {
            var j = (int)below(i + 1);
            order[i] = order[j];
            order[j] = i;
        }

        return order;
    }
}
