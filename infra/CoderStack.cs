using Coder.Infra.Checks;
using Coder.Infra.Settings;
using Pulumi;

namespace Coder.Infra;

/// <summary>The program of a stack: reads the settings, looks around, and declares what the stack provisions.</summary>
internal static class CoderStack
{
    /// <summary>Runs it.</summary>
    /// <returns>The stack's outputs.</returns>
    /// <exception cref="RunException">Every problem with the settings and with what was found, a line each. Nothing has been declared then.</exception>
    public static async Task<IDictionary<string, object?>> RunAsync()
    {
        Func<string, string?> config = new Config("coder-infra").Get;
        var (kind, misfit) = await KindDetection.FindAsync(config, Environment.GetEnvironmentVariable, TimeProvider.System, CancellationToken.None);
        if (misfit is not null)
            throw new RunException(misfit);
        SettingsReader.Read(config, Environment.GetEnvironmentVariable, out var problems, out var settings, kind);
        if (settings is null)
            throw new RunException(string.Join('\n', problems));

        // It lives as long as the program: outputs ask it after this method has returned.
        var surroundings = Around(settings, TimeProvider.System);
        var found = await surroundings.LookAsync(CancellationToken.None);
        return await DeclareAsync(settings, problems, surroundings, found);
    }

    /// <summary>What is around a stack.</summary>
    internal static Surroundings Around(StackSettings settings, TimeProvider time) =>
        settings.Kind == StackKind.WorkspaceProxy ? WorkspaceProxy.Around(settings, time)
        : settings.Kind == StackKind.Provisioner ? Provisioner.Around(settings, time)
        : WorkspaceProvider.Around(settings, time);

    /// <summary>Declares the stack where nothing is wrong.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="problems">What is wrong with them.</param>
    /// <param name="surroundings">What is around the stack.</param>
    /// <param name="found">What was found there.</param>
    /// <exception cref="RunException">Something is wrong: every problem, a line each.</exception>
    internal static async Task<IDictionary<string, object?>> DeclareAsync(StackSettings settings, IReadOnlyList<string> problems, Surroundings surroundings, Findings found)
    {
        if (problems.Count > 0 || found.Problems.Count > 0)
            throw new RunException(string.Join('\n', [.. problems, .. found.Problems, .. found.Hints]));
        foreach (var warning in settings.Warnings.Concat(found.Warnings))
            Log.Warn(warning);
        Log.Info(found.Summary(settings));
        return settings.Kind == StackKind.WorkspaceProxy ? await WorkspaceProxy.DeclareAsync(settings, surroundings, found)
            : settings.Kind == StackKind.Provisioner ? await Provisioner.DeclareAsync(settings, surroundings, found)
            : await WorkspaceProvider.DeclareAsync(settings, surroundings, found);
    }
}
