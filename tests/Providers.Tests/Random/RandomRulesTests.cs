using Coder.Infra.Protocol;
using Coder.Infra.Protocol.Properties;
using Coder.Infra.Providers.Bridge;
using Coder.Infra.Providers.Random;
using CsCheck;
using Pulumirpc;

namespace Coder.Infra.Providers.Tests.Random;

public sealed class RandomRulesTests
{
    private const string Password = "random:index/randomPassword:RandomPassword";
    private const string Text = "random:index/randomString:RandomString";
    private const string Integer = "random:index/randomInteger:RandomInteger";
    private const string Id = "random:index/randomId:RandomId";
    private const string Pet = "random:index/randomPet:RandomPet";
    private const string Shuffle = "random:index/randomShuffle:RandomShuffle";
    private const string Bytes = "random:index/randomBytes:RandomBytes";
    private const string Uuid = "random:index/randomUuid:RandomUuid";

    [Fact]
    public void A_text_is_composed_of_what_was_asked_for() =>
        (from upper in Gen.Int[0, 4]
         from lower in Gen.Int[0, 4]
         from numeric in Gen.Int[0, 4]
         from special in Gen.Int[0, 4]
         from more in Gen.Int[0, 8]
         select (upper, lower, numeric, special, more)).Sample(want =>
        {
            var inputs = PropertyMap.Of(
                ("length", (double)Math.Max(1, want.upper + want.lower + want.numeric + want.special + want.more)), ("minUpper", (double)want.upper),
                ("minLower", (double)want.lower), ("minNumeric", (double)want.numeric), ("minSpecial", (double)want.special), ("overrideSpecial", "_~"));
            var text = Create(Text, inputs).State.Text("result")!;
            Assert.Equal(inputs.Number("length"), text.Length);
            Assert.All(text, c => Assert.True(char.IsAsciiLetterOrDigit(c) || "_~".Contains(c)));
            Assert.True(text.Count(char.IsAsciiLetterUpper) >= want.upper && text.Count(char.IsAsciiLetterLower) >= want.lower
                && text.Count(char.IsAsciiDigit) >= want.numeric && text.Count("_~".Contains) >= want.special);
        });

    [Fact]
    public void A_kind_that_is_switched_off_does_not_come()
    {
        var text = Create(Text, Calls.Map("{'length':200,'special':false,'numeric':false,'upper':false}")).State;
        Assert.All(text.Text("result")!, c => Assert.InRange(c, 'a', 'z'));
        Assert.False(text.Flag("number")); // the old name of numeric follows
    }

    [Fact]
    public void A_password_fits_its_hash()
    {
        var state = Create(Password, Calls.Map("{'length':16}")).State;
        Assert.True(BCrypt.Net.BCrypt.Verify(state.Text("result"), state.Text("bcryptHash")));
        Assert.StartsWith("$2a$10$", state.Text("bcryptHash"), StringComparison.Ordinal);
        Assert.IsType<SecretValue>(state["result"]);
    }

    [Fact]
    public async Task Every_wrong_input_is_named_at_once_in_the_provider_s_words()
    {
        await using var provider = Provider();
        Assert.Equal(
            ["length: Invalid Attribute Value. Attribute length value must be at least 1, got: 0. Examine values at 'it.length'."],
            await provider.ProblemsAsync(Text, Calls.Map("{'length':0}")));
        Assert.Equal(
            ["length: Invalid Attribute Value. Attribute length value must be at least sum of min_upper + min_lower + min_numeric + min_special, got: 3. Examine values at 'it.length'."],
            await provider.ProblemsAsync(Password, Calls.Map("{'length':3,'minUpper':2,'minLower':2}")));
        Assert.Equal(
            [
                "result: Invalid Configuration for Read-Only Attribute. Cannot set value for this attribute as the provider has marked it as read-only. Remove the configuration line setting the value. Examine values at 'it.result'.",
                "size: Unsupported argument. An argument named \"size\" is not expected here. Examine values at 'it.size'.",
                "length: Missing required argument. The argument \"length\" is required, but no definition was found.. Examine values at 'it.length'.",
            ],
            await provider.ProblemsAsync(Text, Calls.Map("{'result':'x','size':3}")));
        Assert.Empty(await provider.ProblemsAsync(Text, PropertyMap.Of(("length", PropertyValue.Computed))));
    }

