namespace Pulumi;

/// <summary>Compares assets by what they name.</summary>
internal static class AssetContent
{
    public static bool Same(AssetOrArchive one, AssetOrArchive other) => (one, other) switch
    {
        (FileAsset a, FileAsset b) => a.Path == b.Path,
        (StringAsset a, StringAsset b) => a.Text == b.Text,
        (RemoteAsset a, RemoteAsset b) => a.Uri == b.Uri,
        (FileArchive a, FileArchive b) => a.Path == b.Path,
        (RemoteArchive a, RemoteArchive b) => a.Uri == b.Uri,
        (AssetArchive a, AssetArchive b) => a.Assets.Count == b.Assets.Count &&
            a.Assets.All(entry => b.Assets.TryGetValue(entry.Key, out var asset) && Same(entry.Value, asset)),
        _ => false,
    };
}
