using System.Buffers.Text;
using System.Globalization;
using System.Numerics;
using Coder.Infra.Protocol.Properties;
using Coder.Infra.Providers.Bridge;

namespace Coder.Infra.Providers.Random;

/// <summary>Random bytes in several alphabets, each with the prefix before it. The id is the bytes alone.</summary>
internal sealed class RandomId(RandomSource source) : BridgedResource
{
    public override string Token => "random:index/randomId:RandomId";

    public override string TerraformType => "random_id";

    public override IReadOnlyList<ResourceAttribute> Attributes { get; } =
    [
        new("b64Std", AttributeType.Text) { Computed = true },
        new("b64Url", AttributeType.Text) { Computed = true },
        new("byteLength", AttributeType.Number) { Required = true, Minimum = 1 },
        new("dec", AttributeType.Text) { Computed = true },
        new("hex", AttributeType.Text) { Computed = true },
        RandomResources.Keepers,
        new("prefix", AttributeType.Text),
    ];

    public override PropertyMap Create(PropertyMap planned) => State(planned, source.Bytes((int)planned.Number("byteLength")!));

    /// <summary>An id to import is <c>[prefix,]base64url</c>.</summary>
    public override PropertyMap Import(string id)
    {
        var comma = id.LastIndexOf(',');
        var text = id[(comma + 1)..];
        if (!Base64Url.IsValid(text) || text.Length == 0)
            throw Failed("Import Random ID Error", $"While attempting to import a random id there was a decoding error: \"{text}\" is not unpadded URL-safe base64");
        var bytes = Base64Url.DecodeFromChars(text);
        var planned = PropertyMap.Of(("byteLength", (double)bytes.Length));
        return State(comma < 0 ? planned : planned.Set("prefix", id[..comma]), bytes);
    }

    private static PropertyMap State(PropertyMap planned, byte[] bytes)
    {
        var prefix = planned.Text("prefix") ?? "";
        var id = Base64Url.EncodeToString(bytes);
        return planned
            .Set("b64Std", prefix + Convert.ToBase64String(bytes))
            .Set("b64Url", prefix + id)
            .Set("dec", prefix + new BigInteger(bytes, isUnsigned: true, isBigEndian: true).ToString(CultureInfo.InvariantCulture))
            .Set("hex", prefix + Convert.ToHexStringLower(bytes))
            .Set("id", id);
    }
}
