using Coder.Infra.Engine.Deployment;
using Coder.Infra.Engine.Deployment.Events;
using Coder.Infra.Engine.Deployment.Model;
using Coder.Infra.Engine.Display;
using Coder.Infra.Engine.Display.Progress;
using Coder.Infra.Engine.Tests.Cli;
using Coder.Infra.Protocol.Properties;
using static Coder.Infra.Engine.Tests.Display.RecordedRun;

namespace Coder.Infra.Engine.Tests.Display;

/// <summary>The lines of recorded runs, dots included, from the events that led to them.</summary>
public class ProgressDisplayTests
{
    private readonly StringWriter _output = new() { NewLine = "\n" };
    private readonly ManualTime _time = new();

    private RecordedRun Begin(OperationKind kind, bool preview = false)
    {
        var display = new ProgressDisplay(_output, new RunTitle("dev", "coder-infra", kind, preview), new DisplayOptions(), _time);
        display.Begin();
        return new RecordedRun(display, _time);
    }

    private void IsAsRecorded(string name) => Assert.Equal(Recordings.Cli(name), _output.ToString());

    [Fact]
    public void An_upgrade_is_shown_as_recorded()
    {
        var (old, @new) = (State("up-unchanged.json"), State("up-upgrade.json"));
        var stack = Step(StepOp.Same, Resource(old, Stack), Resource(old, Stack));
        var read = Step(StepOp.Read, Resource(old, Ingress), Resource(@new, Ingress));
        var update = Step(StepOp.Update, Resource(old, Release), Resource(@new, Release), "chart", "version");
        Begin(OperationKind.Update)
            .Warn(Kubernetes).Warn(RandomPlugin).Prelude().Ticks(1)
            .Began(stack).Ticks(4).Warn(Kubernetes)
            .Began(Step(StepOp.Same, Resource(old, Namespace), Resource(@new, Namespace))).Ended(Step(StepOp.Same, Resource(old, Namespace), Resource(@new, Namespace)))
            .Began(update).Ticks(3).After(3.2).Ended(update)
            .Began(read).Ended(read).Ticks(1)
            .Ended(Step(StepOp.Same, Resource(old, Stack), Resource(@new, Stack)), outputsOnly: true)
            .Summary(false, false, 8.4, 0, (StepOp.Update, 1), (StepOp.Same, 4), (StepOp.Read, 1));
        IsAsRecorded("up-upgrade.txt");
    }

    [Fact]
    public void A_replacement_shows_each_of_its_steps_as_recorded()
    {
        var (old, @new) = (State("up-upgrade.json"), State("up-replace.json"));
        var (oldNamespace, newNamespace, oldRelease, newRelease) = (Resource(old, Namespace), Resource(@new, Namespace), Resource(old, Release), Resource(@new, Release));
        var stack = Step(StepOp.Same, Resource(old, Stack), Resource(old, Stack));
        StepInfo OfNamespace(StepOp op) => Step(op, oldNamespace, op == StepOp.DeleteReplaced ? null : newNamespace, op == StepOp.DeleteReplaced ? [] : ["metadata.name"]);
        StepInfo OfRelease(StepOp op) => Step(op, oldRelease, op == StepOp.DeleteReplaced ? null : newRelease, op == StepOp.DeleteReplaced ? [] : ["namespace"]);
        var read = Step(StepOp.Read, Resource(old, Ingress), Resource(@new, Ingress));
        Begin(OperationKind.Update)
            .Warn(Kubernetes).Warn(RandomPlugin).Prelude().Ticks(1)
            .Began(stack).Ticks(1).Warn(Kubernetes).Ticks(2)
            .Began(OfNamespace(StepOp.CreateReplacement)).Status("", Namespace).Status("", Namespace).After(0.08).Ended(OfNamespace(StepOp.CreateReplacement))
            .Began(OfNamespace(StepOp.Replace)).Ended(OfNamespace(StepOp.Replace))
            .Began(OfRelease(StepOp.CreateReplacement)).Ticks(3).After(2.5).Ended(OfRelease(StepOp.CreateReplacement))
            .Began(OfRelease(StepOp.Replace)).Ended(OfRelease(StepOp.Replace))
            .Began(read).Ended(read)
            .Began(OfRelease(StepOp.DeleteReplaced)).Ticks(1).Warn(Kept, Release).After(0.3).Ended(OfRelease(StepOp.DeleteReplaced))
            .Began(OfNamespace(StepOp.DeleteReplaced)).Status("Resource scheduled for deletion", Namespace).Ticks(5).After(5.1).Status("", Namespace).Ended(OfNamespace(StepOp.DeleteReplaced))
            .Ended(Step(StepOp.Same, Resource(old, Stack), Resource(@new, Stack)), outputsOnly: true)
            .Summary(false, false, 12.2, 0, (StepOp.Replace, 2), (StepOp.Same, 3), (StepOp.Read, 1));
        // The official CLI orders the groups of its messages by chance; ours stand in the order in which they were first heard of.
        var recorded = Recordings.Cli("up-replace.txt");
        var (first, second) = (recorded.IndexOf("  kubernetes:helm.sh/v3:Release (coder", StringComparison.Ordinal), recorded.IndexOf("  pulumi:pulumi:Stack (coder-infra-dev):", StringComparison.Ordinal));
        var end = recorded.IndexOf("Outputs:", StringComparison.Ordinal);
        Assert.Equal(recorded[..first] + recorded[second..end] + recorded[first..second] + recorded[end..], _output.ToString());
    }

