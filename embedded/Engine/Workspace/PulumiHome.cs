using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Coder.Infra.Engine.Workspace;

/// <summary>Pulumi's own folder (<c>PULUMI_HOME</c>, <c>~/.pulumi</c>): which stack is selected in which project.</summary>
internal sealed class PulumiHome(string directory)
{
    /// <summary>The folder.</summary>
    public string Directory { get; } = directory;

    /// <summary>The folder the environment names.</summary>
    public static PulumiHome FromEnvironment(IReadOnlyDictionary<string, string> environment) =>
        new(environment.GetValueOrDefault("PULUMI_HOME") is { Length: > 0 } home
            ? Path.GetFullPath(home)
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".pulumi"));

    /// <summary>The stack selected for a project, as it was written; null if none is.</summary>
    public string? SelectedStack(Project project)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(SelectionFile(project)));
            return document.RootElement.TryGetProperty("stack", out var stack) && stack.GetString() is { Length: > 0 } name ? name : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            // Which stack is selected is a convenience: unreadable is unselected.
            return null;
        }
    }

    /// <summary>Selects a stack, or none.</summary>
    public void Select(Project project, string? stack)
    {
        var path = SelectionFile(project);
        if (stack is null)
        {
            if (File.Exists(path))
                File.Delete(path);
            return;
        }

        var json = new GoJsonWriter("    ");
        json.BeginObject();
        json.Name("stack").String(stack);
        json.EndObject();
        AtomicFile.Write(path, json.ToString());
    }

    /// <summary><c>workspaces/PROJECT-SHA1(path of Pulumi.yaml)-workspace.json</c>, where the official CLI keeps it.</summary>
    private string SelectionFile(Project project)
    {
#pragma warning disable CA5350 // a file's name, not a protection
        var hash = Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(project.Path)));
#pragma warning restore CA5350
        return Path.Combine(Directory, "workspaces", $"{project.Name}-{hash}-workspace.json");
    }
}
