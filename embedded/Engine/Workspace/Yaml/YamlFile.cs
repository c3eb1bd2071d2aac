using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Coder.Infra.Engine.Workspace.Yaml;

/// <summary>A YAML file as nodes that know their place, with errors that name file and line.</summary>
internal sealed class YamlFile
{
    private YamlFile(string path, string text, YamlMappingNode? root)
    {
        Path = path;
        Text = text;
        Root = root;
    }

    /// <summary>Path of the file, for messages.</summary>
    public string Path { get; }

    /// <summary>What the file holds.</summary>
    public string Text { get; }

    /// <summary>The top mapping; null where the file is empty.</summary>
    public YamlMappingNode? Root { get; }

    public static YamlFile Read(string path) => Parse(path, File.ReadAllText(path));

    public static YamlFile Parse(string path, string text)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            return stream.Documents.Count switch
            {
                0 => new YamlFile(path, text, null),
                1 => stream.Documents[0].RootNode switch
                {
                    YamlMappingNode map => new YamlFile(path, text, map),
                    YamlScalarNode { Value: null or "" } => new YamlFile(path, text, null),
                    var other => throw new UserErrorException($"{Where(path, other.Start)}: expected a mapping of settings, found a {Kind(other)}"),
                },
                _ => throw new UserErrorException($"{path}: holds {stream.Documents.Count} YAML documents; a settings file must be one"),
            };
        }
        catch (YamlException e)
        {
            throw new UserErrorException($"{Where(path, e.Start)}: invalid YAML: {e.Message.TrimEnd('.')}");
        }
        catch (ArgumentException e)
        {
            // A key that stands twice in one mapping.
            throw new UserErrorException($"{path}: invalid YAML: {e.Message}");
        }
    }

    /// <summary>An error about a node: file, line, what is wrong.</summary>
    public UserErrorException Error(YamlNode node, string message) => new(Problem(node, message));

    /// <summary>The text of such an error, for lists of problems.</summary>
    public string Problem(YamlNode node, string message) => $"{Where(Path, node.Start)}: {message}";

    /// <summary>The value of a top-level key, or null.</summary>
    public YamlNode? this[string key] => Root is null ? null : Get(Root, key);

    public static YamlNode? Get(YamlMappingNode map, string key) => map.Children.TryGetValue(new YamlScalarNode(key), out var value) ? value : null;

    /// <summary>A text, or null where the key is not set.</summary>
    public string? TextOf(YamlNode? node, string name) => node switch
    {
        null => null,
        YamlScalarNode scalar => IsNull(scalar) ? null : scalar.Value,
        _ => throw Error(node, $"{name} must be a text, not a {Kind(node)}"),
    };

    public YamlMappingNode? Map(YamlNode? node, string name) => node switch
    {
        null => null,
        YamlMappingNode map => map,
        YamlScalarNode scalar when IsNull(scalar) => null,
        _ => throw Error(node, $"{name} must be a mapping, not a {Kind(node)}"),
    };

    public YamlSequenceNode? List(YamlNode? node, string name) => node switch
    {
        null => null,
        YamlSequenceNode list => list,
        YamlScalarNode scalar when IsNull(scalar) => null,
        _ => throw Error(node, $"{name} must be a list, not a {Kind(node)}"),
    };

    /// <summary>Whether a scalar is YAML's null; a quoted one never is.</summary>
    public static bool IsNull(YamlScalarNode scalar) =>
        (scalar.Style is ScalarStyle.Plain or ScalarStyle.Any) && scalar.Value is null or "" or "~" or "null" or "Null" or "NULL";

    public static string Kind(YamlNode node) => node switch { YamlMappingNode => "mapping", YamlSequenceNode => "list", _ => "text" };

    private static string Where(string path, Mark mark) => string.Create(CultureInfo.InvariantCulture, $"{path}:{mark.Line}:{mark.Column}");
}
