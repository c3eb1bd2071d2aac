using System.Collections.Immutable;
using System.Text.Json;
using Coder.Infra.Engine.Backend.Json;
using Coder.Infra.Engine.Deployment.Model;
using Coder.Infra.Engine.Workspace;

namespace Coder.Infra.Engine.Cli.Operations;

/// <summary>An update plan (<c>--save-plan</c>, <c>--plan</c>): which operations each resource may undergo.</summary>
internal static class PlanFile
{
    public static void Write(string path, ImmutableSortedDictionary<string, ImmutableArray<StepOp>> plan)
    {
        var json = new GoJsonWriter("    ");
        json.BeginObject();
        json.Name("resourcePlans").BeginObject();
        foreach (var (urn, ops) in plan)
        {
            json.Name(urn).BeginObject();
            json.Name("steps").BeginArray();
            foreach (var op in ops)
                json.String(op.Name());
            json.EndArray();
            json.EndObject();
        }

        json.EndObject();
        json.EndObject();
        AtomicFile.Write(path, json + "\n");
    }

    public static ImmutableSortedDictionary<string, ImmutableArray<StepOp>> Read(string path)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            return document.RootElement.GetProperty("resourcePlans").EnumerateObject().ToImmutableSortedDictionary(
                entry => entry.Name,
                entry => entry.Value.TryGetProperty("steps", out var steps) ? steps.EnumerateArray().Select(step => OpOf(step.GetString())).ToImmutableArray() : [],
                StringComparer.Ordinal);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or IOException)
        {
            throw new UserErrorException($"could not read the plan {path}: {e.Message}; make one with: pulumi preview --save-plan {path}");
        }
    }

    private static StepOp OpOf(string? name) => Enum.GetValues<StepOp>().Where(op => op.Name() == name).Select(op => (StepOp?)op).FirstOrDefault()
        ?? throw new InvalidOperationException($"it names the operation \"{name}\", which this version does not know");
}
