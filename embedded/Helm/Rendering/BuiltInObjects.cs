using Coder.Infra.Helm.Charts;
using Coder.Infra.Helm.Templates.Functions;
using Coder.Infra.Helm.Templates.Types;

namespace Coder.Infra.Helm.Rendering;

/// <summary><c>.Chart</c> and <c>.Capabilities</c> as the Go structs they are in Helm.</summary>
internal static class BuiltInObjects
{
    private static readonly GoType MaintainerType = new("chart.Maintainer", GoKind.Struct)
    {
        IsNamed = true,
        Fields = [Text("Name", "name"), Text("Email", "email"), Text("URL", "url")],
    };

    private static readonly GoType MaintainerPointer = new("*chart.Maintainer", GoKind.Ptr, MaintainerType);

    private static readonly GoType DependencyType = new("chart.Dependency", GoKind.Struct)
    {
        IsNamed = true,
        Fields =
        [
            Text("Name", "name", omitEmpty: false), Text("Version", "version"), Text("Repository", "repository", omitEmpty: false),
            Text("Condition", "condition"), new GoField("Tags", GoType.StringList, "tags", true), new GoField("Enabled", GoType.Bool, "enabled", true),
            new GoField("ImportValues", GoType.List, "import-values", true), Text("Alias", "alias"),
        ],
    };

    private static readonly GoType DependencyPointer = new("*chart.Dependency", GoKind.Ptr, DependencyType);

    private static readonly GoType MaintainersType = new("[]*chart.Maintainer", GoKind.Slice, MaintainerPointer);

    private static readonly GoType DependenciesType = new("[]*chart.Dependency", GoKind.Slice, DependencyPointer);

    private static readonly GoType MetadataType = new("chart.Metadata", GoKind.Struct)
    {
        IsNamed = true,
        Fields =
        [
            Text("Name", "name"), Text("Home", "home"), new GoField("Sources", GoType.StringList, "sources", true), Text("Version", "version"),
            Text("Description", "description"), new GoField("Keywords", GoType.StringList, "keywords", true),
            new GoField("Maintainers", MaintainersType, "maintainers", true), Text("Icon", "icon"), Text("APIVersion", "apiVersion"),
            Text("Condition", "condition"), Text("Tags", "tags"), Text("AppVersion", "appVersion"),
            new GoField("Deprecated", GoType.Bool, "deprecated", true), new GoField("Annotations", GoType.StringMap, "annotations", true),
            Text("KubeVersion", "kubeVersion"), new GoField("Dependencies", DependenciesType, "dependencies", true), Text("Type", "type"),
        ],
    };

    private static readonly GoType ChartType = new("struct { chart.Metadata; IsRoot bool }", GoKind.Struct)
    {
        Fields = [new GoField("Metadata", MetadataType, "") { IsEmbedded = true }, new GoField("IsRoot", GoType.Bool, "IsRoot")],
    };

    private static readonly GoType KubeVersionType = new("chartutil.KubeVersion", GoKind.Struct)
    {
        IsNamed = true,
        Fields = [Plain("Version"), Plain("Major"), Plain("Minor")],
        MakePointerMethods = () =>
        [
            Fn.Method<GoStruct, string>("String", self => (string)self.Values[0]!),
            Fn.Method<GoStruct, string>("GitVersion", self => (string)self.Values[0]!),
        ],
    };

    private static readonly GoType BuildInfoType = new("version.BuildInfo", GoKind.Struct)
    {
        IsNamed = true,
        Fields = [Text("Version", "version"), Text("GitCommit", "git_commit"), Text("GitTreeState", "git_tree_state"), Text("GoVersion", "go_version")],
    };

    private static readonly GoType CapabilitiesType = new("chartutil.Capabilities", GoKind.Struct)
    {
        IsNamed = true,
        Fields =
        [
            new GoField("KubeVersion", KubeVersionType, "KubeVersion"), new GoField("APIVersions", VersionSet.SetType, "APIVersions"),
            new GoField("HelmVersion", BuildInfoType, "HelmVersion"),
        ],
        MakePointerMethods = () => [Fn.Method<GoStruct, GoPointer>("Copy", self => new GoPointer(CapabilitiesPointer!, self))],
    };

    private static readonly GoType CapabilitiesPointer = new("*chartutil.Capabilities", GoKind.Ptr, CapabilitiesType);

    private static GoField Text(string name, string json, bool omitEmpty = true) => new(name, GoType.String, json, omitEmpty);

    private static GoField Plain(string name) => new(name, GoType.String, name);

    /// <summary>The chart's metadata and whether it is the root.</summary>
    public static object Chart(Chart chart)
    {
        var m = chart.Metadata;
        return new GoStruct(
            ChartType,
            new GoStruct(
                MetadataType, m.Name, m.Home, Texts(m.Sources), m.Version, m.Description, Texts(m.Keywords),
                new PointerList(MaintainersType, m.Maintainers?.ConvertAll(Maintainer)), m.Icon, m.ApiVersion, m.Condition, m.Tags, m.AppVersion,
                m.Deprecated, m.Annotations ?? [], m.KubeVersion, new PointerList(DependenciesType, m.Dependencies?.ConvertAll(Dependency)), m.Type),
            chart.IsRoot);
    }

    private static List<string> Texts(List<string?>? texts) => texts == null ? NilStringList.Instance : texts.ConvertAll(text => text ?? "");

    private static object? Maintainer(ChartMaintainer? maintainer) => maintainer == null
        ? null
        : new GoPointer(MaintainerPointer, new GoStruct(MaintainerType, maintainer.Name, maintainer.Email, maintainer.Url));

    private static object? Dependency(ChartDependency? dependency) => dependency == null
        ? null
        : new GoPointer(DependencyPointer, new GoStruct(
            DependencyType, dependency.Name, dependency.Version, dependency.Repository, dependency.Condition, Texts(dependency.Tags),
            dependency.Enabled, dependency.ImportValues ?? NilList.Instance, dependency.Alias));

    /// <summary>The cluster's and Helm's versions.</summary>
    public static object Capabilities(Capabilities capabilities) => new GoPointer(CapabilitiesPointer, new GoStruct(
        CapabilitiesType,
        new GoStruct(KubeVersionType, capabilities.KubeVersion.Version, capabilities.KubeVersion.Major, capabilities.KubeVersion.Minor),
        new VersionSet([.. capabilities.ApiVersions]),
        new GoStruct(BuildInfoType, capabilities.HelmVersion, "", "", capabilities.GoVersion)));

    /// <summary>A list of pointers to structs.</summary>
    private sealed class PointerList(GoType type, List<object?>? items) : IGoContainer
    {
        public GoType Type => type;

        public object Content { get; } = items == null ? NilList.Instance : items.ToArray();
    }

    /// <summary>Helm's <c>chartutil.VersionSet</c>: a list of strings that can be asked what it has.</summary>
    private sealed class VersionSet(List<string> versions) : IGoContainer
    {
        public static readonly GoType SetType = new("chartutil.VersionSet", GoKind.Slice, GoType.String)
        {
            IsNamed = true,
            MakeMethods = () => [Fn.Method<VersionSet, string, bool>("Has", (self, version) => self.Versions.Contains(version))],
        };

        public GoType Type => SetType;

        public object Content => Versions;

        private List<string> Versions { get; } = versions;
    }
}
