using Coder.Infra.Protocol.Properties;
using CsCheck;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Pulumirpc;

namespace Coder.Infra.Protocol.Tests;

public sealed class PropertyMarshalerTests
{
    private static readonly Gen<PropertyValue> Leaf = Gen.OneOf(
        Gen.Const(PropertyValue.Null),
        Gen.Const(PropertyValue.Computed),
        Gen.Bool.Select(value => (PropertyValue)value),
        Gen.Int.Select(value => (PropertyValue)(double)value),
        Gen.String[Gen.Char.AlphaNumeric, 0, 8].Select(value => (PropertyValue)value),
        Gen.Const<PropertyValue>(new AssetValue("hash", "text", null, null)),
        Gen.Const<PropertyValue>(new ResourceReferenceValue("urn:pulumi:s::p::t::n", "id", "1.0.0")));

    private static Gen<PropertyValue> Value(int depth) => depth == 0 ? Leaf : Gen.OneOf(
        Leaf,
        Value(depth - 1).Array[0, 3].Select(items => (PropertyValue)new ArrayValue([.. items])),
        Map(depth - 1).Select(map => (PropertyValue)map),
        Value(depth - 1).Select(value => value.AsSecret()),
        Value(depth - 1).Select(value => (PropertyValue)new OutputValue(value, true, ["urn:pulumi:s::p::t::dep"])));

    private static Gen<PropertyMap> Map(int depth) =>
        Gen.Dictionary(Gen.String[Gen.Char.AlphaNumeric, 1, 5], Value(depth))[0, 4].Select(PropertyMap.From);

    [Fact]
    public void What_travels_arrives_as_it_was() =>
        Map(3).Sample(map => Assert.Equal(map, PropertyMarshaler.FromStruct(PropertyMarshaler.ToStruct(map, MarshalOptions.All))));

    [Fact]
    public void Whoever_takes_no_secrets_gets_no_wrapper_and_whoever_takes_no_unknowns_no_unknown() =>
        Map(3).Sample(map =>
        {
            var reported = PropertyMarshaler.FromStruct(PropertyMarshaler.ToStruct(map, new MarshalOptions { KeepSecrets = false, KeepUnknowns = false, KeepResources = false }));
            Assert.False(reported.ContainsSecrets);
            Assert.False(reported.ContainsUnknowns);
        });

    [Fact]
    public void A_secret_is_told_by_its_signature()
    {
        var reported = PropertyMarshaler.ToStruct(PropertyMap.Of(("token", ((PropertyValue)"hush").AsSecret()))).Fields["token"].StructValue;

        Assert.Equal("1b47061264138c4ac30d75fd1eb44270", reported.Fields["4dabf18193072939515e22adb298388d"].StringValue);
        Assert.Equal("hush", reported.Fields["value"].StringValue);
    }

    [Fact]
    public void An_unknown_signature_is_refused()
    {
        var value = Google.Protobuf.WellKnownTypes.Value.ForStruct(new Struct { Fields = { [Signatures.Key] = Google.Protobuf.WellKnownTypes.Value.ForString("of-tomorrow") } });

        Assert.Contains("of-tomorrow", Assert.Throws<FormatException>(() => PropertyMarshaler.FromValue(value)).Message);
    }

    [Fact]
    public void Secrets_do_not_print() => Assert.DoesNotContain("hush", new ObjectValue(PropertyMap.Of(("token", ((PropertyValue)"hush").AsSecret()))).ToString());

    [Fact]
    public void A_partial_failure_survives_the_wire()
    {
        var details = new ErrorResourceInitFailed { Id = "web", Reasons = { "no pod is ready" } };

        var error = ProviderErrors.InitFailed("failed to become live", details);

        Assert.Equal(details, ProviderErrors.GetInitFailed(error));
        Assert.Equal(StatusCode.Unknown, error.StatusCode);
        Assert.Null(ProviderErrors.GetInitFailed(new RpcException(new Status(StatusCode.Unknown, "another"))));
    }

    [Fact]
    public void Maps_are_equal_by_content_and_keep_byte_order()
    {
        var left = PropertyMap.Of(("b", 1.0), ("B", true), ("a", "x"));

        Assert.Equal(left, PropertyMap.Of(("a", "x"), ("b", 1.0), ("B", true)));
        Assert.Equal(new[] { "B", "a", "b" }, left.Keys.ToArray());
    }
}
