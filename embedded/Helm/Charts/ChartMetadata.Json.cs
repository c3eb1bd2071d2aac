using Coder.Infra.Helm.Yaml;

namespace Coder.Infra.Helm.Charts;

public sealed partial class ChartMetadata : IGoJsonValue
{
    /// <summary>The fields that are not empty, in Helm's order.</summary>
    public object? ToJson() => new ChartFields()
        .Add("name", Name).Add("home", Home).Add("sources", Sources).Add("version", Version).Add("description", Description)
        .Add("keywords", Keywords).Add("maintainers", Maintainers).Add("icon", Icon).Add("apiVersion", ApiVersion)
        .Add("condition", Condition).Add("tags", Tags).Add("appVersion", AppVersion).Add("deprecated", Deprecated)
        .Add("annotations", Annotations).Add("kubeVersion", KubeVersion).Add("dependencies", Dependencies).Add("type", Type)
        .ToStruct();
}

public sealed partial class ChartMaintainer : IGoJsonValue
{
    /// <summary>The fields that are not empty, in Helm's order.</summary>
    public object? ToJson() => new ChartFields().Add("name", Name).Add("email", Email).Add("url", Url).ToStruct();
}

public sealed partial class ChartDependency : IGoJsonValue
{
    /// <summary>The fields that are not empty, in Helm's order; name and repository always.</summary>
    public object? ToJson() => new ChartFields()
        .Always("name", Name).Add("version", Version).Always("repository", Repository).Add("condition", Condition).Add("tags", Tags)
        .Add("enabled", Enabled).Add("import-values", ImportValues).Add("alias", Alias)
        .ToStruct();
}

public sealed partial class ChartLock : IGoJsonValue
{
    /// <summary>All fields, in Helm's order.</summary>
    public object? ToJson() => new ChartFields().Always("generated", Generated).Always("digest", Digest).Always("dependencies", Dependencies).ToStruct();
}

/// <summary>Collects a struct's fields for JSON, leaving out empty ones.</summary>
internal sealed class ChartFields
{
    private readonly List<KeyValuePair<string, object?>> _fields = [];

    public ChartFields Always(string name, object? value)
    {
        _fields.Add(new(name, value));
        return this;
    }

    public ChartFields Add(string name, object? value) => value switch
    {
        null or "" or false => this,
        System.Collections.ICollection { Count: 0 } => this,
        _ => Always(name, value),
    };

    public GoStruct ToStruct() => new(_fields);
}
