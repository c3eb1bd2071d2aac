using System.Text.Json.Nodes;
using Coder.Infra.Helm.Releases.Objects;
using Coder.Infra.Helm.Releases.Storage;

namespace Coder.Infra.Helm.Releases;

/// <summary>
/// One revision of a release. It is a view of the record in Helm's own JSON shape, so that what another version of Helm
/// wrote beside the known fields survives a change.
/// </summary>
public sealed class Release
{
    internal Release(JsonObject record) => Record = record;

    /// <summary>Starts a record.</summary>
    public static Release Create(string name, string @namespace, int version)
        => new(new JsonObject
        {
            ["name"] = name,
            ["info"] = new JsonObject
            {
                ["first_deployed"] = "",
                ["last_deployed"] = "",
                ["deleted"] = "",
                ["description"] = "",
                ["status"] = "unknown",
            },
            ["chart"] = null,
            ["manifest"] = "",
            ["version"] = version,
            ["namespace"] = @namespace,
        });

    /// <summary>The record itself.</summary>
    public JsonObject Record { get; }

    /// <summary>The labels of the record's secret: Helm's own (name, owner, status, version, createdAt, modifiedAt) and the user's.</summary>
    public Dictionary<string, string> Labels { get; init; } = [];

    /// <summary>The release's name.</summary>
    public string Name => Text(Record, "name");

    /// <summary>The namespace it is installed in, where its records are kept too.</summary>
    public string Namespace => Text(Record, "namespace");

    /// <summary>The revision, from 1.</summary>
    public int Version => Record["version"] is JsonValue v && v.TryGetValue<int>(out var version) ? version : 0;

    /// <summary>Its state.</summary>
    public ReleaseStatus Status
    {
        get => ReleaseStatusText.Parse(Text(Info, "status"));
        set => Info["status"] = value.ToText();
    }

    /// <summary>What happened last, in a sentence.</summary>
    public string Description
    {
        get => Text(Info, "description");
        set => Info["description"] = value;
    }

    /// <summary>The rendered NOTES.txt.</summary>
    public string Notes
    {
        get => Text(Info, "notes");
        set
        {
            if (value.Length > 0)
                Info["notes"] = value;
            else
                Info.Remove("notes");
        }
    }

    /// <summary>When the first revision was deployed.</summary>
    public DateTimeOffset? FirstDeployed
    {
        get => GoTime.Read(Info["first_deployed"]);
        set => Info["first_deployed"] = GoTime.Write(value);
    }

    /// <summary>When this revision was deployed.</summary>
    public DateTimeOffset? LastDeployed
    {
        get => GoTime.Read(Info["last_deployed"]);
        set => Info["last_deployed"] = GoTime.Write(value);
    }

    /// <summary>When it was uninstalled.</summary>
    public DateTimeOffset? Deleted
    {
        get => GoTime.Read(Info["deleted"]);
        set => Info["deleted"] = GoTime.Write(value);
    }

    /// <summary>The objects as YAML documents, hooks not among them.</summary>
    public string Manifest
    {
        get => Text(Record, "manifest");
        set => Record["manifest"] = value;
    }

    /// <summary>The objects of the manifest, in its order. A namespace is there only where the chart wrote one.</summary>
    /// <exception cref="HelmException">The manifest is not made of objects.</exception>
    public IReadOnlyList<JsonObject> Objects => ManifestReader.Parse(Manifest);

    /// <summary>The values that the user gave (without the chart's defaults), as JSON; null for none.</summary>
    public JsonObject? Config
    {
        get => Record["config"] as JsonObject;
        set
        {
            // Helm leaves the field out when there are no values.
            if (value is { Count: > 0 })
                Record["config"] = value;
            else
                Record.Remove("config");
        }
    }

    /// <summary>The chart as Helm records it: metadata, lock, templates, values, schema, files.</summary>
    public JsonObject? Chart
    {
        get => Record["chart"] as JsonObject;
        set => Record["chart"] = value;
    }

    /// <summary>The chart's name.</summary>
    public string ChartName => Text(Chart?["metadata"], "name");

    /// <summary>The chart's version.</summary>
    public string ChartVersion => Text(Chart?["metadata"], "version");

    /// <summary>The version of what the chart installs.</summary>
    public string AppVersion => Text(Chart?["metadata"], "appVersion");

    /// <summary>The hooks.</summary>
    public IReadOnlyList<ReleaseHook> Hooks
    {
        get => Record["hooks"] is JsonArray hooks ? [.. hooks.OfType<JsonObject>().Select(h => new ReleaseHook(h))] : [];
        set
        {
            // Helm leaves the field out when there are none.
            if (value.Count == 0)
                Record.Remove("hooks");
            else
                Record["hooks"] = new JsonArray([.. value.Select(h => (JsonNode)h.Record.DeepClone())]);
        }
    }

    internal JsonObject Info
    {
        get
        {
            if (Record["info"] is JsonObject info)
                return info;
            var made = new JsonObject();
            Record["info"] = made;
            return made;
        }
    }

    internal void SetStatus(ReleaseStatus status, string description)
    {
        Status = status;
        Description = description;
    }

    /// <summary>A copy that shares nothing with this one.</summary>
    public Release Clone() => new(Record.DeepClone().AsObject()) { Labels = new(Labels) };

    /// <inheritdoc/>
    public override string ToString() => $"{Name} revision {Version} ({Status.ToText()})";

    static string Text(JsonNode? from, string key)
        => from is JsonObject o && o[key] is JsonValue v && v.TryGetValue<string>(out var text) ? text : "";
}
