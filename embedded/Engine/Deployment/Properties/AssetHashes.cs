using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Coder.Infra.Protocol.Properties;

namespace Coder.Infra.Engine.Deployment.Properties;

/// <summary>
/// Hashes of assets and archives, by which a change of their content is seen: SHA-256 of a text, file or page; of a folder or of
/// named assets, that of the tar archive with their files. Texts of errors are the official engine's.
/// </summary>
/// <param name="directory">Folder that relative paths are relative to: the program's.</param>
internal sealed class AssetHashes(string directory)
{
    private readonly AssetSource _source = new(directory);

    /// <summary>The properties with every hash filled in. What there is to read is read beside the caller.</summary>
    /// <exception cref="InvalidOperationException">A file or page is not there or cannot be read.</exception>
    public Task<PropertyMap> FillAsync(PropertyMap properties) =>
        properties.Any(item => HasAssets(item.Value)) ? Task.Run(() => Fill(properties)) : Task.FromResult(properties);

    private static bool HasAssets(PropertyValue value) => value switch
    {
        AssetValue or ArchiveValue => true,
        SecretValue secret => HasAssets(secret.Value),
        ObjectValue map => map.Properties.Any(item => HasAssets(item.Value)),
        ArrayValue array => array.Items.Any(HasAssets),
        _ => false,
    };

    private PropertyMap Fill(PropertyMap properties) =>
        properties.Where(item => HasAssets(item.Value)).ToList().Aggregate(properties, (filled, item) => filled.Set(item.Key, Fill(item.Key, item.Value)));

    private PropertyValue Fill(string name, PropertyValue value)
    {
        try
        {
            return value switch
            {
                AssetValue asset => asset with { Hash = Hash(hash => hash.AppendData(_source.Content(asset))) },
                ArchiveValue { Assets: { } assets } archive => archive with
                {
                    Assets = assets.ToImmutableSortedDictionary(item => item.Key, item => Fill(item.Key, item.Value), StringComparer.Ordinal),
                    Hash = Tar(archive),
                },
                ArchiveValue archive => archive with { Hash = _source.IsFolder(archive) ? Tar(archive) : Hash(hash => hash.AppendData(_source.Packed(archive))) },
                SecretValue secret => Fill(name, secret.Value).AsSecret(),
                ObjectValue map => new ObjectValue(Fill(map.Properties)),
                ArrayValue array => new ArrayValue([.. array.Items.Select(item => Fill(name, item))]),
                _ => value,
            };
        }
        catch (AssetException error)
        {
            throw new InvalidOperationException($"failed to compute {(value is AssetValue ? "asset" : "archive")} hash for \"{name}\": {error.Message}", error);
        }
    }

    private string Tar(ArchiveValue archive) => Hash(hash => TarHash.Append(hash, _source.Files(archive, "")));

    private static string Hash(Action<IncrementalHash> append)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        append(hash);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
