using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using Coder.Infra.Protocol.Properties;

namespace Coder.Infra.Engine.Deployment.Properties;

/// <summary>What assets and archives hold: texts, files, folders, packed archives, and pages (<c>http</c>, <c>https</c>, <c>file</c>).</summary>
/// <param name="directory">Folder that relative paths are relative to.</param>
internal sealed class AssetSource(string directory)
{
    private static readonly HttpClient Web = new();

    private enum Format
    {
        None,
        Tar,
        TarGzip,
        Zip,
    }

    /// <summary>The bytes of an asset.</summary>
    /// <exception cref="AssetException">It cannot be read.</exception>
    public byte[] Content(AssetValue asset) => asset switch
    {
        { Text: { } text } => Encoding.UTF8.GetBytes(text),
        { Path: { } path } => Read(path, $"failed to open asset file '{path}'"),
        { Uri: { } uri } => Fetch(uri),
        _ => [],
    };

    /// <summary>Whether an archive is a folder.</summary>
    public bool IsFolder(ArchiveValue archive) => archive.Path is { } path && Directory.Exists(Resolve(path));

    /// <summary>The bytes of an archive that is one file.</summary>
    /// <exception cref="AssetException">It cannot be read, or is no archive by its name.</exception>
    public byte[] Packed(ArchiveValue archive)
    {
        if (archive.Path is { } path)
        {
            var bytes = Read(path, $"couldn't read archive path '{path}'");
            return FormatOf(path) != Format.None ? bytes : throw new AssetException($"'{path}' is neither a recognized archive type nor a directory");
        }

        if (archive.Uri is not { } uri)
            return [];
        return FormatOf(new Uri(uri, UriKind.RelativeOrAbsolute) is { IsAbsoluteUri: true } address ? address.AbsolutePath : uri) != Format.None
            ? Fetch(uri)
            : throw new AssetException($"file at URL '{uri}' is not a recognized archive format");
    }

    /// <summary>Files of an archive in its order; the files of archives within it under their names.</summary>
    public IEnumerable<(string Name, byte[] Content)> Files(PropertyValue value, string name) => value switch
    {
        ArchiveValue { Assets: { } assets } =>
            assets.OrderBy(item => item.Key, Utf8Order).SelectMany(item => Files(item.Value, Under(name, item.Key))),
        ArchiveValue { Path: { } path } archive when IsFolder(archive) => Walk(Resolve(path), name),
        ArchiveValue archive => Unpack(Packed(archive), FormatOf(archive.Path ?? new Uri(archive.Uri!).AbsolutePath))
            .Select(file => (Under(name, file.Name), file.Content)),
        AssetValue asset => [(name, Content(asset))],
        _ => [],
    };

    private static Comparer<string> Utf8Order { get; } =
        Comparer<string>.Create((left, right) => Encoding.UTF8.GetBytes(left).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(right)));

    /// <summary>A folder's files in the order of their names, folder by folder; Pulumi's own folder is left out.</summary>
    private IEnumerable<(string Name, byte[] Content)> Walk(string folder, string name) =>
        Directory.EnumerateFileSystemEntries(folder)
            .Where(entry => Path.GetFileName(entry) != ".pulumi")
            .OrderBy(entry => Path.GetFileName(entry)!, Utf8Order)
            .SelectMany(entry => Directory.Exists(entry)
                ? Walk(entry, Under(name, Path.GetFileName(entry)))
                : [(Under(name, Path.GetFileName(entry)), Read(entry, $"failed to open asset file '{entry}'"))]);

    private static IEnumerable<(string Name, byte[] Content)> Unpack(byte[] bytes, Format format)
    {
        using var stream = new MemoryStream(bytes);
        if (format == Format.Zip)
        {
            using var zip = new ZipArchive(stream);
            foreach (var entry in zip.Entries.Where(entry => !entry.FullName.EndsWith('/')))
                yield return (entry.FullName, All(entry.Open()));
            yield break;
        }

        using var plain = format == Format.TarGzip ? new GZipStream(stream, CompressionMode.Decompress) : (Stream)stream;
        using var tar = new TarReader(plain);
        while (tar.GetNextEntry() is { } entry)
        {
            if (entry.EntryType is TarEntryType.RegularFile or TarEntryType.V7RegularFile)
                yield return (entry.Name, entry.DataStream is { } data ? All(data) : []);
        }
    }

    private static byte[] All(Stream stream)
    {
        using var bytes = new MemoryStream();
        using (stream)
            stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static Format FormatOf(string path) => Path.GetExtension(path) switch
    {
        ".tar" => Format.Tar,
        ".tgz" => Format.TarGzip,
        ".gz" when path.EndsWith(".tar.gz", StringComparison.Ordinal) => Format.TarGzip,
        ".zip" or ".jar" => Format.Zip,
        _ => Format.None,
    };

    private static string Under(string name, string child) => name.Length == 0 ? child : $"{name}/{child}";

    private string Resolve(string path) => Path.GetFullPath(path, directory);

    private byte[] Read(string path, string what)
    {
        try
        {
            return File.ReadAllBytes(Resolve(path));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new AssetException($"{what}: {error.Message}", error);
        }
    }

    private byte[] Fetch(string uri)
    {
        if (!Uri.TryCreate(uri, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https" or "file"))
            throw new AssetException($"Unrecognized or unsupported URI scheme: {(uri.Contains(':', StringComparison.Ordinal) ? uri[..uri.IndexOf(':', StringComparison.Ordinal)] : uri)}");
        if (address.IsFile)
            return Read(address.LocalPath, $"failed to open '{uri}'");
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            using var response = Web.Send(request);
            response.EnsureSuccessStatusCode();
            return All(response.Content.ReadAsStream());
        }
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException)
        {
            throw new AssetException($"failed to fetch '{uri}': {error.Message}", error);
        }
    }
}

/// <summary>What an asset or archive holds cannot be read.</summary>
internal sealed class AssetException(string message, Exception? inner = null) : Exception(message, inner);
