using System.Collections.Immutable;
using System.Text;
using Coder.Infra.Engine.Backend.Checkpoints;
using Coder.Infra.Engine.Deployment.Events;
using Coder.Infra.Engine.Deployment.Model;
using Coder.Infra.Engine.Display;
using Coder.Infra.Engine.Tests.Cli;
using Coder.Infra.Engine.Workspace.Secrets;

namespace Coder.Infra.Engine.Tests.Display;

/// <summary>The events of a recorded run, given to a display one after the other, with the clock at hand.</summary>
internal sealed class RecordedRun(IRunDisplay display, ManualTime time)
{
    public const string Head = "urn:pulumi:dev::coder-infra::";
    public const string Stack = Head + "pulumi:pulumi:Stack::coder-infra-dev";
    public const string Release = Head + "kubernetes:helm.sh/v3:Release::coder-workspace-provider";
    public const string Namespace = Head + "kubernetes:core/v1:Namespace::provider";
    public const string Ingress = Head + "kubernetes:networking.k8s.io/v1:Ingress::web-ingress";
    public const string Kubernetes = "using pulumi-resource-kubernetes from $PATH at /plugins/pulumi-resource-kubernetes";
    public const string RandomPlugin = "using pulumi-resource-random from $PATH at /plugins/pulumi-resource-random";
    public const string Kept = "Helm uninstall returned information: \"These resources were kept due to the resource policy:\\n[ServiceAccount] coder\\n\"";

    private static readonly Lazy<PassphraseCipher> Cipher = new(() => PassphraseCipher.Open("v1:BqF0ysBPSSk=:v1:RjWBRGvtb7WCoCJZ:WKeaLPfJKnA1PQaDnlJLYtWRWMHdtA==", () => Recordings.Passphrase));

    public static Snapshot State(string name) => Checkpoint(name).Snapshot;

    public static Checkpoint Checkpoint(string name) =>
        CheckpointJson.Read(Encoding.UTF8.GetBytes(Recordings.Text($"state/{name}")), _ => SecretCoding.With(Cipher.Value));

    public static ResourceState Resource(Snapshot snapshot, string urn) => snapshot.Resources.Single(state => state.Urn == urn);

    public static StepInfo Step(StepOp op, ResourceState? old, ResourceState? @new, params string[] changed) => new()
    {
        Op = op,
        Urn = (@new ?? old)!.Urn,
        Type = (@new ?? old)!.Type,
        Provider = (@new ?? old)!.Provider,
        Old = old,
        New = @new,
        DiffReasons = [.. changed.Select(path => path.Split('.')[0])],
        DetailedDiff = changed.Length == 0 ? null : changed.ToImmutableSortedDictionary(path => path, _ => new PropertyDifference(PropertyDifferenceKind.Update, false)),
        IsLogical = op is not (StepOp.CreateReplacement or StepOp.DeleteReplaced),
    };

    public RecordedRun Prelude(params (string Key, string Value)[] config)
    {
        display.Emit(new PreludeEvent(time.Now, false, config.ToImmutableSortedDictionary(item => item.Key, item => item.Value)));
        return this;
    }

    public RecordedRun Warn(string message, string urn = "") => Say(DiagnosticSeverity.Warning, message, urn);

    public RecordedRun Say(DiagnosticSeverity severity, string message, string urn = "", bool ephemeral = false)
    {
        display.Emit(new DiagnosticEvent(time.Now, severity, urn, message, ephemeral));
        return this;
    }

    public RecordedRun Status(string message, string urn) => Say(DiagnosticSeverity.Info, message, urn, ephemeral: true);

    public RecordedRun Began(StepInfo step, bool planning = false)
    {
        display.Emit(new StepBeganEvent(time.Now, step, planning));
        return this;
    }

    public RecordedRun Ended(StepInfo step, bool planning = false, bool outputsOnly = false)
    {
        display.Emit(new StepEndedEvent(time.Now, step, planning, outputsOnly));
        return this;
    }

    public RecordedRun Failed(StepInfo step)
    {
        display.Emit(new StepFailedEvent(time.Now, step, StepStatus.Ok));
        return this;
    }

    public RecordedRun After(double seconds)
    {
        time.Now += TimeSpan.FromSeconds(seconds);
        return this;
    }

    /// <summary>The timer fires: a dot.</summary>
    public RecordedRun Ticks(int count)
    {
        for (var i = 0; i < count; i++)
            time.Tick();
        return this;
    }

    public void Summary(bool preview, bool failed, double seconds, int errored, params (StepOp Op, int Count)[] changes)
    {
        display.Emit(new SummaryEvent(time.Now, preview, failed, TimeSpan.FromSeconds(seconds), changes.ToImmutableSortedDictionary(item => item.Op, item => item.Count), errored));
        display.End();
    }
}

/// <summary>A clock that stops until it is moved, and timers that fire when it is.</summary>
internal sealed class ManualTime : TimeProvider
{
    private readonly List<Action> _timers = [];

    public DateTimeOffset Now { get; set; } = new(2026, 11, 24, 7, 36, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => Now;

    public void Tick() => _timers.ForEach(timer => timer());

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        _timers.Add(() => callback(state));
        return new Timer();
    }

    private sealed class Timer : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
