using System.Text.Json.Nodes;

namespace Coder.Infra.Sandbox.Kubernetes.Storage;

/// <summary>Where an object is kept. The namespace of a cluster-scoped object is empty.</summary>
internal readonly record struct ObjectKey(string Storage, string Namespace, string Name)
{
    /// <summary>Position within the storage, as etcd orders keys.</summary>
    public string Path => Namespace.Length == 0 ? Name : $"{Namespace}/{Name}";
}

/// <summary>One version of an object. <see cref="Json"/> is never changed: copy it to change it.</summary>
internal sealed class StoredObject(ObjectKey key, long revision, JsonObject json)
{
    byte[]? _utf8;

    public ObjectKey Key { get; } = key;
    public long Revision { get; } = revision;
    public JsonObject Json { get; } = json;
    public string Uid => Json.Text("metadata", "uid") ?? "";

    /// <summary>The object as JSON text, made once.</summary>
    public byte[] Utf8 => _utf8 ??= Json.ToUtf8();
}

internal enum ChangeType { Added, Modified, Deleted }

/// <summary>One committed write. Of a deletion, <see cref="Current"/> is the last state with the deletion's revision.</summary>
internal sealed record Change(ChangeType Type, StoredObject? Previous, StoredObject Current)
{
    public long Revision => Current.Revision;
    public ObjectKey Key => Current.Key;
}
