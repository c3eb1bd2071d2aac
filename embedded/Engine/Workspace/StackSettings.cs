using Coder.Infra.Engine.Workspace.Configuration;
using Coder.Infra.Engine.Workspace.Yaml;
using YamlDotNet.RepresentationModel;

namespace Coder.Infra.Engine.Workspace;

/// <summary>
/// A stack's settings, <c>Pulumi.STACK.yaml</c>. Changes are made in the text, entry by entry, so that comments and order stay.
/// A file in JSON (<c>Pulumi.STACK.json</c>), which has no comments, is changed as YAML and written as JSON.
/// </summary>
internal sealed class StackSettings
{
    private readonly string _project;
    private YamlFile _file;

    private StackSettings(YamlFile file, string project, bool exists)
    {
        _file = file;
        _project = project;
        Exists = exists;
        Config = Read();
    }

    /// <summary>Path of the file.</summary>
    public string Path => _file.Path;

    /// <summary>Whether the file exists.</summary>
    public bool Exists { get; private set; }

    /// <summary><c>secretsprovider</c>; null for the default, the passphrase.</summary>
    public string? SecretsProvider => _file.TextOf(_file["secretsprovider"], "secretsprovider");

    /// <summary><c>encryptionsalt</c> of the passphrase provider.</summary>
    public string? EncryptionSalt => _file.TextOf(_file["encryptionsalt"], "encryptionsalt");

    /// <summary><c>encryptedkey</c> of a cloud secrets provider.</summary>
    public string? EncryptedKey => _file.TextOf(_file["encryptedkey"], "encryptedkey");

    /// <summary><c>environment</c>: the environments of Pulumi ESC whose values the stack takes, a list or a mapping with <c>imports</c>.</summary>
    public IReadOnlyList<string> Environments
    {
        get
        {
            var imports = _file["environment"] is YamlMappingNode map ? YamlFile.Get(map, "imports") : _file["environment"];
            return [.. _file.List(imports, "environment")?.Children.Select(item => item is YamlMappingNode { Children.Count: > 0 } named ? YamlScalars.KeyOf(named.Children[0].Key) : item.ToString()) ?? []];
        }
    }

    /// <summary>The settings in their order.</summary>
    public OrderedDictionary<ConfigKey, ConfigNode> Config { get; private set; }

    /// <summary>Reads a stack's settings; a file that does not exist is one without settings.</summary>
    public static StackSettings Load(string path, string project)
    {
        var exists = File.Exists(path);
        var file = exists ? YamlFile.Read(path) : YamlFile.Parse(path, "");
        return new StackSettings(IsJson(path) ? Block(file) : file, project, exists);
    }

    /// <summary>Line of a setting, for messages; null if it is not set in the file.</summary>
    public string? Place(ConfigKey key) => Entry(key) is { } entry ? $"{Path}:{entry.Start.Line}" : null;

    /// <summary>Sets the salt, at the head of the file where it is new.</summary>
    public void SetEncryptionSalt(string? salt) => SetTop("encryptionsalt", salt);

    /// <summary>Sets the secrets provider; null removes it.</summary>
    public void SetSecretsProvider(string? provider) => SetTop("secretsprovider", provider);

    /// <summary>Sets a setting, in place where it is set.</summary>
    public void Set(ConfigKey key, ConfigNode value)
    {
        if (_file["config"] is YamlMappingNode { Children.Count: > 0, Style: not YamlDotNet.Core.Events.MappingStyle.Flow } block)
        {
            Replace(YamlText.Set(_file.Text, block, Entry(key) is { } name ? YamlScalars.KeyOf(name) : key.ToString(), value));
            return;
        }

        var all = new OrderedDictionary<string, ConfigNode>(Config.Select(entry => KeyValuePair.Create(entry.Key.ToString(), entry.Value))) { [key.ToString()] = value };
        Replace(YamlText.SetTop(_file, "config", new ConfigObject([.. all]), atTop: false));
    }

    /// <summary>Removes a setting.</summary>
    /// <returns>Whether it was set.</returns>
    public bool Remove(ConfigKey key)
    {
        if (Entry(key) is not { } name)
            return false;
        var map = (YamlMappingNode)_file["config"]!;
        if (map.Children.Count == 1)
            Replace(YamlText.Remove(_file.Text, _file.Root!, "config"));
        else if (map.Style == YamlDotNet.Core.Events.MappingStyle.Flow)
            Replace(YamlText.SetTop(_file, "config", new ConfigObject([.. Config.Where(entry => entry.Key != key).Select(entry => KeyValuePair.Create(entry.Key.ToString(), entry.Value))]), atTop: false));
        else
            Replace(YamlText.Remove(_file.Text, map, YamlScalars.KeyOf(name)));
        return true;
    }

    /// <summary>Writes the file, whole or not at all.</summary>
    public void Save()
    {
        AtomicFile.Write(Path, IsJson(Path) ? Json() : _file.Text);
        Exists = true;
    }

    private static bool IsJson(string path) => path.EndsWith(".json", StringComparison.OrdinalIgnoreCase);

    /// <summary>The same content with a line for each entry, which changes in the text need.</summary>
    private static YamlFile Block(YamlFile file)
    {
        var block = YamlFile.Parse(file.Path, "");
        foreach (var (name, value) in Entries(file))
            block = YamlFile.Parse(file.Path, YamlText.SetTop(block, name, value, atTop: false));
        return block;
    }

    private static IEnumerable<(string Name, ConfigNode Value)> Entries(YamlFile file) =>
        file.Root is { } root ? root.Children.Select(entry => (YamlScalars.KeyOf(entry.Key), YamlScalars.ToConfig(entry.Value))) : [];

    private string Json()
    {
        var json = new GoJsonWriter("    ");
        json.BeginObject();
        foreach (var (name, value) in Entries(_file))
            value.WriteTo(json.Name(name));
        json.EndObject();
        return json + "\n";
    }

    private YamlNode? Entry(ConfigKey key) =>
        (_file["config"] as YamlMappingNode)?.Children.Keys.FirstOrDefault(name => ConfigKey.Parse(YamlScalars.KeyOf(name), _project) == key);

    private void SetTop(string name, string? value)
    {
        if (value is not null)
            Replace(YamlText.SetTop(_file, name, new ConfigScalar(value), atTop: true));
        else if (_file[name] is not null)
            Replace(YamlText.Remove(_file.Text, _file.Root!, name));
    }

    private void Replace(string text)
    {
        _file = YamlFile.Parse(Path, text);
        Config = Read();
    }

    private OrderedDictionary<ConfigKey, ConfigNode> Read()
    {
        var config = new OrderedDictionary<ConfigKey, ConfigNode>();
        var problems = new List<string>();
        if (_file.Map(_file["config"], "config") is not { } map)
            return config;
        foreach (var (name, value) in map.Children)
        {
            try
            {
                config[ConfigKey.Parse(YamlScalars.KeyOf(name), _project)] = YamlScalars.ToConfig(value);
            }
            catch (UserErrorException e)
            {
                problems.Add(_file.Problem(name, e.Message));
            }
        }

        return problems.Count == 0 ? config : throw UserErrorException.Of($"could not read {Path}:", problems);
    }
}
