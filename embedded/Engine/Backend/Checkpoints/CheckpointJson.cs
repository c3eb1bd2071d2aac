using System.Text.Json;
using Coder.Infra.Engine.Deployment.Model;

namespace Coder.Infra.Engine.Backend.Checkpoints;

/// <summary>
/// Checkpoint files (<c>{"version":3,"checkpoint":{…}}</c>) and exports (<c>{"version":3,"deployment":{…}}</c>), as recorded.
/// Version 4 is version 3 with a list of features that a reader must know.
/// </summary>
internal static partial class CheckpointJson
{
    /// <summary>The features that this engine knows, in the order in which they are written, and which resources use them.</summary>
    private static readonly (string Name, Func<ResourceState, bool> Uses)[] KnownFeatures =
    [
        ("hooks", state => state.Hooks.Count > 0),
        ("refreshBeforeUpdate", state => state.RefreshBeforeUpdate),
        ("taint", state => state.Unknown.GetValueOrDefault("taint") == "true"),
    ];

    private static readonly string[] Operations = ["creating", "updating", "deleting", "reading", "importing"];

    /// <summary>Writes a checkpoint file.</summary>
    public static string Write(Checkpoint checkpoint, SecretCoding secrets)
    {
        var json = new GoJsonWriter();
        Head(json, checkpoint);
        json.Name("checkpoint").BeginObject();
        json.Name("stack").String(checkpoint.Stack);
        Raw(json, checkpoint, "checkpoint");
        if (checkpoint.HasDeployment)
            WriteDeployment(json.Name("latest"), checkpoint, secrets);
        json.EndObject();
        json.EndObject();
        return json.ToString();
    }

    /// <summary>Writes an export.</summary>
    public static string Export(Checkpoint checkpoint, SecretCoding secrets)
    {
        var json = new GoJsonWriter("    ");
        Head(json, checkpoint);
        if (checkpoint.HasDeployment)
            WriteDeployment(json.Name("deployment"), checkpoint, secrets);
        else
            json.Name("deployment").Null();
        json.EndObject();
        return json.ToString();
    }

    /// <summary>A pending operation's name.</summary>
    public static string Name(PendingOperationType type) => Operations[(int)type];

    /// <summary>A pending operation by name.</summary>
    public static PendingOperationType OperationOf(string? name) => Array.IndexOf(Operations, name) is >= 0 and var i
        ? (PendingOperationType)i
        : throw new CheckpointException($"a pending operation is of the type \"{name}\", which this version does not know");

    private static void Head(GoJsonWriter json, Checkpoint checkpoint)
    {
        var features = KnownFeatures.Where(feature => checkpoint.Snapshot.Resources.Any(feature.Uses)).Select(feature => feature.Name).ToArray();
        json.BeginObject();
        json.Name("version").Number((long)(features.Length > 0 ? 4 : 3));
        if (features.Length > 0)
        {
            json.Name("features").BeginArray();
            foreach (var feature in features)
                json.String(feature);
            json.EndArray();
        }
    }

    private static void WriteDeployment(GoJsonWriter json, Checkpoint checkpoint, SecretCoding secrets)
    {
        var (snapshot, forms) = (checkpoint.Snapshot, checkpoint.Forms);
        json.BeginObject();
        json.Name("manifest").BeginObject();
        json.Name("time").String(forms.Time("", snapshot.Time));
        json.Name("magic").String(checkpoint.Manifest.Magic);
        json.Name("version").String(checkpoint.Manifest.Version);
        Raw(json, checkpoint, "manifest");
        json.EndObject();
        if (checkpoint.Secrets is { } provider)
        {
            json.Name("secrets_providers").BeginObject();
            json.Name("type").String(provider.Type);
            if (provider.State.Length > 0)
                RawValue(json.Name("state"), provider.State);
            json.EndObject();
        }

        if (!snapshot.Resources.IsEmpty)
        {
            json.Name("resources").BeginArray();
            foreach (var state in snapshot.Resources)
                ResourceJson.Write(json, state, secrets, forms);
            json.EndArray();
        }

        if (!snapshot.PendingOperations.IsEmpty)
        {
            json.Name("pending_operations").BeginArray();
            foreach (var operation in snapshot.PendingOperations)
            {
                json.BeginObject();
                ResourceJson.Write(json.Name("resource"), operation.Resource, secrets, forms);
                json.Name("type").String(Name(operation.Type));
                json.EndObject();
            }

            json.EndArray();
        }

        json.Name("metadata").BeginObject();
        Raw(json, checkpoint, "metadata");
        json.EndObject();
        Raw(json, checkpoint, "deployment");
        json.EndObject();
    }

    private static void Raw(GoJsonWriter json, Checkpoint checkpoint, string place)
    {
        foreach (var (name, raw) in checkpoint.Unknown.GetValueOrDefault(place, []))
            RawValue(json.Name(name), raw);
    }

    private static void RawValue(GoJsonWriter json, string raw)
    {
        using var document = DeepJson.Parse(raw);
        json.Element(document.RootElement);
    }
}
