namespace Coder.Infra.Tests.Generated;

public sealed class GeneratedFilesTests
{
    public static TheoryData<string> Paths => [.. GeneratedFile.All.Select(file => file.Path)];

    [Theory]
    [MemberData(nameof(Paths))]
    public void A_generated_file_is_up_to_date(string path)
    {
        var file = GeneratedFile.All.Single(file => file.Path == path);
        var full = Path.Combine(GeneratedFile.Root, file.Path);
        var present = File.Exists(full) ? File.ReadAllText(full) : "";
        var wanted = file.Generate(present);
        if (Environment.GetEnvironmentVariable("UPDATE_GENERATED") is "1" && wanted != present)
            File.WriteAllText(full, present = wanted);

        Assert.True(wanted == present, $"{file.Path} is stale. Bring it up to date with: {GeneratedFile.Command}");
    }
}
