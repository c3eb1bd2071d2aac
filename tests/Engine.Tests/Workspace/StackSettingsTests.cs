using Coder.Infra.Engine.Workspace;
using Coder.Infra.Engine.Workspace.Configuration;
using Coder.Infra.Engine.Workspace.Yaml;
using CsCheck;

namespace Coder.Infra.Engine.Tests.Workspace;

public sealed class StackSettingsTests : IDisposable
{
    private const string Commented = """
        # Who reads this?
        encryptionsalt: v1:abc # the salt
        config:
          # the host
          p:host: a.example.com # where
          p:list:
            - one
            # in the middle
            - two

          # behind it
          aws:region: "us-west-2"
        # the end

        """;

    private readonly string _path = Path.Combine(Directory.CreateTempSubdirectory("engine-settings-").FullName, "Pulumi.dev.yaml");

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_path)!, recursive: true);

    [Fact]
    public void Settings_in_JSON_stay_JSON()
    {
        var path = Path.ChangeExtension(_path, ".json");
        File.WriteAllText(path, """{"encryptionsalt":"v1:abc","config":{"p:n":1,"p:text":"1","p:list":["a"],"p:secret":{"secure":"v1:x"}}}""");
        var settings = StackSettings.Load(path, "p");
        settings.Set(Key("text"), new ConfigScalar("true"));
        settings.Set(Key("more"), new ConfigScalar("new"));
        settings.Remove(Key("list"));
        settings.Save();
        Assert.Equal(
            """{"encryptionsalt":"v1:abc","config":{"p:more":"new","p:n":1,"p:secret":{"secure":"v1:x"},"p:text":"true"}}""",
            string.Concat(File.ReadAllText(path).Where(letter => !char.IsWhiteSpace(letter))));
        Assert.Equal(new ConfigScalar("true"), StackSettings.Load(path, "p").Config[Key("text")]);
    }

    [Fact]
    public void A_changed_value_keeps_comments_and_order()
    {
        Assert.Equal(
            Commented.Replace("a.example.com", "b.example.com", StringComparison.Ordinal),
            After(Commented, settings => settings.Set(Key("host"), new ConfigScalar("b.example.com"))));
        Assert.Equal(
            Commented.Replace("\"us-west-2\"", "eu", StringComparison.Ordinal),
            After(Commented, settings => settings.Set(new ConfigKey("aws", "region"), new ConfigScalar("eu"))));
    }

    [Fact]
    public void A_new_value_stands_at_the_end_of_the_settings() => Assert.Equal(
        Commented.Replace("# the end", "  p:token:\n    secure: v1:x:y\n# the end", StringComparison.Ordinal).Replace("\"us-west-2\"\n", "\"us-west-2\"\n", StringComparison.Ordinal),
        After(Commented, settings => settings.Set(Key("token"), new ConfigSecret("v1:x:y"))));

    [Fact]
    public void A_structured_value_is_replaced_with_its_lines_and_removed_with_them()
    {
        var set = After(Commented, settings => settings.Set(Key("list"), new ConfigArray([new ConfigScalar("3", ScalarKind.Number)])));
        Assert.Contains("  p:list:\n    - 3\n\n  # behind it\n", set);
        Assert.Contains("# where\n\n  # behind it\n", After(Commented, settings => settings.Remove(Key("list"))));
    }

    [Fact]
    public void The_salt_of_a_new_file_stands_first()
    {
        Assert.Equal("encryptionsalt: v1:s\nconfig:\n  p:a: b\n", After("", settings =>
        {
            settings.Set(Key("a"), new ConfigScalar("b"));
            settings.SetEncryptionSalt("v1:s");
        }));
        Assert.Equal("# about\nencryptionsalt: v1:s\nconfig:\n  p:a: b\n", After("# about\nconfig:\n  p:a: b\n", settings => settings.SetEncryptionSalt("v1:s")));
    }

    [Theory]
    [InlineData("config: {}\n", "config:\n  p:a: b\n")]
    [InlineData("config:\n", "config:\n  p:a: b\n")]
    [InlineData("config: {p:x: 1}\n", "config:\n  p:x: 1\n  p:a: b\n")]
    [InlineData("config:\n    p:x: |\n      text\n      more\n", "config:\n    p:x: |\n      text\n      more\n    p:a: b\n")]
    [InlineData("config:\n  p:x: 1", "config:\n  p:x: 1\n  p:a: b\n")]
    [InlineData("config:\n- 1\n", null)]
    public void However_the_settings_are_written_one_can_be_added(string before, string? after)
    {
        if (after is null)
            Assert.Contains("Pulumi.dev.yaml:2:1", Assert.Throws<UserErrorException>(() => After(before, _ => { })).Message);
        else
            Assert.Equal(after, After(before, settings => settings.Set(Key("a"), new ConfigScalar("b"))));
    }

    [Fact]
    public void The_last_setting_takes_the_section_with_it() =>
        Assert.Equal("encryptionsalt: x\n", After("encryptionsalt: x\nconfig:\n  p:a: b\n", settings => settings.Remove(Key("a"))));

    [Theory]
    [InlineData("config:\n  a:b:c:d: 1\n  e:f: 2\n", ":2:3", "a:b:c:d")]
    [InlineData("config: [\n", ":", "invalid YAML")]
    [InlineData("config:\n  a:b: 1\n  a:b: 2\n", "Pulumi.dev.yaml", "invalid YAML")]
    public void A_broken_file_is_told_with_its_place(string text, string place, string reason)
    {
        File.WriteAllText(_path, text);
        var error = Assert.Throws<UserErrorException>(() => StackSettings.Load(_path, "p"));
        Assert.Contains(place, error.Message);
        Assert.Contains(reason, error.Message);
    }

    [Fact]
    public void Every_text_is_read_back_as_it_was_written() => Gen.String.Sample(text =>
    {
        // A lone surrogate is no text, and a carriage return alone no line of YAML.
        if (text.Any(char.IsSurrogate) || text.Contains('\0'))
            return true;
        var yaml = new System.Text.StringBuilder("key:");
        YamlScalars.Write(yaml, new ConfigScalar(text), 2);
        var file = YamlFile.Parse("x", yaml.Append('\n').ToString());
        return YamlScalars.ToConfig(file["key"]!) is ConfigScalar { Kind: ScalarKind.Text } read && read.Text == text;
    });

    [Theory]
    [InlineData("8080")]
    [InlineData("true")]
    [InlineData("null")]
    [InlineData("~")]
    [InlineData("")]
    [InlineData("yes")]
    [InlineData("1e3")]
    [InlineData("0x1F")]
    [InlineData("2026-11-24")]
    [InlineData("- a")]
    [InlineData("a: b")]
    [InlineData("a #b")]
    [InlineData("line\nline")]
    [InlineData("line\n")]
    [InlineData(" padded ")]
    public void A_text_that_looks_like_something_else_stays_a_text(string text)
    {
        var yaml = new System.Text.StringBuilder("key:");
        YamlScalars.Write(yaml, new ConfigScalar(text), 2);
        Assert.Equal(new ConfigScalar(text), YamlScalars.ToConfig(YamlFile.Parse("x", yaml.Append('\n').ToString())["key"]!));
    }

    private static ConfigKey Key(string name) => new("p", name);

    private string After(string text, Action<StackSettings> change)
    {
        File.WriteAllText(_path, text);
        var settings = StackSettings.Load(_path, "p");
        change(settings);
        settings.Save();
        return File.ReadAllText(_path);
    }
}
