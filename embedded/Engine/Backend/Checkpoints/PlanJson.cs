using System.Collections.Immutable;
using System.Text.Json;
using Coder.Infra.Engine.Deployment.Model;
using Coder.Infra.Engine.Deployment.Plans;
using Coder.Infra.Engine.Workspace.Configuration;
using Coder.Infra.Protocol.Properties;

namespace Coder.Infra.Engine.Backend.Checkpoints;

/// <summary>
/// An update plan as a file, as <c>preview --save-plan</c> of the official CLI writes it: a manifest, the settings, and for each
/// URN the goal (properties as differences), the steps, the outputs (<c>state</c>) and the seed. Secrets are encrypted.
/// </summary>
internal static class PlanJson
{
    /// <summary>Writes a plan.</summary>
    public static string Write(UpdatePlan plan, IEnumerable<KeyValuePair<string, ConfigNode>> config, DateTimeOffset time, SecretCoding secrets)
    {
        var json = new GoJsonWriter("    ", escapeHtml: true);
        json.BeginObject();
        json.Name("manifest").BeginObject();
        json.Name("time").String(OriginalForms.Format(time));
        json.Name("magic").String("");
        json.Name("version").String("");
        json.EndObject();
        var settings = config.OrderBy(entry => entry.Key, StringComparer.Ordinal).ToArray();
        if (settings.Length > 0)
        {
            json.Name("config").BeginObject();
            foreach (var (key, value) in settings)
                value.WriteTo(json.Name(key));
            json.EndObject();
        }

        if (plan.Resources.Count > 0)
        {
            json.Name("resourcePlans").BeginObject();
            foreach (var (urn, resource) in plan.Resources)
                Write(json.Name(urn), resource, secrets);
            json.EndObject();
        }

        json.EndObject();
        return json.ToString();
    }

