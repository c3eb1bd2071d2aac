using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json;
using Coder.Infra.Engine.Workspace.Configuration;

namespace Coder.Infra.Engine.Workspace;

/// <summary>
/// The sandbox that a stack runs in, and all that the engine knows of sandboxes. A stack runs in one when its <c>kubeconfig</c>
/// setting (of any namespace) names a file in a folder <c>.sandbox</c>. The executable lies beside the engine's, is started where
/// a stack needs it, and writes its addresses into that folder.
/// </summary>
/// <param name="Folder">The sandbox's folder.</param>
/// <param name="Part">The part of it, <c>v2</c> for <c>.sandbox/v2/kubeconfig</c>; null for the sandbox's own kubeconfig.</param>
internal sealed record StackSandbox(string Folder, string? Part)
{
    /// <summary>Name of the folder, in a project's.</summary>
    public const string FolderName = ".sandbox";

    /// <summary>
    /// The passphrase of stacks that run in the sandbox, where none is set: it protects nothing but a sandbox, and lets the
    /// first <c>up</c> after a clone run without a question.
    /// </summary>
    public const string Passphrase = "sandbox";

    private const string Name = "Coder.Infra.Sandbox";

    /// <summary>The sandbox of a stack, or null for a stack on a real cluster.</summary>
    /// <param name="root">The project's folder, which a relative setting starts from.</param>
    /// <param name="settings">The stack's settings.</param>
    public static StackSandbox? Of(string root, StackSettings settings)
    {
        string? found = null;
        foreach (var path in settings.Config.Where(setting => setting.Key.Name == "kubeconfig").Select(setting => setting.Value).OfType<ConfigScalar>().Select(value => value.Text))
        {
            if (path.Length == 0 || path.Contains('\n', StringComparison.Ordinal))
                continue;
            var full = Path.GetFullPath(Path.Combine(root, path));
            for (var folder = Path.GetDirectoryName(full); folder is not null && found is null; folder = Path.GetDirectoryName(folder))
            {
                if (Path.GetFileName(folder) == FolderName)
                    found = folder;
            }

            if (found is not null && Path.GetDirectoryName(Path.GetRelativePath(found, full)) is { Length: > 0 } part && !part.StartsWith("..", StringComparison.Ordinal))
                return new StackSandbox(found, part);
        }

        return found is null ? null : new StackSandbox(found, null);
    }

    /// <summary>The executable: in the folder <c>PULUMIW_SANDBOX</c>, or beside the engine's.</summary>
    public static string Executable(IReadOnlyDictionary<string, string> environment)
    {
        var file = OperatingSystem.IsWindows() ? Name + ".exe" : Name;
        string?[] folders = [environment.GetValueOrDefault("PULUMIW_SANDBOX"), AppContext.BaseDirectory, BuiltInTree()];
        return folders.OfType<string>().Where(folder => folder.Length > 0).Select(folder => Path.Combine(folder, file)).FirstOrDefault(File.Exists)
            ?? throw new UserErrorException($"the sandbox's executable {file} was not found; run this through ./pulumiw, which builds it, or set PULUMIW_SANDBOX to its folder");
    }

    /// <summary>Starts it if it does not run, and waits until it is ready.</summary>
    public async Task StartAsync(IReadOnlyDictionary<string, string> environment, Action<string> say, CancellationToken cancellationToken)
    {
        if (IsRunning())
            return;
        say("Starting the sandbox...");
        var start = new ProcessStartInfo(Executable(environment), ["start", "--dir", Folder]) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        using var process = Process.Start(start) ?? throw new UserErrorException("the sandbox could not be started");
        process.StandardInput.Close();
        try
        {
            // The daemon that stays must not hold our pipes; it has its own log. So waiting for the end of output is safe.
            var (output, error) = (process.StandardOutput.ReadToEndAsync(cancellationToken), process.StandardError.ReadToEndAsync(cancellationToken));
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            if (process.ExitCode != 0)
                throw new UserErrorException($"the sandbox did not start (exit code {process.ExitCode}):\n{await output.ConfigureAwait(false)}{await error.ConfigureAwait(false)}".TrimEnd());
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    /// <summary>
    /// The environment variables that it offers: <c>environment</c> in <c>sandbox.json</c>, or those of the part
    /// (<c>environments.v2</c>).
    /// </summary>
    public ImmutableSortedDictionary<string, string> Offered()
    {
        var path = Path.Combine(Folder, "sandbox.json");
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            var offered = Part is null ? document.RootElement.GetProperty("environment") : document.RootElement.GetProperty("environments").GetProperty(Part);
            return offered.EnumerateObject().ToImmutableSortedDictionary(field => field.Name, field => field.Value.GetString() ?? "", StringComparer.Ordinal);
        }
        catch (Exception e) when (e is IOException or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new UserErrorException($"could not read the sandbox's addresses from {path}: {e.Message}; stop and start it again with: ./pulumiw sandbox stop && ./pulumiw sandbox start");
        }
    }

    private bool IsRunning()
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, "sandbox.json")));
            using var process = Process.GetProcessById(document.RootElement.GetProperty("pid").GetInt32());
            // A number may have been given to another process since; names are cut to 15 letters on Linux.
            return !process.HasExited && process.ProcessName.StartsWith(Name[..15], StringComparison.Ordinal);
        }
        catch (Exception e) when (e is IOException or JsonException or KeyNotFoundException or InvalidOperationException or ArgumentException or System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    /// <summary>Where <c>dotnet build</c> puts it in a checkout, for tests and for debugging the engine.</summary>
    private static string? BuiltInTree()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Coder.Infra.sln")))
            {
                return new[] { "Debug", "Release" }.Select(configuration => Path.Combine(folder.FullName, "embedded", "Sandbox", "bin", configuration, "net10.0"))
                    .FirstOrDefault(built => File.Exists(Path.Combine(built, Name)));
            }
        }

        return null;
    }
}
