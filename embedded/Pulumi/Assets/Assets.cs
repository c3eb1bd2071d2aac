using System.Collections.Immutable;

namespace Pulumi;

/// <summary>A file, a text or an archive that is handed to a resource.</summary>
public abstract class AssetOrArchive
{
    private protected AssetOrArchive()
    {
    }
}

/// <summary>A file or text.</summary>
public abstract class Asset : AssetOrArchive
{
    private protected Asset()
    {
    }
}

/// <summary>A file on this machine.</summary>
public sealed class FileAsset(string path) : Asset
{
    internal string Path { get; } = path;
}

/// <summary>A text.</summary>
public sealed class StringAsset(string text) : Asset
{
    internal string Text { get; } = text;
}

/// <summary>A file at an address (<c>https://</c>, <c>file://</c>).</summary>
public sealed class RemoteAsset(string uri) : Asset
{
    internal string Uri { get; } = uri;
}

/// <summary>Many files together.</summary>
public abstract class Archive : AssetOrArchive
{
    private protected Archive()
    {
    }
}

/// <summary>Assets and archives by their path within this one.</summary>
public sealed class AssetArchive(IDictionary<string, AssetOrArchive> assets) : Archive
{
    /// <inheritdoc cref="AssetArchive(IDictionary{string, AssetOrArchive})"/>
    public AssetArchive(ImmutableDictionary<string, AssetOrArchive> assets)
        : this((IDictionary<string, AssetOrArchive>)assets)
    {
    }

    internal IDictionary<string, AssetOrArchive> Assets { get; } = assets;
}

/// <summary>A folder or an archive file on this machine.</summary>
public sealed class FileArchive(string path) : Archive
{
    internal string Path { get; } = path;
}

/// <summary>An archive file at an address (<c>https://</c>, <c>file://</c>).</summary>
public sealed class RemoteArchive(string uri) : Archive
{
    internal string Uri { get; } = uri;
}
