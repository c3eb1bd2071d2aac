using Coder.Infra.Engine.Workspace;
using Coder.Infra.Engine.Workspace.Configuration;

namespace Coder.Infra.Engine.Tests.Workspace;

public sealed class ProjectLoaderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("engine-project-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Everything_a_project_says_is_read()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "src"));
        File.WriteAllText(Path.Combine(_folder, "src", "main.js"), "");
        var project = Load("""
            name: p
            description: d
            main: src/main.js
            runtime:
              name: nodejs
              options: {typescript: false, nodeargs: --trace}
            backend: {url: "file://~"}
            options: {refresh: always}
            stackConfigDir: stacks
            plugins:
              providers:
                - {name: mine, path: ./bin}
            config:
              plain: {type: string, default: x}
              needed: {type: integer}
              hidden: {type: string, secret: true}
              aws:region: us-west-2
              aws:profile: {value: me}
            """);
        Assert.Equal(("p", "nodejs", "d", "file://~"), (project.Name, project.Runtime, project.Description, project.BackendUrl));
        Assert.Equal("false", project.RuntimeOptions["typescript"]);
        Assert.Equal((Path.Combine(_folder, "src"), "main.js"), project.Program());
        Assert.True(project.AlwaysRefresh);
        Assert.Equal("./bin", project.ProviderPaths["mine"]);
        Assert.Equal(Path.Combine(_folder, "stacks", "Pulumi.dev.yaml"), project.StackFile("dev"));
        Assert.Equal(["aws:profile", "aws:region", "p:hidden", "p:needed", "p:plain"], project.Config.Select(declared => declared.Key.ToString()).Order());
        Assert.Equal(["p:hidden", "p:needed"], project.Config.Where(declared => declared.Default is null).Select(declared => declared.Key.ToString()).Order());
        Assert.Equal(new ConfigScalar("me"), project.Config.Single(declared => declared.Key.Name == "profile").Default);
    }

    [Fact]
    public void A_package_whose_source_is_a_folder_says_where_its_plugin_is()
    {
        var project = Load("""
            name: p
            runtime: nodejs
            packages:
              near: ./near
              above: {source: ../above}
              far: {source: terraform-provider, version: 1.0.0, parameters: [hashicorp/random]}
              named: ./not-this
            plugins:
              providers:
                - {name: named, path: ./this}
            """);
        Assert.Equal(["above=../above", "named=./this", "near=./near"], project.ProviderPaths.Select(item => $"{item.Key}={item.Value}"));
    }

    [Fact]
    public void All_problems_are_told_at_once_with_their_lines()
    {
        var message = Assert.Throws<UserErrorException>(() => Load("""
            name: "no spaces allowed"
            runtime: [dotnet]
            main: {a: b}
            plugins: {providers: [{path: x}]}
            """)).Message;
        foreach (var part in new[] { "Pulumi.yaml:1:7", "Pulumi.yaml:2:10", "Pulumi.yaml:3:7", "needs a name" })
            Assert.Contains(part, message);
    }

    [Theory]
    [InlineData("runtime: dotnet\n", "missing a 'name'")]
    [InlineData("name: p\n", "missing a 'runtime'")]
    [InlineData("", "missing a 'name'")]
    [InlineData("name: p\nruntime: dotnet\n\tmain: x\n", "invalid YAML")]
    [InlineData("- a\n", "expected a mapping")]
    [InlineData("name: p\nruntime: dotnet\nconfig:\n  a: {type: text}\n", "\"text\" is not a type")]
    public void A_broken_project_says_what_is_wrong(string text, string reason) =>
        Assert.Contains(reason, Assert.Throws<UserErrorException>(() => Load(text)).Message);

    [Fact]
    public void The_nearest_project_above_is_found()
    {
        var inner = Directory.CreateDirectory(Path.Combine(_folder, "a", "b")).FullName;
        File.WriteAllText(Path.Combine(_folder, "Pulumi.yaml"), "name: p\nruntime: dotnet\n");
        Assert.Equal("p", ProjectLoader.Load(inner).Name);
    }

    private Project Load(string text)
    {
        var path = Path.Combine(_folder, "Pulumi.yaml");
        File.WriteAllText(path, text);
        return ProjectLoader.Read(path);
    }
}