    [Fact]
    public void A_destroy_is_shown_as_recorded()
    {
        var old = State("up-ingress-patch-unchanged.json");
        StepInfo Delete(string type) => Step(StepOp.Delete, old.Resources.Single(state => state.Type == type), null);
        var (patch, release, ns) = (Delete("kubernetes:networking.k8s.io/v1:IngressPatch"), Delete("kubernetes:helm.sh/v3:Release"), Delete("kubernetes:core/v1:Namespace"));
        var (registration, cluster, stack) = (Delete("pulumi-nodejs:dynamic:Resource"), Delete("pulumi:providers:kubernetes"), Delete("pulumi:pulumi:Stack"));
        Begin(OperationKind.Destroy)
            .Warn(Kubernetes).Prelude().Ticks(1).Warn(Kubernetes)
            .Began(patch).Ticks(1).After(0.22).Ended(patch)
            .Began(release).Warn(Kept, Release).After(0.35).Ended(release)
            .Began(ns).Status("Resource scheduled for deletion", Namespace).Ticks(5).After(5.3).Status("", Namespace).Ended(ns)
            .Began(registration).Began(cluster).After(0.02).Ended(registration).After(0.01).Ended(cluster)
            .Began(stack).Ended(stack)
            .Summary(false, false, 7.5, 0, (StepOp.Delete, 6));
        var recorded = Recordings.Cli("destroy-ingress-patch.txt");
        Assert.Equal(recorded[..recorded.IndexOf("The resources in the stack", StringComparison.Ordinal)], _output.ToString());
    }

    [Fact]
    public void A_failed_create_is_shown_as_recorded()
    {
        var made = State("up-create.json");
        StepInfo Create(string type) => Step(StepOp.Create, null, made.Resources.Single(state => state.Type == type));
        const string Cause = "release coder-workspace-provider failed, and has been uninstalled due to atomic being set: context deadline exceeded";
        var stack = Step(StepOp.Create, null, Resource(made, Stack) with { Outputs = PropertyMap.Empty });
        var (cluster, registration, ns, release) = (Create("pulumi:providers:kubernetes"), Create("pulumi-nodejs:dynamic:Resource"), Create("kubernetes:core/v1:Namespace"), Create("kubernetes:helm.sh/v3:Release"));
        Begin(OperationKind.Update)
            .Warn(Kubernetes).Warn(RandomPlugin).Prelude().Ticks(1)
            .Began(stack).Ticks(3).After(3).Warn(Kubernetes)
            .Began(cluster).After(0.01).Ended(cluster)
            .Began(registration).After(0.07).Ended(registration)
            .Began(ns).Status("", Namespace).Status("", Namespace).After(0.04).Ended(ns)
            .Began(release).Ticks(13).After(12.95).Say(DiagnosticSeverity.Error, Cause, Release).Failed(release)
            .Say(DiagnosticSeverity.Error, "update failed")
            .Summary(false, true, 17.3, 2, (StepOp.Create, 4));
        IsAsRecorded("up-atomic-failure.txt");
    }

