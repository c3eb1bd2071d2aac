using System.Text;
using Coder.Infra.Helm.Cli;
using Coder.Infra.Helm.Go;
using Coder.Infra.Helm.Yaml;
using Map = System.Collections.Generic.Dictionary<string, object?>;

namespace Coder.Infra.Helm.Tests.Cli;

/// <summary>Small charts, values and flags made for Helm's edges, with what Helm did (format: tests/Recordings/helm/README.md).</summary>
public sealed class RecordedEdgeTests
{
    private static readonly Dictionary<string, Map> Cases = File.ReadLines(Path.Combine(Recordings.Helm, "edges.jsonl"))
        .Select(line => GoJson.UnmarshalMap(line)!).ToDictionary(line => (string)line["id"]!);

    public static TheoryData<string> Ids => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task The_command_does_what_Helm_did(string id)
    {
        var line = Cases[id];
        var folder = Directory.CreateTempSubdirectory("helm-edge-");
        try
        {
            var files = (Map)line["files"]!;
            foreach (var (name, content) in files)
                Write(Path.Combine(folder.FullName, name), content is Map map ? Convert.FromBase64String((string)map["base64"]!) : Encoding.UTF8.GetBytes((string)content!));
            string[] args = [.. ((List<object?>)line["args"]!).Cast<string>().Select(word => Located(word, folder.FullName, files))];
            using var stdout = new MemoryStream();
            using var stderr = new StringWriter();
            int exitCode = await HelmCommand.RunAsync(args, new GoTextWriter(stdout), stderr, CancellationToken.None);
            if (line.GetValueOrDefault("stderr") is string expected)
                Assert.Equal(expected, stderr.ToString().Replace(folder.FullName + "/", "", StringComparison.Ordinal));
            if (line.GetValueOrDefault("stdout") is string output)
                Assert.Equal(output, Encoding.UTF8.GetString(stdout.ToArray()));
            Assert.Equal((double)line["exitCode"]!, exitCode);
            Assert.False(Directory.Exists(Path.Combine(folder.FullName, "out")), "a refused chart must write nothing");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Write(string path, byte[] content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
    }

    // A test cannot change the folder of its process, so files are named in full.
    private static string Located(string word, string folder, Map files)
    {
        string path = word[(word.LastIndexOf('=') + 1)..];
        bool isFile = path.Length > 0 && files.Keys.Any(f => f == path || f.StartsWith(path + "/", StringComparison.Ordinal));
        return isFile || path.StartsWith("out/", StringComparison.Ordinal) ? word[..^path.Length] + Path.Combine(folder, path) : word;
    }
}
