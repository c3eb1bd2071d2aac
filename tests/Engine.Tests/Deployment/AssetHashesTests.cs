using System.Collections.Immutable;
using System.Security.Cryptography;
using Coder.Infra.Engine.Deployment.Properties;
using Coder.Infra.Protocol.Properties;

namespace Coder.Infra.Engine.Tests.Deployment;

/// <summary>Hashes of archives are those of <c>tar --format=ustar --numeric-owner --owner=0 --group=0 --mode=0600 --mtime=@0 -b1</c>.</summary>
public sealed class AssetHashesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("assets-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_text_and_a_file_are_hashed_by_their_content()
    {
        File.WriteAllText(Path.Combine(_folder, "file"), "hello");
        var expected = Convert.ToHexStringLower(SHA256.HashData("hello"u8));

        Assert.Equal(expected, Assert.IsType<AssetValue>(Fill(new AssetValue(null, "hello", null, null))).Hash);
        Assert.Equal(expected, Assert.IsType<AssetValue>(Fill(new AssetValue("old", null, "file", null))).Hash);
        Assert.Equal(expected, Assert.IsType<ArchiveValue>(Fill(new ArchiveValue("", null, "file", null))).Hash);
    }

    [Fact]
    public void A_folder_is_hashed_as_the_archive_of_its_files()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "web", "b"));
        Directory.CreateDirectory(Path.Combine(_folder, "web", ".pulumi"));
        File.WriteAllText(Path.Combine(_folder, "web", ".pulumi", "state"), "not ours");
        File.WriteAllText(Path.Combine(_folder, "web", "z.txt"), new string('z', 600));
        File.WriteAllText(Path.Combine(_folder, "web", "b", "empty"), "");

        var archive = Assert.IsType<ArchiveValue>(Fill(new ArchiveValue("", null, "web", null)));

        Assert.Equal("456050e7ee3519f246016d8cd198032481c808ab1bd60481611d3905afaa14b1", archive.Hash);
    }

    [Fact]
    public void Named_assets_are_hashed_as_an_archive_in_the_order_of_their_names()
    {
        var long_ = string.Join('/', Enumerable.Repeat("folder", 20));
        var inner = new ArchiveValue("", Assets(("x", "inner")), null, null);
        var archive = new ArchiveValue("", Assets(("b.txt", "B"), (long_, "far down")).Add("a", inner), null, null);

        var filled = Assert.IsType<ArchiveValue>(Assert.IsType<SecretValue>(Fill(archive.AsSecret())).Value);

        Assert.Equal("ca512fe31cb4844a27f664665f6fbac4f8c97bb7e5ad4a78e9957b369562c127", filled.Hash);
        Assert.Equal("44cadb1f6bf2f41e5bcdf22c3474c5228046090cdb32161d97f2d6b4e22f7aaa", Assert.IsType<ArchiveValue>(filled.Assets!["a"]).Hash);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData("B"u8)), Assert.IsType<AssetValue>(filled.Assets["b.txt"]).Hash);
    }

    [Fact]
    public void A_missing_file_is_named() =>
        Assert.Contains("'nowhere.txt'", Assert.Throws<InvalidOperationException>(() => Fill(new AssetValue(null, null, "nowhere.txt", null))).Message);

    private static ImmutableSortedDictionary<string, PropertyValue> Assets(params (string Name, string Text)[] assets) =>
        assets.ToImmutableSortedDictionary(asset => asset.Name, asset => (PropertyValue)new AssetValue(null, asset.Text, null, null), StringComparer.Ordinal);

    private PropertyValue Fill(PropertyValue value) => new AssetHashes(_folder).Fill(PropertyMap.Of(("value", value)))["value"];
}
