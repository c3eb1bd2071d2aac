using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Coder.Infra.Protocol.Properties;

namespace Coder.Infra.Engine.Deployment.Properties;

/// <summary>
/// Hashes of assets and archives, by which a change of their content is seen: SHA-256 of a text or file; of a folder or of
/// named assets, that of the USTAR archive with their files. What comes from the web keeps the hash that it has.
/// </summary>
/// <param name="directory">Folder that relative paths are relative to: the program's.</param>
internal sealed class AssetHashes(string directory)
{
    /// <summary>The properties with every hash filled in.</summary>
    /// <exception cref="InvalidOperationException">A file is not there or cannot be read.</exception>
    public PropertyMap Fill(PropertyMap properties)
    {
        foreach (var (name, value) in properties)
        {
            var filled = Fill(value);
            if (!ReferenceEquals(filled, value))
                properties = properties.Set(name, filled);
        }

        return properties;
    }

    private PropertyValue Fill(PropertyValue value)
    {
        switch (value)
        {
            case AssetValue asset:
                return (asset.Text ?? asset.Path) is null ? asset : asset with { Hash = Hash(hash => Append(hash, Content(asset))) };
            case ArchiveValue { Assets: { } assets } archive:
                return archive with
                {
                    Assets = assets.ToImmutableSortedDictionary(item => item.Key, item => Fill(item.Value), StringComparer.Ordinal),
                    Hash = Hash(hash => UstarHash.Append(hash, Files(archive, ""))),
                };
            case ArchiveValue { Path: { } path } archive:
                return archive with
                {
                    Hash = Directory.Exists(Resolve(path)) ? Hash(hash => UstarHash.Append(hash, Files(archive, ""))) : Hash(hash => Append(hash, Read(path))),
                };
            case SecretValue secret:
                var hidden = Fill(secret.Value);
                return ReferenceEquals(hidden, secret.Value) ? secret : hidden.AsSecret();
            case ObjectValue map:
                var properties = Fill(map.Properties);
                return ReferenceEquals(properties, map.Properties) ? map : new ObjectValue(properties);
            case ArrayValue array:
                var items = array.Items.Select(Fill).ToImmutableArray();
                return items.Zip(array.Items).All(pair => ReferenceEquals(pair.First, pair.Second)) ? array : new ArrayValue(items);
            default:
                return value;
        }
    }

    /// <summary>Files of an archive in its order; the files of archives within it under their names.</summary>
    private IEnumerable<(string Name, byte[] Content)> Files(PropertyValue value, string name) => value switch
    {
        ArchiveValue { Assets: { } assets } => assets.OrderBy(item => item.Key, StringComparer.Ordinal).SelectMany(item => Files(item.Value, Under(name, item.Key))),
        ArchiveValue { Path: { } path } when Directory.Exists(Resolve(path)) => Walk(Resolve(path), name),
        ArchiveValue { Path: { } path } => [(name, Read(path))],
        AssetValue asset when (asset.Text ?? asset.Path) is not null => [(name, Content(asset))],
        _ => [],
    };

    /// <summary>A folder's files in the order of their names, folder by folder; Pulumi's own folder is left out.</summary>
    private IEnumerable<(string Name, byte[] Content)> Walk(string folder, string name) =>
        Directory.EnumerateFileSystemEntries(folder)
            .Where(entry => Path.GetFileName(entry) != ".pulumi")
            .OrderBy(entry => Path.GetFileName(entry), StringComparer.Ordinal)
            .SelectMany(entry => Directory.Exists(entry)
                ? Walk(entry, Under(name, Path.GetFileName(entry)))
                : [(Under(name, Path.GetFileName(entry)), Read(entry))]);

    private static string Under(string name, string child) => name.Length == 0 ? child : $"{name}/{child}";

    private byte[] Content(AssetValue asset) => asset.Text is { } text ? Encoding.UTF8.GetBytes(text) : Read(asset.Path!);

    private string Resolve(string path) => Path.GetFullPath(path, directory);

    private byte[] Read(string path)
    {
        try
        {
            return File.ReadAllBytes(Resolve(path));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InvalidOperationException($"failed to open asset file '{path}': {error.Message}", error);
        }
    }

    private static void Append(IncrementalHash hash, byte[] content) => hash.AppendData(content);

    private static string Hash(Action<IncrementalHash> append)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        append(hash);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
