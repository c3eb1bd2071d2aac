using Coder.Infra.Engine.Tests.Cli;

namespace Coder.Infra.Engine.Tests.Workspace;

/// <summary>A .NET program that nobody has built.</summary>
public sealed class DotnetProgramTests : IDisposable
{
    private readonly CommandLineFixture _cli = new("name: built\nruntime: dotnet\nmain: program\n");

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task A_program_on_the_embedded_packages_is_built_and_run_and_built_again_when_it_changed()
    {
        // The packages lie beside the tests; nothing is restored from a feed.
        Directory.CreateDirectory(_cli.Path("program"));
        File.WriteAllText(_cli.Path("program/Directory.Build.props"), "<Project />");
        File.WriteAllText(_cli.Path("program/program.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
              </PropertyGroup>
              <ItemGroup>
                <FrameworkReference Include="Microsoft.AspNetCore.App" />
                <Reference Include="{AppContext.BaseDirectory}/Pulumi*.dll;{AppContext.BaseDirectory}/Coder.Infra.Protocol.dll;{AppContext.BaseDirectory}/Grpc.*.dll;{AppContext.BaseDirectory}/Google.Protobuf.dll" />
              </ItemGroup>
            </Project>
            """);
        Write("one");
        await _cli.OkAsync("stack", "init", "dev");
        await _cli.OkAsync("up", "--yes", "--skip-preview");
        Assert.Equal("one\n", await _cli.OkAsync("stack", "output", "said"));
        Write("two");
        await _cli.OkAsync("up", "--yes", "--skip-preview");
        Assert.Equal("two\n", await _cli.OkAsync("stack", "output", "said"));

        File.WriteAllText(_cli.Path("program/Program.cs"), "this is no program");
        Assert.Contains("error CS", (await _cli.RunAsync("preview")).Output);
    }

    private void Write(string output) => File.WriteAllText(
        _cli.Path("program/Program.cs"),
        $$"""return await Pulumi.Deployment.RunAsync(() => new Dictionary<string, object?> { ["said"] = "{{output}}" });""");
}
