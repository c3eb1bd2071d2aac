using System.Collections.Immutable;
using System.Text.Json;
using Coder.Infra.Engine.Deployment.Model;

namespace Coder.Infra.Engine.Backend.Checkpoints;

internal static partial class CheckpointJson
{
    /// <summary>Reads a checkpoint file.</summary>
    /// <exception cref="CheckpointException">It is broken, of a newer schema or of a feature this engine lacks.</exception>
    public static Checkpoint Read(ReadOnlyMemory<byte> bytes, Func<SecretsProvider?, SecretCoding> secrets) => Guard(bytes, root =>
    {
        if (!root.TryGetProperty("checkpoint", out var body))
            throw new CheckpointException("it has no \"checkpoint\"");
        var stack = body.TryGetProperty("stack", out var name) ? name.GetString() ?? "" : "";
        var latest = body.TryGetProperty("latest", out var found) && found.ValueKind == JsonValueKind.Object ? found : (JsonElement?)null;
        var checkpoint = ReadDeployment(stack, latest, secrets);
        return checkpoint with { Unknown = checkpoint.Unknown.SetItem("checkpoint", Others(body, "stack", "latest")) };
    });

    /// <summary>Reads an export for a stack.</summary>
    /// <exception cref="CheckpointException">It is broken, of a newer schema or of a feature this engine lacks.</exception>
    public static Checkpoint ReadExport(string stack, ReadOnlyMemory<byte> bytes, Func<SecretsProvider?, SecretCoding> secrets) => Guard(bytes, root =>
    {
        if (!root.TryGetProperty("deployment", out var deployment))
            throw new CheckpointException("it has no \"deployment\"; it must be what `pulumi stack export` writes");
        return ReadDeployment(stack, deployment.ValueKind == JsonValueKind.Object ? deployment : null, secrets);
    });

    private static Checkpoint Guard(ReadOnlyMemory<byte> bytes, Func<JsonElement, Checkpoint> read)
    {
        try
        {
            using var document = DeepJson.Parse(bytes);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("version", out var number) || !number.TryGetInt32(out var version))
                throw new CheckpointException("it has no \"version\"");
            if (version > 4)
                throw new CheckpointException($"it is of schema version {version}, newer than this engine, which knows 3 and 4; use a newer engine or the official CLI (PULUMIW_ENGINE=official)");
            if (version < 3)
                throw new CheckpointException($"it is of schema version {version}, which is too old; `pulumi stack export` and `import` of an official CLI bring it up to date");
            if (root.TryGetProperty("features", out var features))
            {
                var lacking = features.EnumerateArray().Select(feature => feature.GetString()!).Except(KnownFeatures.Select(known => known.Name)).ToArray();
                if (lacking.Length > 0)
                    throw new CheckpointException($"it needs {(lacking.Length == 1 ? "a feature" : "features")} that this engine lacks: {string.Join(", ", lacking)}; use the official CLI (PULUMIW_ENGINE=official)");
            }

            return read(root);
        }
        catch (JsonException e)
        {
            throw new CheckpointException($"it is not valid JSON: {e.Message}");
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException)
        {
            throw new CheckpointException($"a field is of the wrong type: {e.Message}");
        }
    }

    private static Checkpoint ReadDeployment(string stack, JsonElement? deployment, Func<SecretsProvider?, SecretCoding> codings)
    {
        if (deployment is not { } latest)
            return new Checkpoint { Stack = stack };
        SecretsProvider? provider = null;
        if (latest.TryGetProperty("secrets_providers", out var providers) && providers.ValueKind == JsonValueKind.Object
            && providers.TryGetProperty("type", out var type) && type.GetString() is { Length: > 0 } name)
            provider = new SecretsProvider(name, providers.TryGetProperty("state", out var state) ? state.GetRawText() : "");
        var forms = new OriginalForms { Salt = provider?.Salt };
        var secrets = codings(provider);
        var time = DateTimeOffset.UnixEpoch;
        var manifest = latest.TryGetProperty("manifest", out var m) && m.ValueKind == JsonValueKind.Object ? m : (JsonElement?)null;
        if (manifest?.TryGetProperty("time", out var written) is true && written.GetString() is { } text)
        {
            time = ResourceJson.ParseTime(text);
            forms.Remember("", time, text);
        }

        var resources = ImmutableArray.CreateBuilder<ResourceState>();
        foreach (var resource in List(latest, "resources"))
            resources.Add(ResourceJson.Read(resource, secrets, forms));
        var pending = ImmutableArray.CreateBuilder<PendingOperation>();
        foreach (var operation in List(latest, "pending_operations"))
            pending.Add(new PendingOperation(ResourceJson.Read(operation.GetProperty("resource"), secrets, forms), OperationOf(operation.GetProperty("type").GetString())));
        var unknown = ImmutableDictionary<string, ImmutableArray<KeyValuePair<string, string>>>.Empty
            .SetItem("deployment", Others(latest, "manifest", "secrets_providers", "resources", "pending_operations", "metadata"));
        if (manifest is { } found)
            unknown = unknown.SetItem("manifest", Others(found, "time", "magic", "version"));
        if (latest.TryGetProperty("metadata", out var metadata) && metadata.ValueKind == JsonValueKind.Object)
            unknown = unknown.SetItem("metadata", Others(metadata));
        return new Checkpoint
        {
            Stack = stack,
            Snapshot = new Snapshot(resources.ToImmutable(), pending.ToImmutable(), time),
            Secrets = provider,
            Manifest = (TextOf(manifest, "magic"), TextOf(manifest, "version")),
            HasDeployment = true,
            Unknown = unknown,
            Forms = forms,
        };
    }

    private static IEnumerable<JsonElement> List(JsonElement json, string name) =>
        json.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : [];

    private static string TextOf(JsonElement? json, string name) =>
        json?.TryGetProperty(name, out var value) is true && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    private static ImmutableArray<KeyValuePair<string, string>> Others(JsonElement json, params string[] known) =>
        [.. json.EnumerateObject().Where(field => !known.Contains(field.Name)).Select(field => KeyValuePair.Create(field.Name, field.Value.GetRawText()))];
}
