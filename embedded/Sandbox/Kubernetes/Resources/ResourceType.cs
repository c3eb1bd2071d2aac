using System.Security.Cryptography;
using System.Text;
using Coder.Infra.Sandbox.Kubernetes.Schema;

namespace Coder.Infra.Sandbox.Kubernetes.Resources;

/// <summary>A part of a resource with an address of its own, such as <c>status</c> or <c>scale</c>.</summary>
internal sealed record Subresource(string Name, string Kind, IReadOnlyList<string> Verbs, string Group, string Version);

/// <summary>One served resource: what discovery says of it, where its objects are kept and what they look like.</summary>
internal sealed class ResourceType
{
    public required string Group { get; init; }
    public required string Version { get; init; }
    public required string Plural { get; init; }
    public required string Singular { get; init; }
    public required string Kind { get; init; }
    public required bool Namespaced { get; init; }
    public required IReadOnlyList<string> Verbs { get; init; }
    public IReadOnlyList<string> ShortNames { get; init; } = [];
    public IReadOnlyList<string> Categories { get; init; } = [];
    public IReadOnlyList<Subresource> Subresources { get; init; } = [];

    /// <summary>The shape of its objects; unknown fields are kept when there is none.</summary>
    public TypeSchema Schema { get; init; } = TypeSchema.Untyped;

    /// <summary>Defined by a CustomResourceDefinition and not built in.</summary>
    public bool IsCustom { get; init; }

    /// <summary>Columns a CustomResourceDefinition adds to tables.</summary>
    public IReadOnlyList<CustomColumn> Columns { get; init; } = [];

    /// <summary>Where the objects are kept: one place for all versions of a kind that are views of the same objects.</summary>
    public string StorageName { get; init; } = "";

    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    /// <summary>The name errors use: <c>deployments.apps</c>, or <c>pods</c> in the core group.</summary>
    public string QualifiedPlural => Group.Length == 0 ? Plural : $"{Plural}.{Group}";

    /// <summary>The kind as validation errors name it: <c>Deployment.apps</c>.</summary>
    public string QualifiedKind => Group.Length == 0 ? Kind : $"{Kind}.{Group}";

    public bool HasStatus => Find("status") is not null;

    public bool IsStored => Verbs.Contains("get") && Verbs.Contains("list") && Plural != "componentstatuses";

    /// <summary>Tells clients whether the storage version changed: the first 8 bytes of SHA-256 over group/version/kind.</summary>
    public string StorageVersionHash =>
        Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes($"{Group}/{StorageVersion ?? Version}/{Kind}")).AsSpan(0, 8));

    public string? StorageVersion { get; init; }

    public Subresource? Find(string subresource) => Subresources.FirstOrDefault(s => s.Name == subresource);

    public override string ToString() => $"{ApiVersion} {Kind}";
}

/// <summary>A printer column of a custom resource (<c>additionalPrinterColumns</c>).</summary>
internal sealed record CustomColumn(string Name, string Type, string Format, string Description, int Priority, string JsonPath);
