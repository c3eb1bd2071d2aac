using Coder.Infra.Protocol.Properties;
using Google.Protobuf.WellKnownTypes;

namespace Pulumi.Serialization;

internal sealed partial class PropertySerializer
{
    private async ValueTask<Value> SerializeResourceAsync(string path, CustomResource resource)
    {
        Dependencies.Add(resource);
        var id = await SerializeAsync($"{path}.id", resource.Id).ConfigureAwait(false);
        if (!keepResources)
            return id;
        var urn = await SerializeAsync($"{path}.urn", resource.Urn).ConfigureAwait(false);
        return Special(
            Signatures.ResourceReference,
            ("urn", urn),
            ("id", id.StringValue == Signatures.Unknown ? Value.ForString("") : id));
    }

    private async ValueTask<Value> SerializeComponentAsync(string path, ComponentResource component)
    {
        // The URN is all a component has to give; taking it makes no dependency on its children.
        var urn = await new PropertySerializer(keepResources, keepOutputValues: false)
            .SerializeAsync($"{path}.urn", component.Urn).ConfigureAwait(false);
        return keepResources ? Special(Signatures.ResourceReference, ("urn", urn)) : urn;
    }

    private async ValueTask<Value> SerializeAssetAsync(string path, AssetOrArchive asset) => asset switch
    {
        FileAsset file => Special(Signatures.Asset, ("path", Value.ForString(file.Path))),
        StringAsset text => Special(Signatures.Asset, ("text", Value.ForString(text.Text))),
        RemoteAsset remote => Special(Signatures.Asset, ("uri", Value.ForString(remote.Uri))),
        FileArchive file => Special(Signatures.Archive, ("path", Value.ForString(file.Path))),
        RemoteArchive remote => Special(Signatures.Archive, ("uri", Value.ForString(remote.Uri))),
        AssetArchive many => Special(Signatures.Archive, ("assets", await SerializeAssetsAsync(path, many).ConfigureAwait(false))),
        _ => throw new InvalidOperationException($"{path} is a {asset.GetType().FullName}, which is no kind of asset or archive that can travel."),
    };

    private async ValueTask<Value> SerializeAssetsAsync(string path, AssetArchive archive)
    {
        var result = new Struct();
        foreach (var (name, asset) in archive.Assets)
            result.Fields[name] = await SerializeAssetAsync($"{path}[{name}]", asset).ConfigureAwait(false);
        return Value.ForStruct(result);
    }
}
