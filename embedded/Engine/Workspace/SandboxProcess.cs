using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json;

namespace Coder.Infra.Engine.Workspace;

/// <summary>The sandbox's executable: found beside the engine, started where a stack needs it, asked for its addresses.</summary>
internal static class SandboxProcess
{
    private const string Name = "Coder.Infra.Sandbox";

    /// <summary>The executable: in the folder <c>PULUMIW_SANDBOX</c>, or beside the engine's.</summary>
    public static string Executable(IReadOnlyDictionary<string, string> environment)
    {
        var file = OperatingSystem.IsWindows() ? Name + ".exe" : Name;
        string?[] folders = [environment.GetValueOrDefault("PULUMIW_SANDBOX"), AppContext.BaseDirectory, BuiltInTree()];
        return folders.OfType<string>().Where(folder => folder.Length > 0).Select(folder => Path.Combine(folder, file)).FirstOrDefault(File.Exists)
            ?? throw new UserErrorException($"the sandbox's executable {file} was not found; run this through ./pulumiw, which builds it, or set PULUMIW_SANDBOX to its folder");
    }

    /// <summary>Starts the sandbox of a folder where it does not run, and waits until it is ready.</summary>
    public static async Task StartAsync(string folder, IReadOnlyDictionary<string, string> environment, Action<string> say, CancellationToken cancellationToken)
    {
        if (IsRunning(folder))
            return;
        say("Starting the sandbox...");
        var start = new ProcessStartInfo(Executable(environment), ["start", "--dir", folder]) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
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
    /// The environment variables that the sandbox of a folder offers: <c>environment</c> in <c>sandbox.json</c>, or those of a
    /// part of it (<c>environments.v2</c>).
    /// </summary>
    public static ImmutableSortedDictionary<string, string> Offered(string folder, string? part)
    {
        var path = Path.Combine(folder, "sandbox.json");
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            var offered = part is null ? document.RootElement.GetProperty("environment") : document.RootElement.GetProperty("environments").GetProperty(part);
            return offered.EnumerateObject().ToImmutableSortedDictionary(field => field.Name, field => field.Value.GetString() ?? "", StringComparer.Ordinal);
        }
        catch (Exception e) when (e is IOException or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new UserErrorException($"could not read the sandbox's addresses from {path}: {e.Message}; stop and start it again with: ./pulumiw sandbox stop && ./pulumiw sandbox start");
        }
    }

    private static bool IsRunning(string folder)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "sandbox.json")));
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
