using System.Text.Json.Nodes;
using Coder.Infra.Sandbox.Kubernetes.Apply;
using Coder.Infra.Sandbox.Kubernetes.Defaults;
using Coder.Infra.Sandbox.Kubernetes.Errors;
using Coder.Infra.Sandbox.Kubernetes.Resources;
using Coder.Infra.Sandbox.Kubernetes.Schema;
using Coder.Infra.Sandbox.Kubernetes.Serving;
using Coder.Infra.Sandbox.Kubernetes.Validation;

namespace Coder.Infra.Sandbox.Kubernetes.Objects;

internal sealed partial class ObjectWriter
{
    const string NameAlphabet = "bcdfghjklmnpqrstvwxz2456789";

    /// <summary>Creates an object from a decoded body, which becomes the writer's.</summary>
    /// <exception cref="ApiException">It is refused.</exception>
    public WriteResult Create(ResourceType type, string? @namespace, JsonObject json, WriteOptions options)
    {
        lock (Store.Gate)
        {
            Prepare(type, @namespace, json);
            Defaulting.Apply(type, json);
            FieldManager.Update(type, Zero(type), json, options, Now);
            return Insert(type, @namespace, json, options);
        }
    }

    /// <summary>The second half of a creation, shared with server-side apply: rules, allocation, storage.</summary>
    WriteResult Insert(ResourceType type, string? @namespace, JsonObject json, WriteOptions options)
    {
        var metadata = json.Ensure("metadata");
        var name = metadata.Text("name") ?? "";
        if (name.Length == 0)
        {
            if (metadata.Text("generateName") is not { Length: > 0 } prefix)
                throw ApiErrors.Invalid(type, "", [FieldError.Required("metadata.name", "name or generateName is required")]);
            metadata["name"] = name = prefix + RandomSuffix(5);
        }
        Admission.OnCreate(this, type, @namespace, json);
        var errors = Validator.Validate(type, json, null);
        if (errors.Count > 0) throw ApiErrors.Invalid(type, name, errors);
        var key = Key(type, @namespace, name);
        if (Store.Get(key) is not null) throw ApiErrors.AlreadyExists(type, name);
        _allocations.Allocate(type, json, null);
        if (options.DryRun)
        {
            metadata.Remove("resourceVersion");
            return new WriteResult(json, Created: true);
        }
        return new WriteResult(Versions.Convert(Store.Write(key, Versions.ToStorage(json, type, Resources)).Json, type), Created: true);
    }

    /// <summary>Clears what only the server sets, and refuses a namespace that differs from the request's.</summary>
    void Prepare(ResourceType type, string? @namespace, JsonObject json)
    {
        var metadata = json.Ensure("metadata");
        if (type.Namespaced)
        {
            if (metadata.Text("namespace") is { Length: > 0 } given && given != @namespace)
                throw ApiErrors.BadRequest("the namespace of the provided object does not match the namespace sent on the request");
            metadata["namespace"] = @namespace;
        }
        else
        {
            metadata.Remove("namespace");
        }
        if (metadata.Text("resourceVersion") is { Length: > 0 }) throw ApiErrors.BadRequest("resourceVersion should not be set on objects to be created");
        foreach (var field in (string[])["resourceVersion", "selfLink", "deletionTimestamp", "deletionGracePeriodSeconds", "generation"]) metadata.Remove(field);
        metadata["uid"] = Guid.NewGuid().ToString();
        metadata["creationTimestamp"] = Now;
        if (HasGeneration(type)) metadata["generation"] = 1;
        json["apiVersion"] = type.ApiVersion;
        json["kind"] = type.Kind;
        ResetStatus(type, json, null);
    }

    /// <summary>A create or an update of the object itself does not change its status.</summary>
    static void ResetStatus(ResourceType type, JsonObject json, JsonObject? old)
    {
        if (!type.HasStatus) return;
        if (old?["status"] is { } status) json["status"] = status.DeepClone();
        else json.Remove("status");
        Decoder.Decode(json, type.Schema with { PreserveUnknown = true });
    }

    /// <summary>The empty object against which a creation's fields count as set.</summary>
    static JsonObject Zero(ResourceType type)
    {
        var zero = new JsonObject();
        Decoder.Decode(zero, type.Schema);
        return zero;
    }

    public static string RandomSuffix(int length) =>
        string.Create(length, NameAlphabet, (span, letters) =>
        {
            for (var i = 0; i < span.Length; i++) span[i] = letters[System.Security.Cryptography.RandomNumberGenerator.GetInt32(letters.Length)];
        });
}
