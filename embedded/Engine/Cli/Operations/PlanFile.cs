using System.Text.Json;
using Coder.Infra.Engine.Backend.Checkpoints;
using Coder.Infra.Engine.Deployment.Plans;
using Coder.Infra.Engine.Workspace;

namespace Coder.Infra.Engine.Cli.Operations;

/// <summary>The file of an update plan (<c>--save-plan</c>, <c>--plan</c>).</summary>
internal static class PlanFile
{
    /// <summary>Writes a plan; secrets under the stack's key.</summary>
    public static void Write(StackContext context, string path, UpdatePlan plan)
    {
        var secrets = SecretCoding.With(context.Secrets.Require(context.State()));
        var config = context.Settings.Config.Select(entry => KeyValuePair.Create(entry.Key.ToString(), entry.Value));
        AtomicFile.Write(path, PlanJson.Write(plan, config, context.Invocation.Host.Time.GetUtcNow(), secrets) + "\n");
    }

    /// <summary>Reads a plan of this stack.</summary>
    public static UpdatePlan Read(StackContext context, string path)
    {
        try
        {
            using var document = DeepJson.Parse(context.Invocation.Read(path));
            return PlanJson.Read(document.RootElement, SecretCoding.With(context.Secrets.Require(context.State())));
        }
        catch (Exception e) when (e is JsonException or CheckpointException or KeyNotFoundException or InvalidOperationException or FormatException or IOException)
        {
            throw new UserErrorException($"could not read the plan {path}: {e.Message}; make one with: pulumi preview --save-plan {path}");
        }
    }
}
