using Coder.Infra.Protocol.Properties;
using Coder.Infra.Providers.Bridge;

namespace Coder.Infra.Providers.Random;

/// <summary>The resources of the package <c>random</c>, with the rules of terraform-provider-random.</summary>
internal static class RandomResources
{
    /// <summary>All of them, drawing from the given source.</summary>
    public static IEnumerable<BridgedResource> All(RandomSource source) =>
    [
        new RandomBytes(source),
        new RandomId(source),
        new RandomInteger(source),
        new RandomPassword(source),
        new RandomPet(source),
        new RandomShuffle(source),
        new RandomString(source),
        new RandomUuid(source),
    ];

    /// <summary>Arbitrary values whose change asks for a new draw.</summary>
    public static ResourceAttribute Keepers { get; } = new("keepers", AttributeType.Map) { IgnoreNullEntries = true };
}
