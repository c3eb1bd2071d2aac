using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Coder.Infra.Engine.Workspace.Configuration;
using Coder.Infra.Engine.Workspace.Yaml;
using YamlDotNet.RepresentationModel;

namespace Coder.Infra.Engine.Workspace;

/// <summary>Finds and reads <c>Pulumi.yaml</c>.</summary>
internal static partial class ProjectLoader
{
    private static readonly string[] FileNames = ["Pulumi.yaml", "Pulumi.yml", "Pulumi.json"];

    /// <summary>The path of the project's file in a folder or the nearest one above it; null where there is none.</summary>
    public static string? Find(string directory)
    {
        for (var folder = new DirectoryInfo(directory); folder is not null; folder = folder.Parent)
        {
            foreach (var name in FileNames)
            {
                var path = Path.Combine(folder.FullName, name);
                if (File.Exists(path))
                    return path;
            }
        }

        return null;
    }

    /// <summary>The project of a folder.</summary>
    public static Project Load(string directory) => Read(Find(directory) ?? throw new UserErrorException(
        $"no Pulumi.yaml project file found (searching upwards from {directory}). If you have not created a project yet, write one; otherwise run this in the project's folder or name it with --cwd"));

    /// <summary>Reads a project file; every problem is reported at once.</summary>
    public static Project Read(string path)
    {
        var file = YamlFile.Read(path);
        var problems = new List<string>();
        T? Try<T>(Func<T?> read)
        {
            try
            {
                return read();
            }
            catch (UserErrorException e)
            {
                problems.Add(e.Message);
                return default;
            }
        }

        var name = Try(() => file.TextOf(file["name"], "name"));
        if (file["name"] is null || name is "")
            problems.Add($"{path}: project is missing a 'name' attribute");
        else if (name is not null && !ProjectName().IsMatch(name))
            problems.Add(file.Problem(file["name"]!, $"project name \"{name}\" may only contain letters, digits, hyphens, underscores and periods (at most 100)"));
        var (runtime, options) = Try(() => Runtime(file)) is { Name: { } read } found ? found : ("", ImmutableSortedDictionary<string, string>.Empty);
        if (runtime.Length == 0 && problems.Count == 0)
            problems.Add($"{path}: project is missing a 'runtime' attribute");
        var project = new Project
        {
            Path = path,
            Name = name ?? "",
            Runtime = runtime,
            RuntimeOptions = options,
            Main = Try(() => file.TextOf(file["main"], "main")) ?? "",
            Description = Try(() => file.TextOf(file["description"], "description")) ?? "",
            BackendUrl = Try(() => Nested(file, "backend", "url")) ?? "",
            StackConfigDirectory = Try(() => file.TextOf(file["stackConfigDir"], "stackConfigDir")) ?? Try(() => file["config"] is YamlScalarNode ? file.TextOf(file["config"], "config") : null) ?? "",
            RequiredPulumiVersion = Try(() => file.TextOf(file["requiredPulumiVersion"], "requiredPulumiVersion")) ?? "",
            AlwaysRefresh = Try(() => Nested(file, "options", "refresh")) == "always",
            ProviderPaths = Try(() => Providers(file)) ?? ImmutableSortedDictionary<string, string>.Empty,
            Config = Try(() => (object)Declarations(file, name ?? "")) is ImmutableArray<ConfigDeclaration> declared ? declared : [],
        };
        return problems.Count == 0 ? project : throw UserErrorException.Of($"could not load {path}:", problems);
    }

    private static (string Name, ImmutableSortedDictionary<string, string> Options) Runtime(YamlFile file)
    {
        var none = ImmutableSortedDictionary<string, string>.Empty;
        switch (file["runtime"])
        {
            case null:
                return ("", none);
            case YamlScalarNode scalar:
                return (scalar.Value ?? "", none);
            case YamlMappingNode map:
                var name = file.TextOf(YamlFile.Get(map, "name"), "runtime.name")
                    ?? throw file.Error(map, "runtime needs a name, such as dotnet or nodejs");
                var options = file.Map(YamlFile.Get(map, "options"), "runtime.options");
                return (name, options is null ? none : none.AddRange(options.Children
                    .Where(entry => entry.Value is YamlScalarNode)
                    .Select(entry => KeyValuePair.Create(YamlScalars.KeyOf(entry.Key), ((YamlScalarNode)entry.Value).Value ?? ""))));
            case var other:
                throw file.Error(other, "runtime must be a name or a mapping with name and options");
        }
    }

