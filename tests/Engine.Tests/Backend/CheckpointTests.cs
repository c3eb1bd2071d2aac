using System.Text;
using System.Text.Json.Nodes;
using Coder.Infra.Engine.Backend.Checkpoints;
using Coder.Infra.Engine.Deployment.Model;
using Coder.Infra.Engine.Tests.Cli;
using Coder.Infra.Engine.Workspace.Secrets;
using Coder.Infra.Protocol.Properties;

namespace Coder.Infra.Engine.Tests.Backend;

public class CheckpointTests
{
    private const string Stack = "organization/coder-infra/dev";
    private static readonly Dictionary<string, PassphraseCipher> Ciphers = [];

    public static TheoryData<string> Checkpoints => [.. Directory.EnumerateFiles(Recordings.Path("state")).Select(path => Path.GetFileName(path)!).Where(name => !name.StartsWith("export", StringComparison.Ordinal)).Order()];

    private static SecretCoding Coding(SecretsProvider? provider)
    {
        if (provider is null)
            return SecretCoding.Sealed;
        lock (Ciphers)
        {
            if (!Ciphers.TryGetValue(provider.Salt!, out var cipher))
                Ciphers[provider.Salt!] = cipher = PassphraseCipher.Open(provider.Salt!, () => Recordings.Passphrase);
            return SecretCoding.With(cipher);
        }
    }

    private static Checkpoint Read(string json, Func<SecretsProvider?, SecretCoding>? coding = null) =>
        CheckpointJson.Read(Encoding.UTF8.GetBytes(json), coding ?? Coding);

    [Theory]
    [MemberData(nameof(Checkpoints))]
    public void A_recorded_checkpoint_is_written_back_to_the_letter(string name)
    {
        var text = Recordings.Text($"state/{name}");
        var checkpoint = Read(text);
        Assert.Equal(text, CheckpointJson.Write(checkpoint, Coding(checkpoint.Secrets)));
    }

    [Theory]
    [MemberData(nameof(Checkpoints))]
    public void Without_the_passphrase_a_recorded_checkpoint_is_written_back_to_the_letter_too(string name)
    {
        var text = Recordings.Text($"state/{name}");
        Assert.Equal(text, CheckpointJson.Write(Read(text, _ => SecretCoding.Sealed), SecretCoding.Sealed));
    }

    [Theory]
    [InlineData("export-random.json", "organization/random-ref/dev")]
    [InlineData("export-replace.json", Stack)]
    public void A_recorded_export_is_written_back_to_the_letter(string name, string stack)
    {
        var text = Recordings.Text($"state/{name}");
        var checkpoint = CheckpointJson.ReadExport(stack, Encoding.UTF8.GetBytes(text), Coding);
        Assert.Equal(text.TrimEnd('\n'), CheckpointJson.Export(checkpoint, Coding(checkpoint.Secrets)));
    }

    [Fact]
    public void Secrets_are_decrypted_and_shown_in_plain_text_only_where_asked_for()
    {
        var checkpoint = Read(Recordings.Text("state/up-create.json"));
        var stack = checkpoint.Snapshot.Resources.Single(state => state.Type == "pulumi:pulumi:Stack");
        Assert.Equal(new SecretValue("s3cr3t-token"), stack.Outputs["token"]);
        Assert.DoesNotContain("s3cr3t-token\\\"\"", CheckpointJson.Export(checkpoint, Coding(checkpoint.Secrets)));
        Assert.Contains("\"plaintext\": \"\\\"s3cr3t-token\\\"\"", CheckpointJson.Export(checkpoint, SecretCoding.Plain));
    }

    [Fact]
    public void A_changed_secret_gets_a_new_ciphertext_and_an_unchanged_one_keeps_its_own()
    {
        var checkpoint = Read(Recordings.Text("state/up-create.json"));
        var resources = checkpoint.Snapshot.Resources;
        var stack = resources[0] with { Outputs = resources[0].Outputs.Set("token", new SecretValue("another")) };
        var changed = checkpoint with { Snapshot = checkpoint.Snapshot with { Resources = resources.SetItem(0, stack) } };
        var (before, after) = (Ciphertexts(CheckpointJson.Write(checkpoint, Coding(checkpoint.Secrets))), Ciphertexts(CheckpointJson.Write(changed, Coding(checkpoint.Secrets))));
        Assert.Equal(before.Count, after.Count);
        Assert.Single(after.Except(before));
        Assert.Equal(new SecretValue("another"), Read(CheckpointJson.Write(changed, Coding(checkpoint.Secrets))).Snapshot.Resources[0].Outputs["token"]);
    }

