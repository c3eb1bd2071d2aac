using Coder.Infra.Settings;
using Coder.Infra.Tests.Generated;

namespace Coder.Infra.Tests.Settings;

public sealed class ChangesPageTests
{
    [Fact]
    public void The_page_of_changes_has_every_setting()
    {
        var rows = File.ReadLines(Path.Combine(GeneratedFile.Root, "docs", "changes.md")).Where(line => line.StartsWith("| `")).ToList();

        Assert.All(SettingsCatalog.All, setting => Assert.Contains(rows, row => row.Split('|')[1].Contains($"`{setting.Name}`") || row.Split('|')[1].Contains($"`{setting.Name}.")));
    }
}
