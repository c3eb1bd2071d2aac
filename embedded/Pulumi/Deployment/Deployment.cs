namespace Pulumi;

/// <summary>Runs a program against the engine that started this process, or against mocks.</summary>
public sealed partial class Deployment
{
    private static readonly AsyncLocal<DeploymentInstance?> Running = new();

    private Deployment(
        IMonitor monitor, ILogSink log, string organization, string project, string stack, bool isDryRun, Settings settings, string? rootDirectory = null)
    {
        Settings = settings;
        RootDirectory = string.IsNullOrEmpty(rootDirectory) ? "projectRoot" : rootDirectory;
        Monitor = monitor;
        OrganizationName = organization;
        ProjectName = project;
        StackName = stack;
        IsDryRun = isDryRun;
        Logger = new EngineLogger(log, Tasks);
    }

    /// <summary>The run that is under way.</summary>
    /// <exception cref="InvalidOperationException">None is: the code runs outside of <c>Deployment.RunAsync</c>.</exception>
    public static DeploymentInstance Instance => Running.Value ?? throw new InvalidOperationException(
        "No Pulumi run is under way here. Resources and settings can only be used inside of Deployment.RunAsync (or Deployment.TestAsync).");

    /// <summary>The run that is under way, or null.</summary>
    internal static Deployment? Current => Running.Value?.Internal;

    /// <inheritdoc cref="Instance"/>
    internal static Deployment Internal => Instance.Internal;

    internal IMonitor Monitor { get; }

    internal TaskTracker Tasks { get; } = new();

    internal EngineLogger Logger { get; }

    internal Settings Settings { get; }

    internal string OrganizationName { get; }

    internal string RootDirectory { get; }

    internal string ProjectName { get; }

    internal string StackName { get; }

    internal bool IsDryRun { get; }

    /// <summary>The root of the resources; null until it is made.</summary>
    internal Stack? Stack { get; set; }
}
