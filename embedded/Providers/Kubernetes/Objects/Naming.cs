using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Coder.Infra.Protocol.Properties;
using Coder.Infra.Providers.Bridge;
using Pulumirpc;

namespace Coder.Infra.Providers.Kubernetes.Objects;

/// <summary>The names that the provider makes.</summary>
internal static class Naming
{
    private const int RandomDigits = 8;

    /// <summary>The field manager of a new object: always another, so that two stacks never share one.</summary>
    public static string FieldManager(RandomSource random) =>
        $"pulumi-kubernetes-{Convert.ToHexStringLower(random.Bytes(RandomDigits / 2))}";

    /// <summary>Whether the provider chose the object's name.</summary>
    public static bool IsAutoNamed(PropertyMap inputs) =>
        inputs.Map("metadata")?.Map("annotations")?.Text(Annotations.AutoNamed) == "true";

    /// <summary>
    /// The inputs with a name where they have none: the old one where that was chosen too, else the resource's name with
    /// random digits after it, drawn from the engine's seed so that preview and update agree.
    /// </summary>
    /// <returns>Null where the engine forbids to choose a name.</returns>
    public static PropertyMap? AutoName(PropertyMap inputs, PropertyMap olds, CheckRequest request)
    {
        var given = inputs.Map("metadata");
        if (given?.Get("name") is not null and not NullValue || given?.Get("generateName") is not null and not NullValue)
            return inputs;
        string name;
        if (IsAutoNamed(olds) && olds.Map("metadata")?.Text("name") is { } old)
            name = old;
        else if (request.Autonaming is { Mode: CheckRequest.Types.AutonamingOptions.Types.Mode.Disable })
            return null;
        else if (request.Autonaming is { ProposedName.Length: > 0 } autonaming)
            name = autonaming.ProposedName;
        else
            name = Unique(ResourceUrn.NameOf(request.Urn), request.RandomSeed.Span);
        var metadata = (inputs.Get("metadata") as ObjectValue)?.Properties ?? PropertyMap.Empty;
        var annotations = (metadata.Get("annotations") as ObjectValue)?.Properties ?? PropertyMap.Empty;
        return inputs.Set("metadata", metadata
            .Set("name", name)
            .Set("annotations", annotations.Set(Annotations.AutoNamed, "true")));
    }

    /// <summary>A name with 8 hexadecimal digits after it.</summary>
    public static string Unique(string name, ReadOnlySpan<byte> seed)
    {
        Span<byte> digest = stackalloc byte[SHA512.HashSizeInBytes];
        if (seed.IsEmpty)
            RandomNumberGenerator.Fill(digest);
        else
            SHA512.HashData([.. seed, .. Encoding.UTF8.GetBytes(name)], digest);
        return $"{name}-{Convert.ToHexStringLower(digest[..(RandomDigits / 2)])}";
    }

    /// <summary>The manager of an object: what the annotation says, else what the state says, else a new one.</summary>
    public static string FieldManager(JsonObject inputs, PropertyMap? state, RandomSource random) =>
        inputs.Annotation(Annotations.PatchFieldManager) is { Length: > 0 } own ? own
            : state is not null && ObjectState.FieldManagerOf(state) is { Length: > 0 } kept ? kept
            : FieldManager(random);
}
