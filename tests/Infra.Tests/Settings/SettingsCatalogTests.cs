using Coder.Infra.Settings;
using Coder.Infra.Tests.Stack;

namespace Coder.Infra.Tests.Settings;

public sealed class SettingsCatalogTests
{
    public static TheoryData<string> Settings => [.. All().Select(setting => setting.Name).Distinct()];

    [Theory]
    [MemberData(nameof(Settings))]
    public void Every_setting_says_what_it_means_and_what_serves_when_it_is_unset(string name)
    {
        Assert.All(All().Where(setting => setting.Name == name), setting =>
        {
            Assert.NotEmpty(setting.Description);
            Assert.False(setting.Description.EndsWith('.'));
            Assert.True(setting.Required || setting.Default is not null || setting.Otherwise is not null || setting.Parts.Length > 0 || name == "values", "What serves when it is unset?");
            Assert.False(setting.Secret && setting.Default is not null, "A default in the repository is no secret.");
            Assert.True(setting.Values.Length == 0 || setting.Default is null || setting.Values.Contains(setting.Default));
        });
    }

    [Fact]
    public void Names_are_unique()
    {
        Assert.Equal(SettingsCatalog.All.Length, SettingsCatalog.All.Select(setting => setting.Name).Distinct().Count());
    }

    public static TheoryData<string> Parts => [.. SettingsCatalog.All.SelectMany(setting => setting.Parts.Select(part => $"{setting.Name}.{part.Name}"))];

    [Fact]
    public void The_reader_asks_for_the_settings_that_are_listed_and_no_others()
    {
        var asked = new HashSet<string>();
        SettingsReader.Read(
            name =>
            {
                asked.Add(name);
                // The context is one of a kubeconfig.
                return name == "kubeconfig" ? StackRun.Kubeconfig : null;
            },
            _ => null, out _);

        Assert.Equal(SettingsCatalog.All.Select(setting => setting.Name).Order(), asked.Order());
    }

    [Theory]
    [MemberData(nameof(Parts))]
    public void A_part_that_is_listed_is_read(string path)
    {
        var (name, part) = (path.Split('.')[0], path.Split('.')[1]);

        // The name server's parts are read where there is a server.
        var others = name == "dns" && part != "server" ? "\"server\":\"ns.example.com\"," : "";

        var kind = SettingsCatalog.Find(name)!.Parts.Single(listed => listed.Name == part).Kinds.First(kind => SettingsCatalog.Find(name)!.Kinds.Contains(kind));
        SettingsReader.Read(setting => setting == "kind" ? kind.Name : setting == name ? $$$"""{{{{others}}}"{{{part}}}":["not","of its type"]}""" : null, _ => null, out var problems);

        Assert.Contains(problems, problem => problem.StartsWith($"coder-infra:{path} "));
        Assert.DoesNotContain(problems, problem => problem.StartsWith($"coder-infra:{path} is not a setting"));
    }

    [Fact]
    public void A_misspelt_setting_is_reported()
    {
        SettingsReader.Read(
            _ => null, name => name == "PULUMI_CONFIG" ? """{"coder-infra:hostnam":"eu.coder.example.com","kubernetes:context":"x","coder-infra:hostname":"y"}""" : null, out var problems);

        Assert.Contains("coder-infra:hostnam is not a setting; docs/settings.md lists them. Remove it with: pulumi config rm hostnam", problems);
        Assert.DoesNotContain(problems, problem => problem.Contains("kubernetes:context") || problem.Contains("coder-infra:hostname is not a setting"));
    }

    [Fact]
    public void An_empty_text_counts_as_unset()
    {
        SettingsReader.Read(_ => "", _ => null, out var problems);

        Assert.Contains(problems, problem => problem.StartsWith("coder-infra:hostname is not set."));
    }

    private static IEnumerable<Setting> All() => SettingsCatalog.All.SelectMany(setting => setting.Parts.Prepend(setting));
}