    private static string? Nested(YamlFile file, string section, string key) =>
        file.Map(file[section], section) is { } map ? file.TextOf(YamlFile.Get(map, key), $"{section}.{key}") : null;

    private static ImmutableSortedDictionary<string, string> Providers(YamlFile file)
    {
        var paths = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (name, source) in file.Map(file["packages"], "packages")?.Children.AsEnumerable() ?? [])
        {
            // A source elsewhere is what a package was generated from; only one on this machine says where its plugin is.
            var path = source is YamlMappingNode map ? file.TextOf(YamlFile.Get(map, "source"), "source of a package") : file.TextOf(source, "a package");
            if (path is not null && (Path.IsPathRooted(path) || path.StartsWith("./", StringComparison.Ordinal) || path.StartsWith("../", StringComparison.Ordinal)))
                paths[YamlScalars.KeyOf(name)] = path;
        }

        if (file.Map(file["plugins"], "plugins") is not { } plugins || file.List(YamlFile.Get(plugins, "providers"), "plugins.providers") is not { } list)
            return paths.ToImmutable();
        foreach (var item in list.Children)
        {
            var map = file.Map(item, "an entry of plugins.providers") ?? throw file.Error(item, "an entry of plugins.providers needs name and path");
            var name = file.TextOf(YamlFile.Get(map, "name"), "name") ?? throw file.Error(map, "an entry of plugins.providers needs a name");
            paths[name] = file.TextOf(YamlFile.Get(map, "path"), "path") ?? throw file.Error(map, $"the plugin {name} of plugins.providers needs a path");
        }

        return paths.ToImmutable();
    }

    private static ImmutableArray<ConfigDeclaration> Declarations(YamlFile file, string project)
    {
        if (file["config"] is YamlScalarNode || file.Map(file["config"], "config") is not { } config)
            return [];
        return [.. config.Children.Select(entry => Declaration(file, ConfigKey.Parse(YamlScalars.KeyOf(entry.Key), project), entry.Value))];
    }

    private static ConfigDeclaration Declaration(YamlFile file, ConfigKey key, YamlNode node)
    {
        if (node is not YamlMappingNode map || !map.Children.Keys.Any(name => YamlScalars.KeyOf(name) is "type" or "default" or "value" or "description" or "secret" or "items"))
            return new ConfigDeclaration { Key = key, Default = YamlScalars.ToConfig(node) };
        var value = YamlFile.Get(map, "value") ?? YamlFile.Get(map, "default");
        return new ConfigDeclaration
        {
            Key = key,
            Type = TypeOf(file, map, $"config.{key}"),
            Default = value is null || YamlScalars.ToConfig(value) is ConfigScalar { Kind: ScalarKind.Null } ? null : YamlScalars.ToConfig(value),
            Secret = file.TextOf(YamlFile.Get(map, "secret"), "secret") is "true",
        };
    }

    private static ConfigType? TypeOf(YamlFile file, YamlMappingNode map, string place)
    {
        if (file.TextOf(YamlFile.Get(map, "type"), $"{place}.type") is not { Length: > 0 } name)
            return null;
        if (!ConfigType.IsKnown(name))
            throw file.Error(YamlFile.Get(map, "type")!, $"\"{name}\" is not a type of a setting: string, boolean, integer, number, array or object");
        if (name != "array")
            return new ConfigType(name);
        return file.Map(YamlFile.Get(map, "items"), $"{place}.items") is { } items && TypeOf(file, items, $"{place}.items") is { } type
            ? new ConfigType(name, type)
            : throw file.Error(map, $"{place} is an array, but does not say of what; add items with a type");
    }

    [GeneratedRegex("^[A-Za-z0-9_.-]{1,100}$")]
    private static partial Regex ProjectName();
}
