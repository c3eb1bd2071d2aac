using Coder.Infra.Settings;

namespace Coder.Infra.Tests.Generated;

/// <summary>A file of the repository, or a part of one, that is generated from code.</summary>
/// <param name="Path">From the repository's root.</param>
/// <param name="Generate">Makes the new text of the file's present text (empty where there is no file).</param>
internal sealed record GeneratedFile(string Path, Func<string, string> Generate)
{
    /// <summary>What brings the files up to date.</summary>
    public const string Command = "UPDATE_GENERATED=1 dotnet test tests/Infra.Tests --filter Generated";

    /// <summary>Every generated file.</summary>
    public static IReadOnlyList<GeneratedFile> All { get; } =
    [
        new("Pulumi.yaml", ProjectConfig.Into),
        new("examples/fleet/Pulumi.yaml", ProjectConfig.Into),
        new("docs/settings.md", _ => SettingsPage.Text()),
        new("infra/values.schema.json", _ => ValuesSchema.Text(ChartValues.WorkspaceProvider)),
        new("infra/values.proxy.schema.json", _ => ValuesSchema.Text(ChartValues.WorkspaceProxy)),
        new("infra/values.provisioner.schema.json", _ => ValuesSchema.Text(ChartValues.Provisioner)),
    ];

    /// <summary>The repository's root.</summary>
    public static string Root { get; } = Checkout.Root;

    public override string ToString() => Path;
}
