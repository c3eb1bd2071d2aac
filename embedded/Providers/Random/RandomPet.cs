using Coder.Infra.Protocol.Properties;
using Coder.Infra.Providers.Bridge;

namespace Coder.Infra.Providers.Random;

/// <summary>A name for a pet: an animal, an adjective before it, and adverbs before that where it is to be longer.</summary>
internal sealed class RandomPet(RandomSource source) : BridgedResource
{
    public override string Token => "random:index/randomPet:RandomPet";

    public override string TerraformType => "random_pet";

    public override IReadOnlyList<ResourceAttribute> Attributes { get; } =
    [
        RandomResources.Keepers,
        new("length", AttributeType.Number) { Default = 2d, Minimum = 1 },
        new("prefix", AttributeType.Text),
        new("separator", AttributeType.Text) { Default = "-" },
    ];

    public override PropertyMap Create(PropertyMap planned)
    {
        var length = (int)planned.Number("length")!;
        var words = new List<string>();
        if (planned.Text("prefix") is { Length: > 0 } prefix)
            words.Add(prefix);
        for (var left = length; left > 0; left--)
            words.Add(Pick(left switch { 1 => PetWords.Animals, 2 => PetWords.Adjectives, _ => PetWords.Adverbs }));
        return planned.Set("id", string.Join(planned.Text("separator"), words));
    }

    private string Pick(IReadOnlyList<string> words) => words[(int)source.Below(words.Count)];
}