    [Fact]
    public void Bounds_in_the_wrong_order_fail()
    {
        var error = Assert.Throws<Grpc.Core.RpcException>(() => Create(Integer, Calls.Map("{'min':2,'max':1}")));
        Assert.Contains("The minimum (min) value needs to be smaller than or equal to maximum (max) value", error.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void One_seed_draws_one_number()
    {
        var inputs = Calls.Map("{'min':1,'max':1000000,'seed':'eu'}");
        Assert.Equal(Create(Integer, inputs).Id, Create(Integer, inputs).Id);
        Assert.NotEqual(Create(Integer, inputs).Id, Create(Integer, inputs.Set("seed", "us")).Id);
    }

    [Fact]
    public void A_number_lies_within_its_bounds() => Gen.Int[-50, 50].Select(Gen.Int[0, 20]).Sample((min, span) =>
        Assert.InRange(Create(Integer, PropertyMap.Of(("min", (double)min), ("max", (double)(min + span)))).State.Number("result")!.Value, min, min + span));

    [Theory]
    [InlineData(1, @"^eu\.[a-z]+$")]
    [InlineData(2, @"^eu\.[a-z]+\.[a-z]+$")]
    [InlineData(4, @"^eu(\.[a-z]+){4}$")]
    public void A_pet_has_as_many_words_as_asked_for(int length, string form) =>
        Assert.Matches(form, Create(Pet, PropertyMap.Of(("length", (double)length), ("separator", "."), ("prefix", "eu"))).Id);

    [Fact]
    public void A_shuffle_gives_every_input_once_a_round()
    {
        var results = Create(Shuffle, Calls.Map("{'inputs':['a','b','c'],'resultCount':6}")).State.Texts("results")!.Value;
        Assert.Equal(["a", "b", "c"], results[..3].Order());
        Assert.Equal(["a", "b", "c"], results[3..].Order());
    }

    [Fact]
    public void Bytes_are_secret_and_told_twice()
    {
        var state = Create(Bytes, Calls.Map("{'length':12}")).State;
        Assert.Equal(Convert.FromBase64String(state.Text("base64")!), Convert.FromHexString(state.Text("hex")!));
        Assert.IsType<SecretValue>(state["base64"]);
        Assert.IsType<SecretValue>(state["hex"]);
    }

    [Theory]
    [InlineData(Id, "wp-,XQfQd7yr", "XQfQd7yr", "hex", "wp-5d07d077bcab")]
    [InlineData(Integer, "4,1,9", "4", "max", "9")]
    [InlineData(Text, "tokx61o0", "tokx61o0", "length", "8")]
    [InlineData(Password, "hunter2!", "none", "result", "hunter2!")]
    [InlineData(Uuid, "79BC928B-6699-6cc3-05bb-ea2ea8e81da8", "79bc928b-6699-6cc3-05bb-ea2ea8e81da8", "result", "79bc928b-6699-6cc3-05bb-ea2ea8e81da8")]
    [InlineData(Bytes, "aGk=", "none", "hex", "6869")]
    public async Task A_value_that_exists_is_imported_and_stays(string type, string import, string id, string name, string value)
    {
        await using var provider = Provider();
        var read = await provider.ReadAsync(type, import);
        Assert.Equal(id, read.Id);
        Assert.Equal(value, read.State.Text(name));
        Assert.Equal(DiffResponse.Types.DiffChanges.DiffNone, (await provider.DiffAsync(type, read.State, read.Inputs)).Changes);
    }

    [Theory]
    [InlineData(Id, "not/base64url")]
    [InlineData(Integer, "4,x,9")]
    [InlineData(Uuid, "79bc")]
    [InlineData(Pet, "eu-deep-glowworm")]
    public async Task What_can_t_be_imported_says_so(string type, string import)
    {
        await using var provider = Provider();
        await Assert.ThrowsAsync<Grpc.Core.RpcException>(() => provider.ReadAsync(type, import));
    }

    [Fact]
    public async Task Any_change_replaces_and_keepers_that_are_null_do_not_count()
    {
        await using var provider = Provider();
        var state = Create(Id, Calls.Map("{'byteLength':4,'keepers':{'v':'1'}}")).State;
        Assert.Equal(["byteLength"], (await provider.DiffAsync(Id, state, Calls.Map("{'byteLength':5,'keepers':{'v':'1'}}"))).Replaces);
        Assert.Equal(["keepers"], (await provider.DiffAsync(Id, state, Calls.Map("{'byteLength':4}"))).Replaces);
        Assert.Empty((await provider.DiffAsync(Id, state, Calls.Map("{'byteLength':4,'keepers':{'v':'1','w':null}}"))).Replaces);
    }

    [Fact]
    public async Task Preview_tells_defaults_and_leaves_the_draw_unknown()
    {
        await using var provider = Provider();
        var (id, state) = await provider.CreateAsync(Password, Calls.Map("{'length':8}"), preview: true);
        Assert.Equal("", id);
        Assert.True(state.Flag("upper"));
        Assert.Equal(PropertyValue.Computed, state["id"]);
        Assert.Equal(PropertyValue.Computed.AsSecret(), state["result"]);
    }

    [Fact]
    public async Task A_type_that_is_not_known_is_named_with_those_that_are()
    {
        await using var provider = Provider();
        var error = await Assert.ThrowsAsync<Grpc.Core.RpcException>(() => provider.CheckAsync("random:index/randomDice:RandomDice", PropertyMap.Empty));
        Assert.Contains("random:index/randomDice:RandomDice", error.Status.Detail, StringComparison.Ordinal);
        Assert.Contains(Pet, error.Status.Detail, StringComparison.Ordinal);
    }

    private static IResourceProvider Provider() => new BridgedProvider("random", "4.21.2", RandomResources.All(RandomSource.Cryptographic));

    private static (string Id, PropertyMap State) Create(string type, PropertyMap inputs) => Provider().CreateAsync(type, inputs).GetAwaiter().GetResult();
}
