using System.Text.Json.Nodes;
using Coder.Infra.Engine.Deployment;
using Coder.Infra.Engine.Deployment.Model;
using Coder.Infra.Engine.Display;
using Coder.Infra.Engine.Display.Diff;
using Coder.Infra.Engine.Display.Json;
using Coder.Infra.Engine.Tests.Cli;
using Coder.Infra.Protocol.Properties;
using static Coder.Infra.Engine.Tests.Display.RecordedRun;

namespace Coder.Infra.Engine.Tests.Display;

/// <summary><c>--diff</c> and <c>--json</c> of recorded previews, from the recorded states.</summary>
public class DiffDisplayTests
{
    private readonly StringWriter _output = new() { NewLine = "\n" };
    private readonly ManualTime _time = new();

    [Fact]
    public void The_preview_of_an_upgrade_is_shown_as_recorded()
    {
        var old = State("up-unchanged.json");
        var run = Begin(new DiffDisplay(_output, new RunTitle("dev", "coder-infra", OperationKind.Preview, true), new DisplayOptions()));
        PreviewUpgrade(run, old);
        Assert.Equal(Recordings.Cli("preview-upgrade.txt"), _output.ToString());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Hidden_differences_show_their_path_without_values(bool detailed)
    {
        var old = Resource(State("up-unchanged.json"), Namespace) with
        {
            Inputs = PropertyMap.Of(("values", PropertyMap.Of(("token", "one"))), ("spec", PropertyMap.Of(("ports", new ArrayValue([1.0])), ("size", 1.0))), ("timeout", 1.0)),
            Outputs = PropertyMap.Empty,
            HideDiff = ["values", "spec.ports[*]"],
        };
        var @new = old with { Inputs = PropertyMap.Of(("values", PropertyMap.Of(("token", "two"))), ("spec", PropertyMap.Of(("ports", new ArrayValue([2.0])), ("size", 2.0))), ("timeout", 60.0)) };
        var step = Step(StepOp.Update, old, @new);
        if (detailed)
            step = step with { DetailedDiff = Engine.Deployment.Properties.ObjectDiff.Detailed(old.Inputs, @new.Inputs) };
        Begin(new DiffDisplay(_output, new RunTitle("dev", "coder-infra", OperationKind.Preview, true), new DisplayOptions())).Began(step, true);
        Assert.EndsWith(
            """
                  ~ spec.ports[0] (hidden)
                  ~ values (hidden)
                  ~ spec   : {
                      ~ size: 1 => 2
                    }
                  ~ timeout: 1 => 60

            """.Replace("    ", "", StringComparison.Ordinal).Replace("\r", "", StringComparison.Ordinal),
            _output.ToString().Replace("    ", "", StringComparison.Ordinal),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_component_that_stays_tells_its_outputs_once_when_they_are_registered()
    {
        var stack = Resource(State("up-unchanged.json"), Stack);
        var run = Begin(new DiffDisplay(_output, new RunTitle("dev", "coder-infra", OperationKind.Update, false), new DisplayOptions()));
        run.Prelude().Began(Step(StepOp.Same, stack, stack), false).Ended(Step(StepOp.Same, stack, stack), false)
            .Ended(Step(StepOp.Same, stack, stack), false, outputsOnly: true).Summary(false, false, 5, 0, (StepOp.Same, 1));
        Assert.Single(_output.ToString().Split('\n'), line => line.Contains("--outputs:--", StringComparison.Ordinal));
    }

    [Fact]
    public void The_preview_of_a_replacement_is_shown_as_recorded()
    {
        var old = State("up-upgrade.json");
        var (ns, release, ingress, stack) = (Resource(old, Namespace), Resource(old, Release), Resource(old, Ingress), Resource(old, Stack));
        var newNamespace = ns with { Id = "", Outputs = PropertyMap.Empty, Inputs = ns.Inputs.Set("metadata", PropertyMap.Of(("name", "coder-wsp2"))) };
        var newRelease = release with { Id = "", Outputs = PropertyMap.Empty, Inputs = release.Inputs.Set("namespace", "coder-wsp2") };
        var read = Step(StepOp.Read, ingress, ingress with { Inputs = PropertyMap.Empty, Outputs = PropertyMap.Empty });
        var run = Begin(new DiffDisplay(_output, new RunTitle("dev", "coder-infra", OperationKind.Preview, true), new DisplayOptions()));
        run.Warn(Kubernetes).Warn(RandomPlugin).Prelude()
            .Began(Step(StepOp.Same, stack, stack with { Outputs = PropertyMap.Empty }), true)
            .Warn(Kubernetes).Status("", Namespace)
            .Began(Step(StepOp.CreateReplacement, ns, newNamespace, "metadata.name"), true).Ended(Step(StepOp.CreateReplacement, ns, newNamespace, "metadata.name"), true)
            .Began(Step(StepOp.Replace, ns, newNamespace, "metadata.name"), true).Ended(Step(StepOp.Replace, ns, newNamespace, "metadata.name"), true)
            .Began(Step(StepOp.CreateReplacement, release, newRelease, "namespace"), true).Ended(Step(StepOp.CreateReplacement, release, newRelease, "namespace"), true)
            .Began(Step(StepOp.Replace, release, newRelease, "namespace"), true).Ended(Step(StepOp.Replace, release, newRelease, "namespace"), true)
            .Began(read, true).Ended(read, true)
            .Ended(Step(StepOp.Same, stack, stack with { Outputs = stack.Outputs.Set("namespace", "coder-wsp2") }), true, outputsOnly: true)
            .Summary(true, false, 5, 0, (StepOp.Replace, 2), (StepOp.Same, 3), (StepOp.Read, 1));
        Assert.Equal(Recordings.Cli("preview-replace.txt"), _output.ToString());
    }

    [Fact]
    public void The_preview_of_an_upgrade_is_told_in_JSON_as_recorded()
    {
        var old = Checkpoint("up-unchanged.json");
        var run = Begin(new PreviewJson(_output, new DisplayOptions { Forms = old.Forms }));
        PreviewUpgrade(run, old.Snapshot);
        var (recorded, reported) = (JsonNode.Parse(Recordings.Text("cli/preview-upgrade.json").Split("\nrc ")[0])!, JsonNode.Parse(_output.ToString())!);
        Assert.Equal(recorded.AsObject().Select(field => field.Key), reported.AsObject().Select(field => field.Key));
        foreach (var field in new[] { "config", "diagnostics", "changeSummary" })
            Assert.True(JsonNode.DeepEquals(recorded[field], reported[field]), $"{field}: {reported[field]}");
        foreach (var (want, have) in recorded["steps"]!.AsArray().Zip(reported["steps"]!.AsArray()))
        {
            foreach (var field in new[] { "op", "urn", "provider", "diffReasons", "detailedDiff", "oldState" })
                Assert.True(JsonNode.DeepEquals(want![field], have![field]), $"{want["urn"]} {field}: {have[field]}");
            Assert.Equal(want!.AsObject().Select(item => item.Key), have!.AsObject().Select(item => item.Key));
            Assert.True(JsonNode.DeepEquals(want["newState"]!["inputs"], have["newState"]!["inputs"]));
        }

        Assert.DoesNotContain("s3cr3t", _output.ToString());
    }

    [Fact]
    public void A_created_resource_is_listed_and_a_deleted_one_only_named()
    {
        var made = State("up-create.json");
        var ns = Resource(made, Namespace) with { Outputs = PropertyMap.Empty, Id = "", Provider = "" };
        var run = Begin(new DiffDisplay(_output, new RunTitle("dev", "coder-infra", OperationKind.Update, false), new DisplayOptions()));
        run.Began(Step(StepOp.Create, null, ns)).Began(Step(StepOp.Delete, Resource(made, Release) with { Provider = "" }, null));
        Assert.Equal(
            $$"""
            Updating (dev):
            + kubernetes:core/v1:Namespace: (create)
                [urn={{Namespace}}]
                apiVersion: "v1"
                kind      : "Namespace"
                metadata  : {
                    name: "coder-wsp"
                }
            - kubernetes:helm.sh/v3:Release: (delete)
                [id=coder-wsp/coder-workspace-provider]
                [urn={{Release}}]

            """,
            _output.ToString());
    }

    private RecordedRun Begin(IRunDisplay display)
    {
        display.Begin();
        return new RecordedRun(display, _time);
    }

    private static void PreviewUpgrade(RecordedRun run, Snapshot old)
    {
        var (release, ingress, stack) = (Resource(old, Release), Resource(old, Ingress), Resource(old, Stack));
        var newRelease = release with { Id = "", Outputs = PropertyMap.Empty, Inputs = release.Inputs.Set("chart", "../charts/wp-1.42.0").Set("version", "1.42.0") };
        var read = Step(StepOp.Read, ingress, ingress with { Inputs = PropertyMap.Empty, Outputs = PropertyMap.Empty });
        run.Warn(Kubernetes).Warn(RandomPlugin)
            .Prelude(("coder-infra:chart", "../charts/wp-1.42.0"), ("coder-infra:coderVersion", "1.42.0"), ("coder-infra:host", "wsp.coder.example.com"), ("coder-infra:token", "[secret]"))
            .Began(Step(StepOp.Same, stack, stack with { Outputs = PropertyMap.Empty }), true)
            .Warn(Kubernetes)
            .Began(Step(StepOp.Same, Resource(old, Namespace), Resource(old, Namespace)), true).Ended(Step(StepOp.Same, Resource(old, Namespace), Resource(old, Namespace)), true)
            .Began(Step(StepOp.Update, release, newRelease, "chart", "version"), true).Ended(Step(StepOp.Update, release, newRelease, "chart", "version"), true)
            .Began(read, true).Ended(read, true)
            .Ended(Step(StepOp.Same, stack, stack), true, outputsOnly: true)
            .Summary(true, false, 5.0692705, 0, (StepOp.Update, 1), (StepOp.Same, 4), (StepOp.Read, 1));
    }
}
