using System.Text.Json.Nodes;
using Coder.Infra.Providers.Tests.Recordings;

namespace Coder.Infra.Providers.Tests.Random;

public sealed class RandomReplayTests
{
    /// <summary>Properties that are drawn in every run.</summary>
    private static readonly string[] Drawn = ["id", "result", "bcryptHash", "b64Std", "b64Url", "dec", "hex"];

    [Theory]
    [InlineData("random-up")]
    [InlineData("random-up-unchanged")]
    [InlineData("random-up-keepers-changed")]
    public async Task Every_recorded_call_is_answered_as_the_plugin_answered_it(string run)
    {
        await using var provider = BuiltInProviders.Create("random", NoLog.Instance)!;
        var calls = Recording.Calls(run, "random");
        Assert.NotEmpty(calls);
        foreach (var call in calls)
        {
            var (response, error) = await provider.PlayAsync(call);
            Assert.Equal(call.Error, error);
            var expected = call.Response;
            if (call.Method == "Create")
            {
                AssertDrawn(expected!, response!);
                (expected, response) = (Masked(expected!), Masked(response!));
            }

            Assert.True(JsonNode.DeepEquals(expected, response), $"{call}\nexpected {expected?.ToJsonString()}\ngot      {response?.ToJsonString()}");
        }
    }

    /// <summary>What is drawn has the shape of what was drawn then.</summary>
    private static void AssertDrawn(JsonObject expected, JsonObject actual)
    {
        foreach (var name in Drawn.Where(name => expected["properties"]![name] is not null and not JsonObject))
        {
            JsonNode then = expected["properties"]![name]!, now = actual["properties"]![name]!;
            Assert.Equal(then.GetValueKind(), now.GetValueKind());
            if (name is "b64Url" or "hex" || name == "result" && then.ToString().Length > 1)
                Assert.Equal(then.ToString().Length, now.ToString().Length);
        }
    }

    private static JsonObject Masked(JsonObject response)
    {
        var copy = response.DeepClone().AsObject();
        copy["id"] = "…";
        foreach (var name in Drawn)
        {
            if (copy["properties"]![name] is JsonObject secret)
                secret["value"] = "…";
            else if (copy["properties"]![name] is not null)
                copy["properties"]![name] = "…";
        }

        return copy;
    }
}
