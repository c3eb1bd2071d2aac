using System.Text.RegularExpressions;
using Coder.Infra.Protocol.Properties;
using Coder.Infra.Providers.Bridge;

namespace Coder.Infra.Providers.Random;

/// <summary>16 random bytes written as a UUID; they carry no version, which is how the plugin makes them.</summary>
internal sealed partial class RandomUuid(RandomSource source) : BridgedResource
{
    public override string Token => "random:index/randomUuid:RandomUuid";

    public override string TerraformType => "random_uuid";

    public override IReadOnlyList<ResourceAttribute> Attributes { get; } =
    [
        RandomResources.Keepers,
        new("result", AttributeType.Text) { Computed = true },
    ];

    public override PropertyMap Create(PropertyMap planned) => State(planned, new Guid(source.Bytes(16), bigEndian: true).ToString("D"));

    public override PropertyMap Import(string id) => Form().IsMatch(id)
        ? State(PropertyMap.Empty, id.ToLowerInvariant())
        : throw Failed("Import Random UUID Error", $"There was an error during the parsing of the UUID: \"{id}\" is not of the form 8-4-4-4-12 hexadecimal digits");

    private static PropertyMap State(PropertyMap planned, string uuid) => planned.Set("id", uuid).Set("result", uuid);

    [GeneratedRegex("^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$")]
    private static partial Regex Form();
}