    /// <summary>Reads a plan.</summary>
    /// <exception cref="CheckpointException">It names something that this version does not know.</exception>
    public static UpdatePlan Read(JsonElement root, SecretCoding secrets)
    {
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("manifest", out _))
            throw new CheckpointException("it has no manifest, so it is not an update plan");
        return !root.TryGetProperty("resourcePlans", out var plans)
            ? UpdatePlan.Empty
            : new UpdatePlan(plans.EnumerateObject().ToImmutableSortedDictionary(entry => entry.Name, entry => Resource(entry.Value, secrets), StringComparer.Ordinal));
    }

    private static void Write(GoJsonWriter json, ResourcePlan plan, SecretCoding secrets)
    {
        json.BeginObject();
        if (plan.Goal is { } goal)
            Write(json.Name("goal"), goal, secrets);
        if (plan.Steps.Length > 0)
            ResourceJson.Items(json.Name("steps"), [.. plan.Steps.Select(op => op.Name())]);
        PropertyJson.Write(json.Name("state"), plan.Outputs, secrets, "", new OriginalForms());
        if (plan.Seed.Length > 0)
            json.Name("seed").String(Convert.ToBase64String(plan.Seed));
        json.EndObject();
    }

    private static void Write(GoJsonWriter json, PlannedGoal goal, SecretCoding secrets)
    {
        json.BeginObject();
        json.Name("type").String(goal.Type);
        json.Name("name").String(goal.Name);
        json.Name("custom").Bool(goal.Custom);
        Write(json.Name("inputDiff"), goal.Inputs, secrets);
        Write(json.Name("outputDiff"), goal.Outputs, secrets);
        json.Name("parent").String(goal.Parent);
        json.Name("protect").Bool(goal.Protect);
        ResourceJson.Items(json.Name("dependencies"), goal.Dependencies);
        ResourceJson.Text(json, "provider", goal.Provider);
        if (goal.PropertyDependencies.Count > 0)
        {
            json.Name("propertyDependencies").BeginObject();
            foreach (var (name, urns) in goal.PropertyDependencies)
                ResourceJson.Items(json.Name(name), urns.IsDefault ? [] : urns);
            json.EndObject();
        }

        if (goal.DeleteBeforeReplace is { } deleteFirst)
            json.Name("deleteBeforeReplace").Bool(deleteFirst);
        ResourceJson.List(json, "ignoreChanges", goal.IgnoreChanges);
        ResourceJson.List(json, "additionalSecretOutputs", goal.AdditionalSecretOutputs);
        ResourceJson.List(json, "aliases", goal.Aliases);
        ResourceJson.Text(json, "id", goal.Id);
        ResourceJson.Timeouts(json, goal.CustomTimeouts ?? new ResourceTimeouts(0, 0, 0));
        json.EndObject();
    }

    private static void Write(GoJsonWriter json, PlanDiff diff, SecretCoding secrets)
    {
        json.BeginObject();
        if (diff.Adds.Count > 0)
            PropertyJson.Write(json.Name("adds"), diff.Adds, secrets, "", new OriginalForms());
        ResourceJson.List(json, "deletes", diff.Deletes);
        if (diff.Updates.Count > 0)
            PropertyJson.Write(json.Name("updates"), diff.Updates, secrets, "", new OriginalForms());
        json.EndObject();
    }

    private static ResourcePlan Resource(JsonElement json, SecretCoding secrets) => new()
    {
        Goal = json.TryGetProperty("goal", out var goal) && goal.ValueKind == JsonValueKind.Object ? Goal(goal, secrets) : null,
        Steps = [.. Texts(json, "steps").Select(OpOf)],
        Outputs = Map(json, "state", secrets),
        Seed = json.TryGetProperty("seed", out var seed) && seed.ValueKind == JsonValueKind.String ? seed.GetBytesFromBase64() : [],
    };

    private static PlannedGoal Goal(JsonElement json, SecretCoding secrets) => new()
    {
        Type = Text(json, "type"),
        Name = Text(json, "name"),
        Custom = json.GetProperty("custom").GetBoolean(),
        Inputs = Diff(json, "inputDiff", secrets),
        Outputs = Diff(json, "outputDiff", secrets),
        Parent = Text(json, "parent"),
        Protect = json.TryGetProperty("protect", out var protect) && protect.ValueKind == JsonValueKind.True,
        Dependencies = Texts(json, "dependencies"),
        Provider = Text(json, "provider"),
        PropertyDependencies = json.TryGetProperty("propertyDependencies", out var properties)
            ? properties.EnumerateObject().ToImmutableSortedDictionary(entry => entry.Name, entry => ResourceJson.Texts(entry.Value), StringComparer.Ordinal)
            : ImmutableSortedDictionary.Create<string, ImmutableArray<string>>(StringComparer.Ordinal),
        DeleteBeforeReplace = json.TryGetProperty("deleteBeforeReplace", out var deleteFirst) ? deleteFirst.GetBoolean() : null,
        IgnoreChanges = Texts(json, "ignoreChanges"),
        AdditionalSecretOutputs = Texts(json, "additionalSecretOutputs"),
        Aliases = Texts(json, "aliases"),
        Id = Text(json, "id"),
        CustomTimeouts = json.TryGetProperty("customTimeouts", out var timeouts) && timeouts.EnumerateObject().Any() ? ResourceJson.Timeouts(timeouts) : null,
    };

    private static PlanDiff Diff(JsonElement json, string name, SecretCoding secrets) => json.TryGetProperty(name, out var diff) && diff.ValueKind == JsonValueKind.Object
        ? new PlanDiff(Map(diff, "adds", secrets), Texts(diff, "deletes"), Map(diff, "updates", secrets))
        : PlanDiff.None;

    private static PropertyMap Map(JsonElement json, string name, SecretCoding secrets) => json.TryGetProperty(name, out var map) && map.ValueKind == JsonValueKind.Object
        ? PropertyJson.ReadMap(map, secrets, "", new OriginalForms())
        : PropertyMap.Empty;

    private static string Text(JsonElement json, string name) => json.TryGetProperty(name, out var text) ? text.GetString() ?? "" : "";

    private static ImmutableArray<string> Texts(JsonElement json, string name) =>
        json.TryGetProperty(name, out var texts) && texts.ValueKind == JsonValueKind.Array ? ResourceJson.Texts(texts) : [];

    private static StepOp OpOf(string name) => Enum.GetValues<StepOp>().Where(op => op.Name() == name).Select(op => (StepOp?)op).FirstOrDefault()
        ?? throw new CheckpointException($"it names the operation \"{name}\", which this version does not know");
}
