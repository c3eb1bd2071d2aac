using System.Collections.Immutable;
using System.Text.Json;
using Coder.Infra.Packages.Tests.Wire;
using Coder.Infra.Protocol.Properties;
using CsCheck;
using Google.Protobuf.WellKnownTypes;
using Pulumi;
using Pulumi.Serialization;
using Pulumi.Utilities;

namespace Coder.Infra.Packages.Tests.Values;

/// <summary>Values of a program on the wire and back.</summary>
public sealed class SerializationTests
{
    private static readonly Gen<object?> Leaf = Gen.OneOf<object?>(
        Gen.String.Select(text => (object?)text),
        Gen.Bool.Select(flag => (object?)flag),
        Gen.Double.Where(double.IsFinite).Select(number => (object?)number));

    private static readonly Gen<object?> Tree = Gen.Recursive<object?>((depth, tree) => depth > 3
        ? Leaf
        : Gen.OneOf(
            Leaf,
            tree.Array[0, 4].Select(items => (object?)items.ToImmutableArray()),
            Gen.Dictionary(Gen.String[Gen.Char.AlphaNumeric, 1, 8], tree)[0, 4].Select(map => (object?)map.ToImmutableDictionary())));

    [Fact]
    public void What_is_sent_comes_back_the_same() => Tree.Sample(value =>
    {
        var wire = Serialize(value);
        var back = ValueReader.Read(wire, typeof(object), "value", message => throw new InvalidOperationException(message));
        return back is { IsKnown: true, IsSecret: false } && Same(value, back.Value);
    });

    [Fact]
    public void A_part_that_is_secret_or_unknown_leaves_the_others_readable()
    {
        var wire = Serialize(new InputMap<object>
        {
            ["plain"] = "a",
            ["secret"] = Output.CreateSecret<object>("b"),
            ["unknown"] = OutputUtilities.CreateUnknown<object>("c"),
            ["nested"] = new Dictionary<string, object> { ["secret"] = Output.CreateSecret(1) },
        });

        var fields = wire.StructValue.Fields;
        Assert.Equal("a", fields["plain"].StringValue);
        Assert.Equal("b", RegistrationTests.Secret(fields["secret"]).StringValue);
        Assert.Equal(Signatures.Unknown, fields["unknown"].StringValue);
        Assert.Equal(1, RegistrationTests.Secret(fields["nested"].StructValue.Fields["secret"]).NumberValue);
    }

    [Fact]
    public void An_unknown_secret_travels_as_unknown()
    {
        var output = Output.CreateSecret(OutputUtilities.CreateUnknown("c"));
        Assert.Equal(Signatures.Unknown, Serialize(output).StringValue);
        Assert.Equal(Signatures.Unknown, Serialize(output.Apply(value => value)).StringValue);
    }

    [Fact]
    public void Output_values_carry_secrecy_where_the_other_side_takes_them()
    {
        var wire = Serialize(Output.CreateSecret("a"), keepOutputValues: true).StructValue.Fields;
        Assert.Equal(Signatures.Output, wire[Signatures.Key].StringValue);
        Assert.True(wire["secret"].BoolValue);
        Assert.False(Serialize(OutputUtilities.CreateUnknown("a"), keepOutputValues: true).StructValue.Fields.ContainsKey("value"));
        Assert.Equal("plain", Serialize(Output.Create("plain"), keepOutputValues: true).StringValue);
    }

    [Fact]
    public void Nulls_leave_a_map_and_stay_in_a_list()
    {
        var wire = Serialize(new Dictionary<string, object?> { ["none"] = null, ["list"] = new object?[] { null, 1 } });
        Assert.Equal(["list"], wire.StructValue.Fields.Keys);
        Assert.Equal(Value.KindOneofCase.NullValue, wire.StructValue.Fields["list"].ListValue.Values[0].KindCase);
    }

    [Fact]
    public void Assets_and_json_travel_and_come_back()
    {
        Assert.Equal("x", RoundTrip(new StringAsset("x"), asset => ((StringAsset)asset).Text));
        Assert.Equal("/a", RoundTrip(new FileArchive("/a"), asset => ((FileArchive)asset).Path));
        Assert.Equal(["f"], RoundTrip(new AssetArchive(new Dictionary<string, AssetOrArchive> { ["f"] = new FileAsset("/f") }), asset => ((AssetArchive)asset).Assets.Keys));
        var json = ValueReader.Read(Serialize((InputJson)"""{"a":[1,null,"x"]}"""), typeof(JsonElement), "json", _ => { });
        Assert.Equal("""{"a":[1,null,"x"]}""", ((JsonElement)json.Value!).GetRawText());

        static T RoundTrip<T>(AssetOrArchive asset, Func<object, T> get) =>
            get(ValueReader.Read(Serialize(asset), typeof(AssetOrArchive), "asset", message => throw new InvalidOperationException(message)).Value!);
    }

    [Fact]
    public void A_value_that_cannot_travel_is_named_with_its_place()
    {
        var error = Assert.Throws<InvalidOperationException>(() => Serialize(new Dictionary<string, object> { ["when"] = DateTime.UnixEpoch }));
        Assert.StartsWith("value.when is a System.DateTime", error.Message);
        Assert.Contains("Output.Create", Assert.Throws<InvalidOperationException>(() => Serialize(Task.FromResult(1))).Message);
    }

    [Fact]
    public void A_value_of_the_wrong_type_is_reported_and_left_at_its_default()
    {
        var warnings = new List<string>();
        var data = ValueReader.Read(Value.ForString("x"), typeof(int), "thing.count", warnings.Add);
        Assert.Equal(0, data.Value);
        Assert.Contains("thing.count", Assert.Single(warnings));
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("5m", 300d)]
    [InlineData("1h30m0.5s", 5400.5)]
    [InlineData("300000000000ns", 300d)]
    public void Go_durations_are_read(string text, double? seconds) =>
        Assert.Equal(seconds, CustomTimeouts.FromGoDuration(text)?.TotalSeconds);

    [Theory]
    [InlineData("5")]
    [InlineData("m")]
    [InlineData("5 minutes")]
    public void What_is_no_duration_is_refused(string text) =>
        Assert.Contains(text, Assert.Throws<FormatException>(() => CustomTimeouts.FromGoDuration(text)).Message);

    private static Value Serialize(object? value, bool keepOutputValues = false) =>
        new PropertySerializer(keepResources: true, keepOutputValues).SerializeAsync("value", value).AsTask().GetAwaiter().GetResult();

    private static bool Same(object? one, object? other) => (one, other) switch
    {
        (ImmutableArray<object?> a, ImmutableArray<object> b) => a.Length == b.Length && a.Zip(b).All(pair => Same(pair.First, pair.Second)),
        (ImmutableDictionary<string, object?> a, ImmutableDictionary<string, object> b) =>
            a.Count == b.Count && a.All(entry => b.TryGetValue(entry.Key, out var value) && Same(entry.Value, value)),
        _ => Equals(one, other),
    };
}
