using System.Diagnostics;

namespace Coder.Infra.Engine.Tests.Cli;

/// <summary><c>pulumiw</c> builds what a command needs, and only what has changed; the SDK is a script that notes what it is asked for.</summary>
public sealed class WrapperTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pulumiw-").FullName;

    public WrapperTests()
    {
        File.Copy(Path.Combine(Root(), "pulumiw"), Path.Combine(_folder, "pulumiw"));
        foreach (var source in new[] { "embedded/Engine", "embedded/Protocol", "embedded/Providers", "embedded/Helm", "embedded/Sandbox", "embedded/Pulumi", "embedded/Pulumi.Kubernetes", "embedded/Pulumi.Random", "embedded/Pulumi.Tls", "infra" })
            Write($"{source}/Source.cs", "");
        foreach (var shared in new[] { "Directory.Build.props", "Directory.Packages.props", "global.json" })
            Write(shared, "");
        Write("Pulumi.yaml", "name: probe\nruntime: dotnet\n");
        Executable("bin/dotnet", """
            #!/bin/sh
            printf '%s\n' "${2#"$ROOT"/}" >>"$ROOT/built"
            while [ "$1" != --output ]; do shift; done
            mkdir -p "$2"
            printf '#!/bin/sh\n' >"$2/Coder.Infra.Engine"
            chmod +x "$2/Coder.Infra.Engine"
            """);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Other_packages_build_the_program_again_and_nothing_that_does_not_use_them()
    {
        Assert.Equal(["embedded/Engine", "embedded/Sandbox", "infra"], await BuiltAsync("embedded"));
        Assert.Empty(await BuiltAsync("embedded"));
        Assert.Equal(["infra"], await BuiltAsync("official"));
        Assert.Empty(await BuiltAsync("official"));
        Write("embedded/Sandbox/Source.cs", "// changed");
        Assert.Equal(["embedded/Sandbox"], await BuiltAsync("official"));
    }

    /// <summary>The projects that <c>pulumiw up</c> builds.</summary>
    private async Task<string[]> BuiltAsync(string packages)
    {
        var built = Path.Combine(_folder, "built");
        File.Delete(built);
        var start = new ProcessStartInfo("sh", [Path.Combine(_folder, "pulumiw"), "up"])
        {
            WorkingDirectory = _folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["ROOT"] = _folder, ["PulumiPackages"] = packages, ["PULUMIW_ENGINE"] = "embedded", ["DOTNET_ROOT"] = _folder },
        };
        start.Environment["PATH"] = $"{Path.Combine(_folder, "bin")}:{start.Environment["PATH"]}";
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await output + await error);
        return File.Exists(built) ? await File.ReadAllLinesAsync(built) : [];
    }

    private void Write(string path, string text)
    {
        path = Path.Combine(_folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    private void Executable(string path, string text)
    {
        Write(path, text);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(Path.Combine(_folder, path), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "pulumiw")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests run outside of the repository.");
        return folder;
    }
}
