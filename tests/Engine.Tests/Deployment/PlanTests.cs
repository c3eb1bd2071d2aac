using System.Text.Json;
using Coder.Infra.Engine.Backend.Checkpoints;
using Coder.Infra.Engine.Deployment;
using Coder.Infra.Engine.Deployment.Model;
using Coder.Infra.Engine.Deployment.Plans;
using Coder.Infra.Engine.Workspace.Secrets;
using Coder.Infra.Protocol.Properties;

namespace Coder.Infra.Engine.Tests.Deployment;

/// <summary>Updates that are held to the plan of a preview.</summary>
public sealed class PlanTests
{
    [Fact]
    public async Task What_was_planned_is_done_and_names_come_out_as_planned()
    {
        var stack = new Lifecycle();
        var seeds = new List<string>();
        stack.Provider.Check = request =>
        {
            seeds.Add(request.RandomSeed.ToBase64());
            return new() { Inputs = request.News };
        };
        var plan = (await stack.PreviewAsync(Things(("a", 1), ("b", 1)))).Plan;
        var result = await stack.UpAsync(Things(("a", 1), ("b", 1)), Held(plan));
        Assert.False(result.Failed, string.Join('\n', stack.Errors));
        Assert.Equal(["create a", "create b"], stack.Provider.Calls);
        Assert.Equal(seeds[..2], seeds[2..]);
        Assert.Equal(StepOp.Create, Assert.Single(plan.Resources[Lifecycle.Urn("a")].Steps));
    }

    [Fact]
    public async Task A_resource_that_was_not_planned_is_not_made()
    {
        var stack = new Lifecycle();
        var plan = (await stack.PreviewAsync(Things(("a", 1)))).Plan;
        await AssertRefusedAsync(stack, plan, Things(("b", 1)), "create is not allowed by the plan: no steps were expected for this resource");
    }

    [Fact]
    public async Task A_resource_that_was_planned_must_come()
    {
        var stack = new Lifecycle();
        var plan = (await stack.PreviewAsync(Things(("a", 1), ("b", 1)))).Plan;
        var result = await stack.UpAsync(Things(("a", 1)), Held(plan));
        Assert.True(result.Failed);
        Assert.Contains($"expected resource operations for {Lifecycle.Urn("b")} but none were seen", stack.Errors);
    }

    [Fact]
    public async Task A_read_is_no_part_of_a_plan()
    {
        var stack = new Lifecycle();
        stack.Provider.World["there"] = PropertyMap.Of(("value", 1.0));
        var plan = (await stack.PreviewAsync(Things(("a", 1)))).Plan;
        var result = await stack.UpAsync(
            async program =>
            {
                await program.ReadAsync("b", "there");
                await Things(("a", 1))(program);
            },
            Held(plan));
        Assert.False(result.Failed, string.Join('\n', stack.Errors));
        var made = (await stack.PreviewAsync(program => program.ReadAsync("b", "there"))).Plan;
        Assert.False(made.Resources.ContainsKey(Lifecycle.Urn("b")));
    }

    [Fact]
    public async Task Inputs_must_be_as_planned_unless_they_were_unknown()
    {
        var stack = new Lifecycle();
        await stack.UpAsync(Things(("a", 1)));
        var plan = (await stack.PreviewAsync(Things(("a", 2)))).Plan;
        await AssertRefusedAsync(stack, plan, Things(("a", 3)), "properties changed: ~~value[{2}!={3}]");
        await AssertRefusedAsync(stack, plan, Things(("a", 1)), "properties changed: ~=value[{2}!={1}]");

        Func<Registrar, Task> chain = async program =>
        {
            var a = await program.ResourceAsync("a", PropertyMap.Of(("value", 2.0)));
            await program.ResourceAsync("b", PropertyMap.Of(("value", a.Output("value"))), options => options.From("value", a));
        };
        plan = (await stack.PreviewAsync(chain)).Plan;
        Assert.False((await stack.UpAsync(chain, Held(plan))).Failed, string.Join('\n', stack.Errors));
    }

