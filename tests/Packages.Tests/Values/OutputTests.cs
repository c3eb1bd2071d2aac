using System.Collections.Immutable;
using Pulumi;
using Pulumi.Utilities;

namespace Coder.Infra.Packages.Tests.Values;

/// <summary>How knowledge, secrecy and values go through outputs.</summary>
public sealed class OutputTests
{
    [Fact]
    public async Task Apply_gives_what_the_function_makes_of_the_value()
    {
        var number = Output.Create(20);
        Assert.Equal(21, await Value(number.Apply(n => n + 1)));
        Assert.Equal(21, await Value(number.Apply(n => Task.FromResult(n + 1))));
        Assert.Equal(21, await Value(number.Apply(n => Output.Create(n + 1))));
        Assert.Equal(21, await Value(number.Apply(n => (Input<int>)(n + 1))));
    }

    [Fact]
    public async Task A_secret_stays_one_through_every_step()
    {
        var secret = Output.CreateSecret("s");
        Assert.True(await Output.IsSecretAsync(secret.Apply(value => value.Length)));
        Assert.True(await Output.IsSecretAsync(Output.Format($"{"plain"} {secret}")));
        Assert.True(await Output.IsSecretAsync(Output.All(Output.Create("a"), secret)));
        Assert.True(await Output.IsSecretAsync(Output.Tuple(Output.Create("a"), secret)));
        Assert.True(await Output.IsSecretAsync(Output.Create(1).Apply(_ => secret)));
        Assert.True(await Output.IsSecretAsync(Output.JsonSerialize(Output.Create(new { secret }))));
        Assert.False(await Output.IsSecretAsync(Output.Unsecret(secret)));
        Assert.True(await Output.IsSecretAsync(Output.CreateSecret(Output.Create(1))));
    }

    [Fact]
    public async Task A_function_does_not_see_an_unknown_value()
    {
        var ran = false;
        var unknown = OutputUtilities.CreateUnknown("secret guess");
        var result = Output.Tuple(Output.Create("a"), unknown).Apply(pair => ran = true);

        Assert.False(await OutputUtilities.GetIsKnownAsync(result));
        Assert.False(ran);
        Assert.False(await OutputUtilities.GetIsKnownAsync(Output.Format($"{unknown}")));
        Assert.False(await OutputUtilities.GetIsKnownAsync(Output.All(unknown, Output.Create("b"))));
    }

    [Fact]
    public async Task Format_writes_outputs_inputs_and_plain_values()
    {
        Input<int> port = 8080;
        Assert.Equal("http://eu.example.com:8080/1.5", await Value(Output.Format($"http://{Output.Create("eu.example.com")}:{port}/{1.5}")));
    }

    [Fact]
    public async Task Eight_values_go_into_one_tuple()
    {
        var tuple = await Value(Output.Tuple<int, string, bool, int, int, int, int, int>(1, "b", true, 4, 5, 6, 7, 8));
        Assert.Equal((1, "b", true, 4, 5, 6, 7, 8), tuple);
    }

    [Fact]
    public async Task Json_awaits_the_outputs_inside()
    {
        var later = new TaskCompletionSource<string>();
        var json = Output.JsonSerialize(Output.Create(new Dictionary<string, object> { ["a"] = Output.Create(later.Task), ["b"] = new[] { Output.Create(1) } }));
        later.SetResult("x");

        Assert.Equal("""{"a":"x","b":[1]}""", await Value(json));
        Assert.Equal(3, (await Value(Output.JsonDeserialize<int[]>(Output.Create("[1,2,3]")))).Length);
    }

    [Fact]
    public async Task A_failed_task_fails_the_output()
    {
        var output = Output.Create(Task.FromException<int>(new InvalidOperationException("broken"))).Apply(n => n + 1);
        Assert.Equal("broken", (await Assert.ThrowsAsync<InvalidOperationException>(() => Value(output))).Message);
    }

    [Fact]
    public void An_output_in_a_plain_string_says_what_to_do_instead() => Assert.Contains("Output.Format", $"{Output.Create(1)}");

    [Fact]
    public async Task No_input_is_the_types_default() => Assert.Null(await Value(((Input<string>?)null).Apply(value => value)));

    [Fact]
    public async Task Elements_of_a_list_are_outputs()
    {
        var list = Output.Create(ImmutableArray.Create("a", "b"));
        Assert.Equal("b", await Value(list.GetAt(1)));
        Assert.Equal("a", await Value(list.First()));
        Assert.Equal(2, await Value(list.Length()));
    }

    private static Task<T> Value<T>(Output<T> output) => OutputUtilities.GetValueAsync(output);
}
