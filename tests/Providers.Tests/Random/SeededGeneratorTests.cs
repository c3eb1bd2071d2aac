using Coder.Infra.Providers.Random;

namespace Coder.Infra.Providers.Tests.Random;

public sealed class SeededGeneratorTests
{
    /// <summary>The numbers that every Go program printed before Go 1.20, when nothing was seeded.</summary>
    [Fact]
    public void Seed_1_gives_the_numbers_of_math_rand()
    {
        var generator = SeededGenerator.From(1L);
        Assert.Equal(
            [5577006791947779410, 8674665223082153551, 6129484611666145821, 4037200794235010051],
            new[] { generator.Next(), generator.Next(), generator.Next(), generator.Next() });
    }

    [Fact]
    public void A_hundred_draws_of_seed_1_begin_as_in_the_Go_tour()
    {
        var generator = SeededGenerator.From(1L);
        Assert.Equal([81, 87, 47, 59, 81, 18, 25, 40, 56, 0], Enumerable.Range(0, 10).Select(_ => generator.Below(100)).ToArray());
    }
}
