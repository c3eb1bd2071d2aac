using Coder.Infra.Protocol.Properties;
using Coder.Infra.Providers.Bridge;

namespace Coder.Infra.Providers.Random;

/// <summary>Random bytes, kept as a secret.</summary>
internal sealed class RandomBytes(RandomSource source) : BridgedResource
{
    public override string Token => "random:index/randomBytes:RandomBytes";

    public override string TerraformType => "random_bytes";

    public override IReadOnlyList<ResourceAttribute> Attributes { get; } =
    [
        new("base64", AttributeType.Text) { Computed = true, Sensitive = true },
        new("hex", AttributeType.Text) { Computed = true, Sensitive = true },
        RandomResources.Keepers,
        new("length", AttributeType.Number) { Required = true, Minimum = 1 },
    ];

    public override PropertyMap Create(PropertyMap planned) => State(planned, source.Bytes((int)planned.Number("length")!));

    public override PropertyMap Import(string id)
    {
        var bytes = new byte[id.Length];
        if (!Convert.TryFromBase64String(id, bytes, out var length) || length == 0)
            throw Failed("Import Random bytes Error", "The value to import is not base64 text of at least one byte");
        return State(PropertyMap.Of(("length", (double)length)), bytes[..length]);
    }

    private static PropertyMap State(PropertyMap planned, byte[] bytes) => planned
        .Set("base64", Convert.ToBase64String(bytes))
        .Set("hex", Convert.ToHexStringLower(bytes))
        .Set("id", "none");
}
