using Coder.Infra.Engine.Workspace.Configuration;
using Coder.Infra.Engine.Workspace.Yaml;
using YamlDotNet.RepresentationModel;

namespace Coder.Infra.Engine.Workspace;

/// <summary>
/// A stack's settings, <c>Pulumi.STACK.yaml</c>. Changes are made in the text, entry by entry, so that comments and order stay.
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

    /// <summary>The settings in their order.</summary>
    public OrderedDictionary<ConfigKey, ConfigNode> Config { get; private set; }

    /// <summary>Reads a stack's settings; a file that does not exist is one without settings.</summary>
    public static StackSettings Load(string path, string project)
    {
        var exists = File.Exists(path);
        return new StackSettings(exists ? YamlFile.Read(path) : YamlFile.Parse(path, ""), project, exists);
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
        AtomicFile.Write(Path, _file.Text);
        Exists = true;
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
