using System.Collections.Immutable;
using System.Text.Json;
using Coder.Infra.Engine.Deployment.Model;
using Coder.Infra.Protocol.Properties;

namespace Coder.Infra.Engine.Backend.Checkpoints;

/// <summary>A resource of a checkpoint; fields in the order in which the official CLI writes them.</summary>
internal static partial class ResourceJson
{
    /// <summary>Writes a resource.</summary>
    public static void Write(GoJsonWriter json, ResourceState state, SecretCoding secrets, OriginalForms forms)
    {
        var unknown = state.Unknown;
        json.BeginObject();
        json.Name("urn").String(state.Urn);
        json.Name("custom").Bool(state.Custom);
        Flag(json, "delete", state.Delete);
        Text(json, "id", state.Id);
        json.Name("type").String(state.Type);
        Map(json, "inputs", state.Inputs, secrets, state.Urn, forms);
        Map(json, "outputs", state.Outputs, secrets, state.Urn, forms);
        Text(json, "parent", state.Parent);
        Flag(json, "protect", state.Protect);
        Raw(json, "taint", ref unknown);
        Flag(json, "external", state.External);
        List(json, "dependencies", state.Dependencies);
        List(json, "initErrors", state.InitErrors);
        Text(json, "provider", state.Provider);
        Lists(json, "propertyDependencies", state.PropertyDependencies);
        Flag(json, "pendingReplacement", state.PendingReplacement);
        List(json, "additionalSecretOutputs", state.AdditionalSecretOutputs);
        List(json, "aliases", state.Aliases);
        Timeouts(json, state.CustomTimeouts);
        Text(json, "importID", state.ImportId);
        Flag(json, "retainOnDelete", state.RetainOnDelete);
        Text(json, "deletedWith", state.DeletedWith);
        List(json, "replaceWith", state.ReplaceWith);
        Time(json, "created", state.Created, state.Urn, forms);
        Time(json, "modified", state.Modified, state.Urn, forms);
        Text(json, "sourcePosition", state.SourcePosition);
        StackTrace(json, state.StackTrace);
        List(json, "ignoreChanges", state.IgnoreChanges);
        Paths(json, "hideDiff", state.HideDiff);
        List(json, "replaceOnChanges", state.ReplaceOnChanges);
        if (state.ReplacementTrigger is { } trigger)
            PropertyJson.Write(json.Name("replacementTrigger"), trigger, secrets, $"{state.Urn} replacementTrigger", forms);
        Flag(json, "refreshBeforeUpdate", state.RefreshBeforeUpdate);
        Raw(json, "viewOf", ref unknown);
        Lists(json, "resourceHooks", state.Hooks);
        foreach (var name in unknown.Keys)
            Raw(json, name, ref unknown);
        json.EndObject();
    }

    private static void Flag(GoJsonWriter json, string name, bool value)
    {
        if (value)
            json.Name(name).Bool(true);
    }

    internal static void Text(GoJsonWriter json, string name, string value)
    {
        if (value.Length > 0)
            json.Name(name).String(value);
    }

    private static void Time(GoJsonWriter json, string name, DateTimeOffset? time, string urn, OriginalForms forms)
    {
        if (time is { } set)
            json.Name(name).String(forms.Time(urn, set));
    }

    private static void Map(GoJsonWriter json, string name, PropertyMap map, SecretCoding secrets, string urn, OriginalForms forms)
    {
        if (map.Count > 0)
            PropertyJson.Write(json.Name(name), map, secrets, $"{urn} {name}", forms);
    }

    internal static void List(GoJsonWriter json, string name, ImmutableArray<string> items)
    {
        if (!items.IsDefaultOrEmpty)
            Items(json.Name(name), items);
    }

    internal static void Items(GoJsonWriter json, ImmutableArray<string> items)
    {
        json.BeginArray();
        foreach (var item in items)
            json.String(item);
        json.EndArray();
    }

    private static void Lists(GoJsonWriter json, string name, ImmutableSortedDictionary<string, ImmutableArray<string>> lists)
    {
        if (lists.Count == 0)
            return;
        json.Name(name).BeginObject();
        foreach (var (key, items) in lists)
            Items(json.Name(key), items.IsDefault ? [] : items);
        json.EndObject();
    }

    internal static void Timeouts(GoJsonWriter json, ResourceTimeouts? timeouts)
    {
        if (timeouts is null)
            return;
        json.Name("customTimeouts").BeginObject();
        foreach (var (name, seconds) in new[] { ("create", timeouts.Create), ("update", timeouts.Update), ("delete", timeouts.Delete), ("read", timeouts.Read) })
        {
            if (seconds != 0)
                json.Name(name).Number(seconds);
        }

        json.EndObject();
    }

    private static void StackTrace(GoJsonWriter json, ImmutableArray<string> frames)
    {
        if (frames.IsDefaultOrEmpty)
            return;
        json.Name("stackTrace").BeginArray();
        foreach (var frame in frames)
        {
            json.BeginObject();
            Text(json, "sourcePosition", frame);
            json.EndObject();
        }

        json.EndArray();
    }

    /// <summary>Property paths: the engine holds them as texts, a checkpoint as lists of keys and indices.</summary>
    internal static void Paths(GoJsonWriter json, string name, ImmutableArray<string> paths)
    {
        if (paths.IsDefaultOrEmpty)
            return;
        json.Name(name).BeginArray();
        foreach (var path in paths)
        {
            json.BeginArray();
            foreach (var step in PropertyPath.Strict(path).Steps)
            {
                if (step is int index)
                    json.Number((long)index);
                else
                    json.String((string)step);
            }

            json.EndArray();
        }

        json.EndArray();
    }

    private static void Raw(GoJsonWriter json, string name, ref ImmutableSortedDictionary<string, string> unknown)
    {
        if (!unknown.TryGetValue(name, out var raw))
            return;
        unknown = unknown.Remove(name);
        using var document = DeepJson.Parse(raw);
        json.Name(name).Element(document.RootElement);
    }
}