    [Fact]
    public void The_pending_operation_of_a_killed_run_is_read()
    {
        var pending = Assert.Single(Read(Recordings.Text("state/killed-during-create.json")).Snapshot.PendingOperations);
        Assert.Equal(PendingOperationType.Creating, pending.Type);
        Assert.Equal("kubernetes:helm.sh/v3:Release", pending.Resource.Type);
    }

    [Fact]
    public void Fields_that_are_not_known_are_kept()
    {
        var json = JsonNode.Parse(Recordings.Text("state/up-create.json"))!;
        var latest = json["checkpoint"]!["latest"]!;
        latest["resources"]![1]!["aFieldOfTomorrow"] = new JsonObject { ["a"] = 1.50 };
        latest["metadata"]!["integrity_error"] = new JsonObject { ["version"] = "v9" };
        latest["another"] = "kept";
        json["checkpoint"]!["config"] = new JsonObject();
        var written = JsonNode.Parse(CheckpointJson.Write(Read(json.ToJsonString()), Coding(Read(json.ToJsonString()).Secrets)));
        Assert.True(JsonNode.DeepEquals(json, written), written!.ToJsonString());
    }

    [Fact]
    public void Properties_are_read_however_deep_they_are_nested()
    {
        var checkpoint = Read(Recordings.Text("state/up-create.json"));
        PropertyValue deep = "bottom";
        for (var i = 0; i < 200; i++)
            deep = new ArrayValue([PropertyMap.Of(("d", deep))]);
        var resources = checkpoint.Snapshot.Resources;
        var stack = resources[0] with { Outputs = PropertyMap.Of(("open", deep), ("hidden", deep.AsSecret())) };
        var text = CheckpointJson.Write(checkpoint with { Snapshot = checkpoint.Snapshot with { Resources = resources.SetItem(0, stack) } }, Coding(checkpoint.Secrets));
        Assert.Equal(stack.Outputs, Read(text).Snapshot.Resources[0].Outputs);
    }

    [Theory]
    [InlineData("""{"version":5,"checkpoint":{}}""", "schema version 5")]
    [InlineData("""{"version":4,"features":["refreshBeforeUpdate","views"],"checkpoint":{}}""", "views")]
    [InlineData("""{"version":2,"checkpoint":{}}""", "too old")]
    [InlineData("""{"version":3}""", "checkpoint")]
    [InlineData("""{"version":3,"checkpoint":{"stack":"organization/a/b","latest":{"resources":[{"type":"a:b:C"}]}}}""", "urn")]
    [InlineData("""{"version":3,"checkpoint":{"latest":{"resources":[{"urn":"urn:a","type":"a:b:C","custom":"yes"}]}}}""", "wrong type")]
    [InlineData("""{"version":3,"checkpoint":""", "not valid JSON")]
    [InlineData("", "not valid JSON")]
    public void What_cannot_be_read_says_why(string json, string reason) =>
        Assert.Contains(reason, Assert.Throws<CheckpointException>(() => Read(json)).Message);

    [Fact]
    public void A_feature_that_is_used_is_named_in_the_file()
    {
        var checkpoint = Read(Recordings.Text("state/destroy.json"));
        var state = new ResourceState { Urn = "urn:pulumi:dev::coder-infra::a:b:C::d", Type = "a:b:C", Custom = true, Id = "i", RefreshBeforeUpdate = true, HideDiff = ["a[0].b", "[\"x.y\"]"], Hooks = HookKinds.None.Add(HookKinds.BeforeDelete, ["h"]) };
        var text = CheckpointJson.Write(checkpoint with { Snapshot = checkpoint.Snapshot with { Resources = [state] } }, SecretCoding.Sealed);
        Assert.StartsWith("""{"version":4,"features":["hooks","refreshBeforeUpdate"],""", text, StringComparison.Ordinal);
        Assert.Contains("""["a",0,"b"],["x.y"]""", text);
        Assert.Contains(""" "resourceHooks":{"before-delete":["h"]} """.Trim(), text);
        var read = Read(text).Snapshot.Resources[0];
        Assert.Equal("h", Assert.Single(read.Hooks[HookKinds.BeforeDelete]));
        Assert.True(read.RefreshBeforeUpdate);
        Assert.Equal(state.HideDiff.ToArray(), read.HideDiff.ToArray());
    }

    private static List<string> Ciphertexts(string json) =>
        [.. System.Text.RegularExpressions.Regex.Matches(json, "\"ciphertext\":\"([^\"]+)\"").Select(match => match.Groups[1].Value)];
}
