using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Coder.Infra.Engine.Deployment.Events;
using Coder.Infra.Engine.Deployment.Model;
using Coder.Infra.Engine.Display;
using Coder.Infra.Engine.Display.Json;
using Coder.Infra.Protocol.Properties;

namespace Coder.Infra.Engine.Tests.Display;

/// <summary>The event log, held against what the official CLI 3.274 writes.</summary>
public class EventJsonTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch;

    private static readonly ResourceState State = new()
    {
        Urn = "urn:pulumi:dev::p::test:index:Thing::a",
        Type = "test:index:Thing",
        Custom = true,
        External = true,
        Inputs = PropertyMap.Of(("secret", new SecretValue("t0p")), ("file", new AssetValue("abc", "the whole text", null, null))),
        HideDiff = ["data.key[0]"],
        Unknown = ImmutableSortedDictionary<string, string>.Empty.Add("taint", "true"),
    };

    [Fact]
    public void States_show_neither_secrets_nor_the_texts_of_assets()
    {
        var state = Write(new StepBeganEvent(Now, Step(StepOp.Read), Planning: true))["resourcePreEvent"]!["metadata"]!["new"]!;
        Assert.Equal("""{"4dabf18193072939515e22adb298388d":"1b47061264138c4ac30d75fd1eb44270","ciphertext":"[secret]"}""", state["inputs"]!["secret"]!.ToJsonString());
        Assert.Equal("<contents elided>", (string)state["inputs"]!["file"]!["text"]!);
        Assert.Equal((true, true), ((bool)state["external"]!, (bool)state["taint"]!));
        Assert.Equal("""[["data","key",0]]""", state["hideDiffs"]!.ToJsonString());
    }

    [Fact]
    public void Secrets_are_shown_on_request() => Assert.Equal(
        "\"t0p\"",
        (string)Write(new StepBeganEvent(Now, Step(StepOp.Read), Planning: true), showSecrets: true)["resourcePreEvent"]!["metadata"]!["new"]!["inputs"]!["secret"]!["plaintext"]!);

    [Fact]
    public void A_difference_has_a_diffKind()
    {
        var step = Step(StepOp.Update) with { DetailedDiff = ImmutableSortedDictionary<string, PropertyDifference>.Empty.Add("size", new(PropertyDifferenceKind.Update, true)) };
        Assert.Equal("""{"size":{"diffKind":"update","inputDiff":true}}""", Write(new StepBeganEvent(Now, step, false))["resourcePreEvent"]!["metadata"]!["detailedDiff"]!.ToJsonString());
    }

    [Fact]
    public void A_component_has_no_outputs_before_they_are_registered()
    {
        var component = new ResourceState { Urn = "urn:pulumi:dev::p::my:mod:Comp::c", Type = "my:mod:Comp", Custom = false };
        var step = new StepInfo { Op = StepOp.Create, Urn = component.Urn, Type = component.Type, New = component };
        Assert.Empty(Lines(false, false, new StepEndedEvent(Now, step, Planning: false)));
        Assert.Single(Lines(false, false, new StepEndedEvent(Now, step, Planning: false, IsOutputsOnly: true)));
    }

    [Fact]
    public void What_a_program_prints_is_a_diagnostic()
    {
        Assert.Equal("""{"message":"hello\n","color":"never","severity":"info"}""", Write(new ProgramOutputEvent(Now, "hello", false))["diagnosticEvent"]!.ToJsonString());
        Assert.Equal("info#err", (string)Write(new ProgramOutputEvent(Now, "hello", true))["diagnosticEvent"]!["severity"]!);
    }

    [Fact]
    public void Messages_carry_colours_as_tags()
    {
        var warning = Lines(false, true, new DiagnosticEvent(Now, DiagnosticSeverity.Warning, "", "w")).Single()["diagnosticEvent"]!;
        Assert.Equal(
            ("<{%fg 3%}>warning: <{%reset%}>", "<{%reset%}>w<{%reset%}>\n", "raw"),
            ((string)warning["prefix"]!, (string)warning["message"]!, (string)warning["color"]!));
    }

    [Fact]
    public void The_summary_says_how_the_run_ended_and_whether_something_is_unknown()
    {
        var summary = new SummaryEvent(Now, false, true, TimeSpan.Zero, ImmutableSortedDictionary<StepOp, int>.Empty, 1);
        var failed = Lines(false, false, new StepFailedEvent(Now, Step(StepOp.Create), StepStatus.Unknown, 3), summary);
        Assert.Equal((2, 3), ((int)failed[0]["resOpFailedEvent"]!["status"]!, (int)failed[0]["resOpFailedEvent"]!["steps"]!));
        Assert.Equal(("failed", true), ((string)failed[1]["summaryEvent"]!["result"]!, (bool)failed[1]["summaryEvent"]!["maybeCorrupt"]!));
        var ended = Write(summary with { Failed = false })["summaryEvent"]!;
        Assert.Equal(("succeeded", false), ((string)ended["result"]!, (bool)ended["maybeCorrupt"]!));
    }

    private static StepInfo Step(StepOp op) => new() { Op = op, Urn = State.Urn, Type = State.Type, New = State };

    private static JsonNode Write(EngineEvent engineEvent, bool showSecrets = false) => Lines(showSecrets, false, engineEvent).Single();

    private static List<JsonNode> Lines(bool showSecrets, bool colors, params EngineEvent[] events)
    {
        var lines = new List<JsonNode>();
        var log = new EventJson(line => lines.Add(JsonNode.Parse(line)!), showSecrets, colors);
        foreach (var engineEvent in events)
            log.Emit(engineEvent);
        return lines;
    }
}
