using System.Collections.Immutable;
using Coder.Infra.Engine.Deployment;
using Coder.Infra.Engine.Deployment.Events;
using Coder.Infra.Engine.Deployment.Model;
using Coder.Infra.Engine.Display;
using Coder.Infra.Protocol.Properties;

namespace Coder.Infra.Engine.Tests.Deployment;

/// <summary>A stack from its first update on: a provider, the state as it is, and the operations on it.</summary>
internal sealed class Lifecycle
{
    public LambdaProvider Provider { get; } = new();

    public Snapshot Snapshot { get; set; } = Snapshot.Empty;

    public List<EngineEvent> Events { get; } = [];

    public MemoryJournal Journal { get; private set; } = new();

    public ImmutableSortedDictionary<string, string> Config { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    public ImmutableHashSet<string> SecretKeys { get; init; } = [];

    public Task<DeploymentResult> UpAsync(Func<Registrar, Task> program, DeploymentOptions? options = null) =>
        RunAsync(OperationKind.Update, program, options);

    public Task<DeploymentResult> PreviewAsync(Func<Registrar, Task> program, DeploymentOptions? options = null) =>
        RunAsync(OperationKind.Preview, program, options);

    public Task<DeploymentResult> DestroyAsync(DeploymentOptions? options = null) => RunAsync(OperationKind.Destroy, _ => Task.CompletedTask, options);

    public Task<DeploymentResult> RefreshAsync(DeploymentOptions? options = null) => RunAsync(OperationKind.Refresh, _ => Task.CompletedTask, options);

    public async Task<DeploymentResult> RunAsync(
        OperationKind kind, Func<Registrar, Task> program, DeploymentOptions? options = null, CancellationToken cancel = default)
    {
        Events.Clear();
        Provider.Calls.Clear();
        Journal = new MemoryJournal { Watch = () => Provider.World.ToDictionary() };
        var target = new DeploymentTarget
        {
            Project = "proj",
            Stack = "dev",
            RootDirectory = Path.GetTempPath(),
            Config = Config,
            SecretKeys = SecretKeys,
            SecretTexts = [.. SecretKeys.Select(key => Config[key])],
            Snapshot = Snapshot,
        };
        var result = await DeploymentRun.RunAsync(
            kind, target, options ?? new DeploymentOptions { Parallel = 4 }, new LambdaProgram(program), new LambdaHost(Provider), Journal, new Sink(Events),
            TimeProvider.System, cancel, CancellationToken.None);
        SnapshotRules.AssertValid(result.Snapshot);
        Snapshot = result.Snapshot;
        return result;
    }

    /// <summary>The errors that were reported.</summary>
    public IEnumerable<string> Errors => Events.OfType<DiagnosticEvent>().Where(got => got.Severity == DiagnosticSeverity.Error).Select(got => got.Message);

    /// <summary>The state of a resource by its name.</summary>
    public ResourceState this[string name] => Snapshot.Resources.Single(state => state.Urn.EndsWith("::" + name, StringComparison.Ordinal) && !state.Delete);

    public bool Has(string name) => Snapshot.Resources.Any(state => state.Urn.EndsWith("::" + name, StringComparison.Ordinal));

    public static string Urn(string name) => $"urn:pulumi:dev::proj::test:index:Thing::{name}";

    private sealed class Sink(List<EngineEvent> events) : IEventSink
    {
        public void Emit(EngineEvent engineEvent) => events.Add(engineEvent);
    }
}

/// <summary>A journal in memory.</summary>
internal sealed class MemoryJournal : IJournal
{
    private readonly Lock _gate = new();

    public List<JournalEntry> Entries { get; } = [];

    /// <summary>Looks at the world before each entry is written.</summary>
    public Func<Dictionary<string, PropertyMap>> Watch { get; init; } = () => [];

    /// <summary>The world as it was just before the entry of each index was written.</summary>
    public List<Dictionary<string, PropertyMap>> Worlds { get; } = [];

    public ValueTask AppendAsync(JournalEntry entry, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            Assert.Equal(Entries.Count + 1, entry.Sequence);
            Worlds.Add(Watch());
            Entries.Add(entry);
        }

        return ValueTask.CompletedTask;
    }
}

/// <summary>What holds for every snapshot.</summary>
internal static class SnapshotRules
{
    public static void AssertValid(Snapshot snapshot)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var live = new HashSet<string>(StringComparer.Ordinal);
        foreach (var state in snapshot.Resources)
        {
            Assert.True(state.Delete || live.Add(state.Urn), $"{state.Urn} stands twice");
            var needs = state.Dependencies.Concat(state.PropertyDependencies.Values.SelectMany(urns => urns));
            if (state.Parent.Length > 0)
                needs = needs.Append(state.Parent);
            if (state.Provider.Length > 0)
                needs = needs.Append(state.Provider[..state.Provider.LastIndexOf("::", StringComparison.Ordinal)]);
            foreach (var need in needs)
                Assert.True(seen.Contains(need), $"{state.Urn} comes before {need}");
            seen.Add(state.Urn);
        }
    }
}
