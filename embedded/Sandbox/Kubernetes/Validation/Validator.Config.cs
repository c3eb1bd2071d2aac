using System.Text.Json.Nodes;
using Coder.Infra.Sandbox.Kubernetes.Errors;

namespace Coder.Infra.Sandbox.Kubernetes.Validation;

internal static partial class Validator
{
    const int MaxDataBytes = 1024 * 1024;
    const string ImmutableText = "field is immutable when `immutable` is set";

    static void ConfigMap(JsonObject json, JsonObject? old, List<FieldError> errors)
    {
        var size = 0;
        foreach (var field in (string[])["data", "binaryData"])
            foreach (var (key, value) in json.Object(field) ?? [])
            {
                if (Names.DataKey(key) is { } cause) errors.Add(FieldError.Invalid($"{field}[{key}]", key, cause));
                if (field == "data" && json.Object("binaryData")?.ContainsKey(key) == true) errors.Add(FieldError.Invalid($"data[{key}]", key, "duplicate of key present in binaryData"));
                size += System.Text.Encoding.UTF8.GetByteCount(value.Text() ?? "");
            }
        if (size > MaxDataBytes) errors.Add(FieldError.TooLong("", MaxDataBytes));
        KeptWhenImmutable(json, old, ["data", "binaryData"], errors);
    }

    static void KeptWhenImmutable(JsonObject json, JsonObject? old, string[] fields, List<FieldError> errors)
    {
        if (old.Bool("immutable") != true) return;
        if (json.Bool("immutable") != true) errors.Add(FieldError.Forbidden("immutable", ImmutableText));
        foreach (var field in fields)
            if (!Json.Same(json[field], old![field])) errors.Add(FieldError.Forbidden(field, ImmutableText));
    }

    static void Secret(JsonObject json, JsonObject? old, List<FieldError> errors)
    {
        var data = json.Object("data") ?? [];
        var size = 0;
        foreach (var (key, value) in data)
        {
            if (Names.DataKey(key) is { } cause) errors.Add(FieldError.Invalid($"data[{key}]", key, cause));
            size += (value.Text()?.Length ?? 0) / 4 * 3;
        }
        if (size > MaxDataBytes) errors.Add(FieldError.TooLong("data", MaxDataBytes));
        switch (json.Text("type"))
        {
            case "kubernetes.io/tls": Require(data, ["tls.crt", "tls.key"], errors); break;
            case "kubernetes.io/ssh-auth": Require(data, ["ssh-privatekey"], errors); break;
            case "kubernetes.io/dockercfg":
                Require(data, [".dockercfg"], errors);
                ContentIsJson(data, ".dockercfg", errors);
                break;
            case "kubernetes.io/dockerconfigjson":
                Require(data, [".dockerconfigjson"], errors);
                ContentIsJson(data, ".dockerconfigjson", errors);
                break;
            case "kubernetes.io/basic-auth" when !data.ContainsKey("username") && !data.ContainsKey("password"):
                Require(data, ["username", "password"], errors);
                break;
            case "kubernetes.io/service-account-token" when json.Text("metadata", "annotations", "kubernetes.io/service-account.name") is not { Length: > 0 }:
                errors.Add(FieldError.Required("metadata.annotations[kubernetes.io/service-account.name]"));
                break;
        }
        Immutable(json, old, ["type"], errors);
        KeptWhenImmutable(json, old, ["data"], errors);
    }

    static void Require(JsonObject data, string[] keys, List<FieldError> errors)
    {
        foreach (var key in keys)
            if (!data.ContainsKey(key)) errors.Add(FieldError.Required($"data[{key}]"));
    }

    /// <summary>A secret's content is never shown, not even when it is wrong.</summary>
    static void ContentIsJson(JsonObject data, string key, List<FieldError> errors)
    {
        if (data.Text(key) is not { } text) return;
        try
        {
            Json.Parse(Convert.FromBase64String(text));
        }
        catch (Exception e) when (e is FormatException or System.Text.Json.JsonException)
        {
            errors.Add(FieldError.Invalid($"data[{key}]", "<secret contents redacted>", "invalid character looking for beginning of value"));
        }
    }
}
