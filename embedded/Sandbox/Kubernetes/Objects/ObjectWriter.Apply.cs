using System.Text.Json.Nodes;
using Coder.Infra.Sandbox.Kubernetes.Apply;
using Coder.Infra.Sandbox.Kubernetes.Defaults;
using Coder.Infra.Sandbox.Kubernetes.Errors;
using Coder.Infra.Sandbox.Kubernetes.Resources;
using Coder.Infra.Sandbox.Kubernetes.Schema;
using Coder.Infra.Sandbox.Kubernetes.Serving;

namespace Coder.Infra.Sandbox.Kubernetes.Objects;

internal sealed partial class ObjectWriter
{
    /// <summary>Server-side apply: creates the object or merges the configuration into it.</summary>
    /// <exception cref="ApiException">It is refused; 409 when others own what it would change.</exception>
    public WriteResult Apply(ResourceType type, string? @namespace, string name, JsonObject applied, WriteOptions options, bool force)
    {
        lock (Store.Gate)
        {
            var metadata = applied.Ensure("metadata");
            if (metadata.Array("managedFields") is { Count: > 0 }) throw ApiErrors.BadRequest("metadata.managedFields must be nil");
            if (type.Namespaced)
            {
                if (metadata.Text("namespace") is { Length: > 0 } given && given != @namespace)
                    throw ApiErrors.BadRequest("the namespace of the provided object does not match the namespace sent on the request");
            }
            if (metadata.Text("name") is { Length: > 0 } named && named != name)
                throw ApiErrors.BadRequest($"the name of the object ({named}) does not match the name on the URL ({name})");
            var stored = Store.Get(Key(type, @namespace, name));
            if (stored is null)
            {
                if (options.Subresource.Length > 0) throw ApiErrors.NotFound(type, name);
                if (metadata.Text("uid") is { Length: > 0 } uid)
                    throw ApiErrors.Conflict(type, name, $"uid mismatch: the provided object specified uid {uid}, and no existing object was found");
                return ApplyNew(type, @namespace, name, applied, options, force);
            }
            var live = Versions.Convert(stored.Json, type);
            var (next, _) = FieldManager.Apply(type, live, applied, options, force, Now, merged =>
            {
                Complete(type, merged);
                PrepareUpdate(type, stored, live, merged, options);
                Defaulting.Apply(type, merged);
                merged.Ensure("metadata").Remove("managedFields");
                return merged;
            });
            return Replace(type, stored, live, next, options);
        }
    }

    WriteResult ApplyNew(ResourceType type, string? @namespace, string name, JsonObject applied, WriteOptions options, bool force)
    {
        var empty = Zero(type);
        var (next, _) = FieldManager.Apply(type, empty, applied, options, force, Now, merged =>
        {
            merged.Ensure("metadata")["name"] = name;
            merged.Ensure("metadata").Remove("resourceVersion");
            Complete(type, merged);
            Prepare(type, @namespace, merged);
            Defaulting.Apply(type, merged);
            return merged;
        });
        return Insert(type, @namespace, next, options);
    }

    static void Complete(ResourceType type, JsonObject json) => Decoder.Decode(json, type.Schema);
}
