using Coder.Infra.Protocol.Properties;
using Value = Google.Protobuf.WellKnownTypes.Value;

namespace Pulumi.Serialization;

/// <summary>An asset or archive.</summary>
internal sealed class AssetReader(Type type) : TypeReader
{
    protected override object? ReadOpen(Value value, string path, ValueReader reader)
    {
        AssetOrArchive? asset = ValueReader.SignatureOf(value) switch
        {
            Signatures.Asset => Text(value, "path") is { } file ? new FileAsset(file)
                : Text(value, "uri") is { } uri ? new RemoteAsset(uri)
                : new StringAsset(ValueReader.Field(value, "text")?.StringValue ?? ""),
            Signatures.Archive => Text(value, "path") is { } file ? new FileArchive(file)
                : Text(value, "uri") is { } uri ? new RemoteArchive(uri)
                : new AssetArchive(Assets(value, path, reader)),
            _ => null,
        };
        if (type.IsInstanceOfType(asset))
            return asset;
        reader.Warn(path, $"a {type.Name}", value);
        return null;
    }

    private static string? Text(Value value, string name) => ValueReader.Field(value, name) is { StringValue: { Length: > 0 } text } ? text : null;

    private static Dictionary<string, AssetOrArchive> Assets(Value value, string path, ValueReader reader) =>
        (ValueReader.Field(value, "assets")?.StructValue.Fields ?? [])
            .Select(entry => (entry.Key, Value: For(typeof(AssetOrArchive)).Read(entry.Value, $"{path}[{entry.Key}]", reader) as AssetOrArchive))
            .Where(entry => entry.Value is not null)
            .ToDictionary(entry => entry.Key, entry => entry.Value!);
}

/// <summary>A resource, of which the reference tells URN and id.</summary>
internal sealed class ResourceReader(Type type) : TypeReader
{
    protected override object? ReadOpen(Value value, string path, ValueReader reader)
    {
        if (ValueReader.SignatureOf(value) == Signatures.ResourceReference && ValueReader.Field(value, "urn")?.StringValue is { Length: > 0 } urn)
        {
            var resource = ResourceTypes.Construct(urn) ?? new DependencyResource(urn, Id(ValueReader.Field(value, "id")));
            if (type.IsInstanceOfType(resource))
                return resource;
        }

        reader.Warn(path, $"a reference to a {type.Name}", value);
        return null;
    }

    private static Output<string> Id(Value? id) => id?.StringValue is { Length: > 0 } text && text != Signatures.Unknown
        ? Output.Create(text)
        : new Output<string>(OutputData.Unknown<string>(OutputData.NoResources));
}