    [Fact]
    public async Task What_was_to_stay_is_not_deleted_and_what_was_to_go_does_not_stay()
    {
        var stack = new Lifecycle();
        await stack.UpAsync(Things(("a", 1), ("b", 1)));
        var keeping = (await stack.PreviewAsync(Things(("a", 1), ("b", 1)))).Plan;
        await AssertRefusedAsync(stack, keeping, Things(("a", 1)), "delete is not allowed by the plan: this resource is constrained to same");
        var dropping = (await stack.PreviewAsync(Things(("a", 1)))).Plan;
        await AssertRefusedAsync(stack, dropping, Things(("a", 1), ("b", 1)), "resource unexpectedly not deleted");
        Assert.False((await stack.UpAsync(Things(("a", 1)), Held(dropping))).Failed);
        Assert.False(stack.Has("b"));
    }

    [Fact]
    public async Task Outputs_and_options_must_be_as_planned()
    {
        var stack = new Lifecycle();
        Func<Registrar, Task> Program(double output, bool protect) => async program =>
        {
            await program.ResourceAsync("a", null, options => options.Protect = protect);
            await program.OutputsAsync(program.StackUrn, PropertyMap.Of(("out", output)));
        };
        var plan = (await stack.PreviewAsync(Program(1, false))).Plan;
        Assert.True((await stack.UpAsync(Program(2, false), Held(plan))).Failed);
        Assert.Contains(stack.Errors, error => error.EndsWith("violates plan: properties changed: ++out[{1}!={2}]", StringComparison.Ordinal));
        plan = (await stack.PreviewAsync(Program(2, false))).Plan;
        await AssertRefusedAsync(stack, plan, Program(2, true), "resource protection changed (expected unprotected)");
    }

    [Fact]
    public async Task A_plan_file_holds_no_secret_in_plain_text_and_reads_as_it_was_written()
    {
        var stack = new Lifecycle();
        PropertyValue secret = "t0p";
        var plan = (await stack.PreviewAsync(program => program.ResourceAsync("a", PropertyMap.Of(("token", secret.AsSecret()), ("value", 1.0))))).Plan;
        var cipher = SecretCoding.With(PassphraseCipher.Create("correct-horse"));
        var text = PlanJson.Write(plan, [], DateTimeOffset.UnixEpoch, cipher);
        Assert.DoesNotContain("t0p", text);
        using var document = JsonDocument.Parse(text);
        var read = PlanJson.Read(document.RootElement, cipher);
        var (before, after) = (plan.Resources[Lifecycle.Urn("a")], read.Resources[Lifecycle.Urn("a")]);
        Assert.Equal(before.Goal!.Inputs.Adds, after.Goal!.Inputs.Adds);
        Assert.Equal((before.Goal.Provider, before.Goal.Parent), (after.Goal.Provider, after.Goal.Parent));
        Assert.Equal(before.Seed, after.Seed);
        Assert.Equal(Assert.Single(before.Steps), Assert.Single(after.Steps));
        var goal = document.RootElement.GetProperty("resourcePlans").GetProperty(Lifecycle.Urn("a")).GetProperty("goal");
        Assert.Equal(1, goal.GetProperty("inputDiff").GetProperty("adds").GetProperty("value").GetInt32());
    }

    private static async Task AssertRefusedAsync(Lifecycle stack, UpdatePlan plan, Func<Registrar, Task> program, string why)
    {
        var result = await stack.UpAsync(program, Held(plan));
        Assert.True(result.Failed);
        Assert.Contains(stack.Errors, error => error.EndsWith($"violates plan: {why}", StringComparison.Ordinal));
        Assert.Empty(stack.Provider.Calls);
    }

    private static DeploymentOptions Held(UpdatePlan plan) => new() { Parallel = 1, Plan = plan };

    private static Func<Registrar, Task> Things(params (string Name, double Value)[] things) => async program =>
    {
        foreach (var (name, value) in things)
            await program.ResourceAsync(name, PropertyMap.Of(("value", value)));
    };
}
