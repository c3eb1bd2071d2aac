using Coder.Infra.Helm.Charts;
using Coder.Infra.Helm.Templates.Functions;
using Coder.Infra.Helm.Templates.Types;
using Coder.Infra.Helm.Yaml;

namespace Coder.Infra.Helm.Rendering;

/// <summary>Helm's <c>.Files</c>: the chart's other files by path.</summary>
internal sealed class FilesMap : IGoContainer
{
    private static readonly GoType FilesType = new("engine.files", GoKind.Map, GoType.Bytes)
    {
        IsNamed = true,
        MakeMethods = AllMethods,
    };

    private readonly Dictionary<string, byte[]> _files;

    public FilesMap(IEnumerable<ChartFile> files)
    {
        _files = [];
        foreach (var file in files)
            _files[file.Name] = file.Data;
    }

    private FilesMap(Dictionary<string, byte[]> files) => _files = files;

    public GoType Type => FilesType;

    public object Content => _files;

    private static TemplateFunction[] AllMethods() =>
    [
        Fn.Method<FilesMap, string, string>("Get", (self, name) => GoString.FromBytes(self.Bytes(name))),
        Fn.Method<FilesMap, string, byte[]>("GetBytes", (self, name) => self.Bytes(name)),
        Fn.Method<FilesMap, string, List<string>>("Lines", (self, name) => self.Lines(name)),
        Fn.Method<FilesMap, string, FilesMap>("Glob", (self, pattern) => self.Glob(pattern)),
        Fn.Method<FilesMap, string>("AsConfig", self => self.ByBaseName(GoString.FromBytes)),
        Fn.Method<FilesMap, string>("AsSecrets", self => self.ByBaseName(bytes => Convert.ToBase64String(bytes))),
    ];

    private byte[] Bytes(string name) => _files.GetValueOrDefault(name, []);

    private List<string> Lines(string name)
    {
        string text = GoString.FromBytes(Bytes(name));
        return text.Length == 0 ? [] : [.. (text.EndsWith('\n') ? text[..^1] : text).Split('\n')];
    }

    private FilesMap Glob(string pattern)
    {
        var matcher = GlobPattern.Parse(pattern);
        return new FilesMap(_files.Where(file => matcher.IsMatch(file.Key)).ToDictionary());
    }

    private delegate string Reading(ReadOnlySpan<byte> bytes);

    /// <summary>A YAML map of base name to content; of two files of one base name the later path wins.</summary>
    private string ByBaseName(Reading read)
    {
        var map = new Dictionary<string, object?>();
        foreach (string path in Maps.SortedKeys(this))
            map[Paths.Base(path)] = read(_files[path]);
        string yaml = YamlText.Marshal(map);
        return yaml.EndsWith('\n') ? yaml[..^1] : yaml;
    }
}
