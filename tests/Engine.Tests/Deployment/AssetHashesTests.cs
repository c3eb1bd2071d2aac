using System.Collections.Immutable;
using System.Formats.Tar;
using System.IO.Compression;
using System.Net;
using System.Security.Cryptography;
using Coder.Infra.Engine.Deployment.Properties;
using Coder.Infra.Protocol.Properties;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Coder.Infra.Engine.Tests.Deployment;

/// <summary>Hashes of archives are those of <c>tar --format=ustar --numeric-owner --owner=0 --group=0 --mode=0600 --mtime=@0 -b1</c>.</summary>
public sealed class AssetHashesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("assets-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_text_and_a_file_are_hashed_by_their_content()
    {
        File.WriteAllText(Path.Combine(_folder, "file"), "hello");
        var expected = Convert.ToHexStringLower(SHA256.HashData("hello"u8));

        Assert.Equal(expected, Assert.IsType<AssetValue>(await FillAsync(new AssetValue(null, "hello", null, null))).Hash);
        Assert.Equal(expected, Assert.IsType<AssetValue>(await FillAsync(new AssetValue("old", null, "file", null))).Hash);
        Assert.Equal(expected, Assert.IsType<AssetValue>(await FillAsync(new AssetValue("old", null, null, new Uri(Path.Combine(_folder, "file")).AbsoluteUri))).Hash);
        File.Move(Path.Combine(_folder, "file"), Path.Combine(_folder, "file.zip"));
        Assert.Equal(expected, Assert.IsType<ArchiveValue>(await FillAsync(new ArchiveValue("", null, "file.zip", null))).Hash);
    }

    [Fact]
    public async Task A_folder_is_hashed_as_the_archive_of_its_files()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "web", "b"));
        Directory.CreateDirectory(Path.Combine(_folder, "web", ".pulumi"));
        File.WriteAllText(Path.Combine(_folder, "web", ".pulumi", "state"), "not ours");
        File.WriteAllText(Path.Combine(_folder, "web", "z.txt"), new string('z', 600));
        File.WriteAllText(Path.Combine(_folder, "web", "b", "empty"), "");

        var archive = Assert.IsType<ArchiveValue>(await FillAsync(new ArchiveValue("", null, "web", null)));

        Assert.Equal("456050e7ee3519f246016d8cd198032481c808ab1bd60481611d3905afaa14b1", archive.Hash);
    }

    [Fact]
    public async Task Named_assets_are_hashed_as_an_archive_in_the_order_of_their_names()
    {
        var long_ = string.Join('/', Enumerable.Repeat("folder", 20));
        var inner = new ArchiveValue("", Assets(("x", "inner")), null, null);
        var archive = new ArchiveValue("", Assets(("b.txt", "B"), (long_, "far down")).Add("a", inner), null, null);

        var filled = Assert.IsType<ArchiveValue>(Assert.IsType<SecretValue>(await FillAsync(archive.AsSecret())).Value);

        Assert.Equal("ca512fe31cb4844a27f664665f6fbac4f8c97bb7e5ad4a78e9957b369562c127", filled.Hash);
        Assert.Equal("44cadb1f6bf2f41e5bcdf22c3474c5228046090cdb32161d97f2d6b4e22f7aaa", Assert.IsType<ArchiveValue>(filled.Assets!["a"]).Hash);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData("B"u8)), Assert.IsType<AssetValue>(filled.Assets["b.txt"]).Hash);
    }

    /// <summary>What Go 1.26 made of the names, each with the content <c>hello</c>.</summary>
    [Theory]
    [InlineData("a", "aae7be6f39c5b5f8deaedeea71b980ae06b3f1c252913d37c766ba6d257eb82c")]
    [InlineData("ü.txt", "574521dec74ce17d2229b6863ffdf65b41ffe702c31d05a6ff18645f694d6176")]
    [InlineData("dir/ü.txt", "2d52fe79a27c0a2412647bfddfdc088e46eab30b92a0bd95ef560992ac6069ef")]
    [InlineData("日本/語.txt", "04ad8398e2c6c3f1f4aaa4acf2010045401d905071c2c923c9c7743fbabfe70c")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "49ba447d5736f309c3a4dbbbf240855aa5b05224947c3a4f018e800c8b74e3e7")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "6f2b03cddbf1361a109276cd99ec94499d48e790c8560a49c8559f586718630e")]
    [InlineData("bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb/cccccccccccccccccccc", "4b9ae455a072214814c1f974a92753cb5b81050ae8de106199bb1822acd7b229")]
    [InlineData("dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd/x", "4e64fcd8d6c72a16344a809ec1d44d2e5f2cb3f493ddc5a1e9e2c77c633c3630")]
    [InlineData("eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee/ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff/gggggggggggggggggggggggggggggggggggggggggggggggggggggggggggggggggggggggggggggggg", "992b3e66ccf22592971790885247a6658e5b69683fdcbdf0530fc59e8c9a60a4")]
    [InlineData("hhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhh/i", "0aa55877e90e7cd88877425c41916149a4b56c98142b66cb663548a235c74e78")]
    [InlineData("üüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüü", "e8d942b7f16db5bcfdf0418b4e65ee270c798c1febb5da706762c55944d09447")]
    [InlineData("a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/z", "1931e21b3cb4036192b2b800dc9028a909606630c18e45e5b62cb8fb54085d64")]
    [InlineData("ü/ü/ü/ü/ü/ü/ü/ü/ü/ü/ü/ü/ü/ü/ü/ü/ü/ü/ü/ü/ü/ü/ü/ü/ü/ü/ü/ü/ü/ü/ü/ü/ü/ü/ü/ü/ü/ü/ü/ü/ü/ü/ü/ü/ü/ü/ü/ü/ü/ü/ü/ü/ü/ü/ü/ü/ü/ü/ü/ü/ü/ü/ü/ü/ü/ü/ü/ü/ü/ü/ü/ü/ü/ü/ü/ü/ü/ü/ü/ü/ü/ü/ü/ü/ü/ü/ü/ü/ü/ü/z", "ce8dab2de17c1459242d74a9a94c48dbab56c3d106abee964080f8cf32e5411c")]
    [InlineData("mmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmm/nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn", "32fa3238a6bffae06e0c0da890811a97921b798b34ff4b0eb2c6eefa5df490e1")]
    [InlineData("mmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmm/nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn", "519e525688ecc7b33facad50e803142d037463069127d80fb990d6035821592c")]
    [InlineData("😀.bin", "4f695972595dc440b936265a4cb67ac2092fbd73abd7a625ad27e8fd01250393")]
    [InlineData("./x", "10bf0b703d92b65969a2def89d59962ac875900cee72654a588af9d86a7369bc")]
    public async Task Names_that_a_plain_header_cannot_hold_have_one_of_their_own(string name, string hash)
    {
        var archive = new ArchiveValue("", Assets((name, "hello")), null, null);
        Assert.Equal(hash, Assert.IsType<ArchiveValue>(await FillAsync(archive)).Hash);
    }

    [Fact]
    public async Task Packed_archives_within_another_are_unpacked()
    {
        using (var zip = ZipFile.Open(Path.Combine(_folder, "in.zip"), ZipArchiveMode.Create))
        {
            zip.CreateEntry("folder/");
            zip.CreateEntry("folder/a").Open().Dispose();
        }

        using (var file = new GZipStream(File.Create(Path.Combine(_folder, "in.tar.gz")), CompressionMode.Compress))
        using (var tar = new TarWriter(file))
        {
            tar.WriteEntry(new PaxTarEntry(TarEntryType.Directory, "sub"));
            tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "sub/b") { DataStream = new MemoryStream("B"u8.ToArray()) });
        }

        ImmutableSortedDictionary<string, PropertyValue> packed = ImmutableSortedDictionary<string, PropertyValue>.Empty
            .Add("x", new ArchiveValue("", null, "in.zip", null)).Add("y", new ArchiveValue("", null, "in.tar.gz", null));
        var flat = new ArchiveValue("", Assets(("x/folder/a", ""), ("y/sub/b", "B")), null, null);

        Assert.Equal(
            Assert.IsType<ArchiveValue>(await FillAsync(flat)).Hash,
            Assert.IsType<ArchiveValue>(await FillAsync(new ArchiveValue("", packed, null, null))).Hash);
    }

    [Fact]
    public async Task A_page_is_fetched_and_one_that_is_not_there_is_named()
    {
        await using var site = await Site.StartAsync();
        var asset = Assert.IsType<AssetValue>(await FillAsync(new AssetValue("", null, null, $"{site.Address}/page")));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData("hello"u8)), asset.Hash);
        Assert.Contains("404", await ErrorAsync(new AssetValue("", null, null, $"{site.Address}/nothing")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_read_is_named()
    {
        File.WriteAllText(Path.Combine(_folder, "plain.txt"), "");
        Assert.StartsWith("failed to compute asset hash for \"value\": failed to open asset file 'nowhere.txt': ", await ErrorAsync(new AssetValue(null, null, "nowhere.txt", null)), StringComparison.Ordinal);
        Assert.Equal("failed to compute archive hash for \"value\": 'plain.txt' is neither a recognized archive type nor a directory", await ErrorAsync(new ArchiveValue(null, null, "plain.txt", null)));
        Assert.StartsWith("failed to compute archive hash for \"value\": couldn't read archive path 'no.zip': ", await ErrorAsync(new ArchiveValue(null, null, "no.zip", null)), StringComparison.Ordinal);
        Assert.Equal("failed to compute asset hash for \"value\": Unrecognized or unsupported URI scheme: ftp", await ErrorAsync(new AssetValue(null, null, null, "ftp://x/y")));
        Assert.Equal("failed to compute archive hash for \"value\": file at URL 'https://example.invalid/page' is not a recognized archive format", await ErrorAsync(new ArchiveValue(null, null, null, "https://example.invalid/page")));
    }

    private async Task<string> ErrorAsync(PropertyValue value) =>
        (await Assert.ThrowsAsync<InvalidOperationException>(() => FillAsync(value))).Message;

    private static ImmutableSortedDictionary<string, PropertyValue> Assets(params (string Name, string Text)[] assets) =>
        assets.ToImmutableSortedDictionary(asset => asset.Name, asset => (PropertyValue)new AssetValue(null, asset.Text, null, null), StringComparer.Ordinal);

    private async Task<PropertyValue> FillAsync(PropertyValue value) =>
        (await new AssetHashes(_folder).FillAsync(PropertyMap.Of(("value", value))))["value"];

    private sealed class Site(WebApplication application) : IAsyncDisposable
    {
        public string Address => application.Urls.Single();

        public static async Task<Site> StartAsync()
        {
            var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
            builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
            var application = builder.Build();
            application.Run(async context =>
            {
                context.Response.StatusCode = context.Request.Path == "/page" ? 200 : 404;
                await context.Response.WriteAsync("hello");
            });
            await application.StartAsync();
            return new Site(application);
        }

        public ValueTask DisposeAsync() => application.DisposeAsync();
    }
}
