using Coder.Infra.Engine.Deployment;
using Coder.Infra.Engine.Deployment.Events;
using Coder.Infra.Engine.Deployment.Model;
using Coder.Infra.Engine.Deployment.Properties;
using Coder.Infra.Engine.Display;
using Coder.Infra.Protocol.Properties;
using Pulumirpc;

namespace Coder.Infra.Engine.Tests.Deployment;

/// <summary><c>ignoreChanges</c>: what is put back, what stays, and what is said about it.</summary>
public sealed class IgnoreChangesTests
{
    private readonly Lifecycle _stack = new();

    [Fact]
    public async Task Elements_that_only_one_side_has_keep_their_new_value_and_are_no_error()
    {
        await _stack.UpAsync(program => program.ResourceAsync("a", PropertyMap.Of(
            ("list", List(Item(1, 1))), ("tags", PropertyMap.Of(("k/e.y", "1"), ("other", "1"))), ("top", "1"), ("all", List(1, 2)))));
        var result = await _stack.UpAsync(program => program.ResourceAsync(
            "a",
            PropertyMap.Of(("list", List(Item(5, 1), Item(7, 7))), ("tags", PropertyMap.Of(("k/e.y", "2"), ("other", "1"))), ("top", "9"), ("all", List(7, 8, 9))),
            options => options.IgnoreChanges.Add(["list[*].x", "tags[\"k/e.y\"]", "nope", "tags.nope.deep", "top", "all[*]"])));

        Assert.False(result.Failed, string.Join('\n', _stack.Errors));
        var inputs = _stack["a"].Inputs;
        Assert.Equal<PropertyValue>(List(Item(1, 1), Item(7, 7)), inputs["list"]);
        Assert.Equal<PropertyValue>(PropertyMap.Of(("k/e.y", "1"), ("other", "1")), inputs["tags"]);
        Assert.Equal<PropertyValue>("1", inputs["top"]);
        Assert.Equal<PropertyValue>(List(1, 2, 9), inputs["all"]);
        var reported = Assert.Single(_stack.Events.OfType<DiagnosticEvent>(), reported => reported.Severity == DiagnosticSeverity.Info);
        Assert.Equal((Lifecycle.Urn("a"), "cannot ignore changes in added or removed elements of the path: \"list[*].x, all[*]\""), (reported.Urn, reported.Message));
    }

    [Fact]
    public async Task What_is_put_back_from_within_a_secret_stays_secret()
    {
        await _stack.UpAsync(program => program.ResourceAsync("a", PropertyMap.Of(
            ("value", new ObjectValue(PropertyMap.Of(("x", "hush"), ("y", 1.0))).AsSecret()), ("list", List("hush", "hush").AsSecret()))));
        await _stack.UpAsync(program => program.ResourceAsync(
            "a",
            PropertyMap.Of(("value", PropertyMap.Of(("x", "other"), ("y", 2.0))), ("list", List("a", "b"))),
            options => options.IgnoreChanges.Add(["value.x", "list[*]"])));

        PropertyValue hush = "hush";
        Assert.Equal<PropertyValue>(PropertyMap.Of(("x", hush.AsSecret()), ("y", 2.0)), _stack["a"].Inputs["value"]);
        Assert.Equal<PropertyValue>(List(hush.AsSecret(), hush.AsSecret()), _stack["a"].Inputs["list"]);
    }

    [Fact]
    public void What_is_put_back_into_a_secret_is_not_one_twice()
    {
        PropertyValue secret = new ObjectValue(PropertyMap.Of(("x", "new"), ("y", "new"))).AsSecret();
        var reset = IgnoredChanges.Reset(PropertyMap.Of(("v", secret)), PropertyMap.Of(("v", PropertyMap.Of(("x", "old")))), ["v.x"]);
        Assert.Equal(PropertyMap.Of(("v", new ObjectValue(PropertyMap.Of(("x", "old"), ("y", "new"))).AsSecret())), reset);
    }

    [Theory]
    [InlineData("keepers", true)]
    [InlineData("keepers.k", true)]
    [InlineData("other", false)]
    public async Task A_dependent_that_ignores_the_change_does_not_go_with_what_is_deleted_first(string ignored, bool stays)
    {
        _stack.Provider.Diff = ReplaceAll;
        Func<Registrar, Task> Program(string value) => async program =>
        {
            var a = await program.ResourceAsync("a", PropertyMap.Of(("value", value)), options => options.DeleteBeforeReplace = true);
            await program.ResourceAsync("b", PropertyMap.Of(("keepers", PropertyMap.Of(("k", a.Output("value"))))), options => options.From("keepers", a).IgnoreChanges.Add(ignored));
        };
        await _stack.UpAsync(Program("1"));
        Assert.False((await _stack.UpAsync(Program("2"))).Failed, string.Join('\n', _stack.Errors));
        Assert.Equal(stays ? ["delete a", "create a"] : ["delete b", "delete a", "create a", "create b"], _stack.Provider.Calls);
    }

    [Fact]
    public async Task A_dependent_whose_changes_replace_it_goes_with_what_is_deleted_first()
    {
        _stack.Provider.Diff = request => request.Name == "a" ? ReplaceAll(request) : LambdaProvider.DiffByKey(request);
        static Func<Registrar, Task> Program(string value) => async program =>
        {
            var a = await program.ResourceAsync("a", PropertyMap.Of(("value", value)), options => options.DeleteBeforeReplace = true);
            await program.ResourceAsync("b", PropertyMap.Of(("value", a.Output("value"))), options => options.From("value", a).ReplaceOnChanges.Add("value"));
        };
        await _stack.UpAsync(Program("1"));
        await _stack.UpAsync(Program("2"));
        Assert.Equal(["delete b", "delete a", "create a", "create b"], _stack.Provider.Calls);
    }

    [Fact]
    public async Task A_refresh_takes_what_it_reads_though_an_update_ignores_it()
    {
        await _stack.UpAsync(program => program.ResourceAsync("a", PropertyMap.Of(("value", 1.0)), options => options.IgnoreChanges.Add("value")));
        var drifted = PropertyMarshaler.ToStruct(PropertyMap.Of(("value", 2.0)));
        _stack.Provider.Read = request => new ReadResponse { Id = request.Id, Inputs = drifted, Properties = drifted };
        await _stack.RefreshAsync();
        Assert.Equal(PropertyMap.Of(("value", 2.0)), _stack["a"].Inputs);
    }

    [Fact]
    public async Task An_import_puts_back_what_is_ignored_before_it_compares()
    {
        _stack.Provider.World["there"] = PropertyMap.Of(("value", 1.0), ("other", 1.0));
        var result = await _stack.UpAsync(program => program.ResourceAsync("a", PropertyMap.Of(("value", 2.0), ("other", 1.0)), options =>
        {
            options.ImportId = "there";
            options.IgnoreChanges.Add("value");
        }));
        Assert.False(result.Failed, string.Join('\n', _stack.Errors));
        Assert.Equal<PropertyValue>(1.0, _stack["a"].Inputs["value"]);
    }

    private static DiffResponse ReplaceAll(DiffRequest request)
    {
        var diff = LambdaProvider.DiffByKey(request);
        diff.Replaces.Clear();
        diff.Replaces.Add(diff.Diffs);
        return diff;
    }

    private static ObjectValue Item(double x, double y) => new(PropertyMap.Of(("x", x), ("y", y)));

    private static ArrayValue List(params PropertyValue[] items) => new([.. items]);
}
