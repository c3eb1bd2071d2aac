using System.Collections.Immutable;
using System.Security.Cryptography;
using Coder.Infra.Engine.Deployment.Model;
using Coder.Infra.Engine.Deployment.Plans;
using Coder.Infra.Protocol.Properties;

namespace Coder.Infra.Engine.Deployment;

/// <summary>Choices of a run, as the flags of the command line give them.</summary>
public sealed record DeploymentOptions
{
    /// <summary>Steps that run at once; 1 gives a fixed order.</summary>
    public int Parallel { get; init; } = 16;

    /// <summary>For refresh and destroy: whether nothing is changed, only shown.</summary>
    public bool DryRun { get; init; }

    /// <summary>Read every resource first (<c>--refresh</c>).</summary>
    public bool Refresh { get; init; }

    /// <summary>After a failed step, go on with what does not depend on it.</summary>
    public bool ContinueOnError { get; init; }

    /// <summary>URNs (with <c>*</c> and <c>**</c>) the run is limited to; empty for all.</summary>
    public ImmutableArray<string> Targets { get; init; } = [];

    /// <summary>URNs left out.</summary>
    public ImmutableArray<string> Excludes { get; init; } = [];

    /// <summary>Whether what depends on a target belongs to it.</summary>
    public bool TargetDependents { get; init; }

    /// <summary>URNs that must be replaced.</summary>
    public ImmutableArray<string> Replaces { get; init; } = [];

    /// <summary>Resources to import, with <see cref="OperationKind.Import"/>.</summary>
    public ImmutableArray<ImportRequest> Imports { get; init; } = [];

    /// <summary>Whether what depends on an excluded resource is left out with it.</summary>
    public bool ExcludeDependents { get; init; }

    /// <summary>A plan the run must keep to (<c>--plan</c>); null for none.</summary>
    public UpdatePlan? Plan { get; init; }

    /// <summary>
    /// For refresh and destroy: whether the program is run too (<c>--run-program</c>). For an update that refreshes: whether it
    /// reads each resource through the provider as the program configures it.
    /// </summary>
    public bool RunProgram { get; init; }

    /// <summary>Where ids and the seeds for names come from: so many random bytes.</summary>
    public Func<int, byte[]> RandomBytes { get; init; } = RandomNumberGenerator.GetBytes;
}

/// <summary>A resource to import; its parent is a URN, or <see cref="Key"/> of a request before it.</summary>
public sealed record ImportRequest(string Type, string Name, string Id, string Parent = "", string Provider = "", string Version = "", bool Protect = true)
{
    /// <summary>What other requests call it.</summary>
    public string Key { get; init; } = Name;

    /// <summary>A component: it has no id, and nothing is read of it.</summary>
    public bool Component { get; init; }

    /// <summary>A component that its provider makes.</summary>
    public bool Remote { get; init; }

    /// <summary>The properties to take as inputs; empty for those that the provider tells.</summary>
    public ImmutableArray<string> Properties { get; init; } = [];

    /// <summary>Where the provider's plugin comes from; empty for Pulumi's own place.</summary>
    public string DownloadUrl { get; init; } = "";
}

/// <summary>The program and stack a run is about.</summary>
public sealed record DeploymentTarget
{
    /// <summary>Organization; <c>organization</c> on a file backend.</summary>
    public string Organization { get; init; } = "organization";

    /// <summary>Project name.</summary>
    public required string Project { get; init; }

    /// <summary>Stack name without organization and project.</summary>
    public required string Stack { get; init; }

    /// <summary>Folder of <c>Pulumi.yaml</c>.</summary>
    public required string RootDirectory { get; init; }

    /// <summary>Folder of the program, where <c>main</c> names another than the project's: what relative paths in it start from.</summary>
    public string? ProgramDirectory { get; init; }

    /// <summary>Configuration, decrypted: <c>namespace:key</c> → text (JSON for objects).</summary>
    public required ImmutableSortedDictionary<string, string> Config { get; init; }

    /// <summary>Keys of <see cref="Config"/> whose values are, or hold, secrets.</summary>
    public required ImmutableHashSet<string> SecretKeys { get; init; }

    /// <summary>The plaintexts of all secret settings, those within lists and objects too: no event shows them.</summary>
    public required ImmutableArray<string> SecretTexts { get; init; }

    /// <summary>The state the run begins with.</summary>
    public required Snapshot Snapshot { get; init; }

    /// <summary>Reads the outputs of another stack for a stack reference; null where there is no such stack. Null: there are none.</summary>
    public Func<string, CancellationToken, Task<PropertyMap?>>? StackOutputs { get; init; }

    /// <summary>Environment variables for the program and plugins, beside the inherited ones.</summary>
    public ImmutableSortedDictionary<string, string> Environment { get; init; } = ImmutableSortedDictionary<string, string>.Empty;
}

/// <summary>Starts the program of a project and waits until it ends.</summary>
public interface IProgramRunner
{
    /// <summary>Builds what must be built and runs the program against the monitor. Output lines go to <paramref name="output"/>.</summary>
    /// <returns>Null when it ended well, else the error to report; an empty text when the program has reported it itself.</returns>
    Task<string?> RunAsync(ProgramRun run, Action<string, bool> output, CancellationToken cancellationToken);
}

/// <summary>What a program gets when it starts.</summary>
public sealed record ProgramRun(DeploymentTarget Target, string MonitorAddress, string EngineAddress, bool DryRun, int Parallel);

/// <summary>How a run ended.</summary>
/// <param name="Snapshot">The state after it.</param>
/// <param name="Failed">Whether a step or the program failed, or the run was cancelled.</param>
/// <param name="Changes">Resources by operation.</param>
/// <param name="Plan">What was done, or in a preview would be.</param>
public sealed record DeploymentResult(
    Snapshot Snapshot,
    bool Failed,
    ImmutableSortedDictionary<StepOp, int> Changes,
    UpdatePlan Plan);