    [Fact]
    public void A_refresh_is_shown_as_recorded()
    {
        var old = State("refresh.json");
        var stack = Resource(old, Stack);
        StepInfo[] Pair(string type) => [Step(StepOp.Refresh, old.Resources.Single(state => state.Type == type), null), Step(StepOp.Same, old.Resources.Single(state => state.Type == type), old.Resources.Single(state => state.Type == type))];
        var (cluster, ns, ingress) = (Pair("pulumi:providers:kubernetes"), Pair("kubernetes:core/v1:Namespace"), Pair("kubernetes:networking.k8s.io/v1:Ingress"));
        var (registration, release) = (Pair("pulumi-nodejs:dynamic:Resource"), Pair("kubernetes:helm.sh/v3:Release"));
        Begin(OperationKind.Refresh)
            .Warn(Kubernetes).Prelude().Ticks(1).Warn(Kubernetes)
            .Began(Step(StepOp.Refresh, stack, null)).Ended(Step(StepOp.Same, stack, stack))
            .Began(cluster[0]).Ended(cluster[1])
            .Began(ns[0]).Began(ingress[0]).Began(registration[0]).Began(release[0])
            .Ended(registration[1]).Ended(release[1]).Ended(ns[1])
            .Status("Ingress initialization complete", Ingress).Status("", Ingress).Ended(ingress[1])
            .Summary(false, false, 1.6, 0, (StepOp.Same, 6));
        var recorded = Recordings.Cli("refresh.txt");
        Assert.Equal(recorded[recorded.IndexOf("Refreshing (dev):", StringComparison.Ordinal)..], _output.ToString());
    }

    [Fact]
    public void A_preview_of_a_new_stack_is_shown_as_recorded()
    {
        var made = State("up-create.json");
        ResourceState Planned(string type) => made.Resources.Single(state => state.Type == type) with { Outputs = PropertyMap.Empty, Id = "" };
        StepInfo Create(string type) => Step(StepOp.Create, null, Planned(type));
        var stack = Create("pulumi:pulumi:Stack");
        var outputs = PropertyMap.Of(("address", PropertyValue.Computed), ("namespace", "coder-wsp"), ("releaseVersion", PropertyValue.Computed), ("token", PropertyValue.Computed));
        var (cluster, registration, ns, release) = (Create("pulumi:providers:kubernetes"), Create("pulumi-nodejs:dynamic:Resource"), Create("kubernetes:core/v1:Namespace"), Create("kubernetes:helm.sh/v3:Release"));
        var read = Step(StepOp.Read, null, Planned("kubernetes:networking.k8s.io/v1:Ingress"));
        Begin(OperationKind.Update, preview: true)
            .Warn(Kubernetes).Warn(RandomPlugin).Prelude().Ticks(1)
            .Began(stack, true).Ticks(2).Warn(Kubernetes)
            .Began(cluster, true).Ended(cluster, true).Began(registration, true).Ended(registration, true).Ticks(1)
            .Began(ns, true).Status("", Namespace).Ended(ns, true).Began(release, true).Ended(release, true)
            .Began(read, true).Ended(read, true)
            .Ended(Step(StepOp.Create, null, Planned("pulumi:pulumi:Stack") with { Outputs = outputs }), true, outputsOnly: true)
            .Summary(true, false, 5, 0, (StepOp.Create, 5), (StepOp.Read, 1));
        IsAsRecorded("preview-create.txt");
    }

    [Fact]
    public void The_output_of_a_program_is_shown_with_the_stack()
    {
        var stack = Step(StepOp.Same, Resource(State("up-create.json"), Stack), Resource(State("up-create.json"), Stack));
        var display = new ProgressDisplay(_output, new RunTitle("dev", "coder-infra", OperationKind.Update, false), new DisplayOptions(), _time);
        display.Begin();
        var run = new RecordedRun(display, _time).Prelude().Began(stack);
        display.Emit(new ProgramOutputEvent(_time.Now, "hello", false));
        run.Summary(false, false, 1, 0, (StepOp.Same, 1));
        Assert.Contains("    pulumi:pulumi:Stack coder-infra-dev running hello\n", _output.ToString());
        Assert.Contains("Diagnostics:\n  pulumi:pulumi:Stack (coder-infra-dev):\n    hello\n\n", _output.ToString());
    }
}
