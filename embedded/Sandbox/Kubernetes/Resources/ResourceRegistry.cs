namespace Coder.Infra.Sandbox.Kubernetes.Resources;

/// <summary>Every served resource: the built-in ones and those of CustomResourceDefinitions. Safe for concurrent use.</summary>
internal sealed class ResourceRegistry
{
    readonly IReadOnlyList<ResourceType> _builtIn;
    volatile Index _index;

    public ResourceRegistry(IReadOnlyList<ResourceType> builtIn)
    {
        _builtIn = builtIn;
        _index = new Index(builtIn);
    }

    public IReadOnlyList<ResourceType> All => _index.All;

    /// <summary>Replaces all custom resources.</summary>
    public void SetCustom(IEnumerable<ResourceType> custom) => _index = new Index([.. _builtIn, .. custom]);

    public ResourceType? Find(string group, string version, string plural) =>
        _index.ByPlural.GetValueOrDefault((group, version, plural));

    public ResourceType? FindKind(string apiVersion, string kind) => _index.ByKind.GetValueOrDefault((apiVersion, kind));

    /// <summary>A stored resource by its group and kind, whatever the version: what an owner reference points to.</summary>
    public ResourceType? FindGroupKind(string group, string kind) =>
        _index.All.FirstOrDefault(t => t.Group == group && t.Kind == kind && t.IsStored);

    public ResourceType? FindStorage(string storageName) =>
        _index.All.FirstOrDefault(t => t.StorageName == storageName && t.StorageVersion is null);

    public bool HasGroupVersion(string group, string version) => _index.GroupVersions.Contains((group, version));

    sealed class Index(IReadOnlyList<ResourceType> all)
    {
        public IReadOnlyList<ResourceType> All { get; } = all;

        public Dictionary<(string, string, string), ResourceType> ByPlural { get; } =
            all.ToDictionary(t => (t.Group, t.Version, t.Plural));

        public Dictionary<(string, string), ResourceType> ByKind { get; } =
            all.DistinctBy(t => (t.ApiVersion, t.Kind)).ToDictionary(t => (t.ApiVersion, t.Kind));

        public HashSet<(string, string)> GroupVersions { get; } = [.. all.Select(t => (t.Group, t.Version))];
    }
}
