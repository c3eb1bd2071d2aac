using System.Collections.Immutable;
using Pulumi;
using Pulumi.Utilities;

namespace Coder.Infra.Packages.Tests.Values;

/// <summary>Lists and maps that are built of plain values and outputs.</summary>
public sealed class InputCollectionTests
{
    [Fact]
    public async Task A_list_is_built_of_all_kinds()
    {
        InputList<string> list = ["a", Output.Create("b"), (Input<string>)"c"];
        list.AddRange(Output.Create(new List<string> { "d", "e" }));
        list.Add(new[] { "f" });

        Assert.Equal("a b c d e f", await TextAsync(list));
        Assert.Equal("a b c d e f g", await TextAsync(list.Concat("g")));
        Assert.Equal("", await TextAsync([]));
        Assert.Equal("(none)", await TextAsync(Output.Create(default(ImmutableArray<string>))));
    }

    [Fact]
    public async Task A_list_taken_into_another_does_not_change_with_it()
    {
        InputList<string> first = ["a"];
        InputList<string> second = [];
        second.AddRange(first);
        first.Add("b");

        Assert.Equal("a", await TextAsync(second));
    }

    [Fact]
    public async Task Of_two_entries_with_one_key_the_later_wins()
    {
        InputMap<string> map = new() { ["a"] = "1", ["b"] = Output.Create("2") };
        map["a"] = "3";
        map.Add(new Dictionary<string, string> { ["c"] = "4" });
        var merged = InputMap<string>.Merge(map, Output.Create(ImmutableDictionary<string, string>.Empty.Add("b", "5")));

        var entries = await OutputUtilities.GetValueAsync(merged.ToOutput());
        Assert.Equal("a=3 b=5 c=4", string.Join(' ', entries.OrderBy(entry => entry.Key).Select(entry => $"{entry.Key}={entry.Value}")));
    }

    [Fact]
    public async Task Elements_can_be_enumerated_when_their_number_is_known()
    {
        InputList<string> list = ["a", OutputUtilities.CreateUnknown("?")];
        var count = 0;
        await foreach (var element in list)
            count++;
        Assert.Equal(2, count);
        Assert.False(await OutputUtilities.GetIsKnownAsync(list.ToOutput()));
        Assert.Throws<NotSupportedException>(() => ((System.Collections.IEnumerable)list).GetEnumerator());
    }

    private static async Task<string> TextAsync(InputList<string> list) =>
        await OutputUtilities.GetValueAsync(list.ToOutput()) is { IsDefault: false } values ? string.Join(' ', values) : "(none)";
}
