using Coder.Infra.Engine.Deployment;
using Coder.Infra.Engine.Deployment.Model;
using Coder.Infra.Protocol.Properties;
using CsCheck;
using Grpc.Core;

namespace Coder.Infra.Engine.Tests.Deployment;

/// <summary>
/// The property of the engine: whatever programs are run, whatever fails and wherever a run is killed, the snapshot stays valid,
/// and running the last program again, without failures, comes to what it describes. CsCheck prints the seed of a
/// counterexample; CsCheck_Seed=… runs it again.
/// </summary>
public sealed class ConvergenceTests
{
    private const int MaxResources = 6;

    /// <summary>How many histories are tried: 300, or what ENGINE_CONVERGENCE_RUNS says (10,000 each night).</summary>
    private static int Runs => int.TryParse(Environment.GetEnvironmentVariable("ENGINE_CONVERGENCE_RUNS"), out var runs) ? runs : 300;

    private static readonly Gen<Thing> GenThing =
        from index in Gen.Int[0, MaxResources - 1]
        from key in Gen.Int[0, 1]
        from value in Gen.Int[0, 2]
        from dbr in Gen.Bool
        from needs in Gen.Int[0, 63]
        from component in Gen.Int[0, 4]
        select new Thing(index, key, value, dbr, needs, component == 0);

    private static readonly Gen<Run> GenRun =
        from things in GenThing.Array[0, MaxResources]
        from fails in Gen.Int[0, 6]
        from operation in Gen.Int[0, 9]
        from kill in Gen.Int[0, 40]
        select new Run([.. things.DistinctBy(thing => thing.Index).OrderBy(thing => thing.Index)], fails, operation, kill);

    [Fact]
    public void Whatever_happens_the_snapshot_stays_valid_and_running_again_converges() =>
        GenRun.Array[1, 4].Sample(history => PlayAsync(history).GetAwaiter().GetResult(), iter: Runs, threads: 2, print: history => string.Join("\n", history.Select(run => run.ToString())));

    private static async Task PlayAsync(Run[] history)
    {
        var stack = new Lifecycle();
        var world = new World(stack);
        foreach (var run in history)
        {
            var before = stack.Snapshot;
            world.FailAfter = run.FailAfter == 0 ? null : run.FailAfter;
            var kind = run.Operation switch
            {
                0 => OperationKind.Destroy,
                1 => OperationKind.Refresh,
                _ => OperationKind.Update,
            };
            await stack.RunAsync(kind, run.ProgramAsync, new DeploymentOptions { Parallel = 3, ContinueOnError = run.Operation == 2 });
            var entries = stack.Journal.Entries;
            for (var length = 0; length <= entries.Count; length++)
                SnapshotRules.AssertValid(SnapshotFold.Fold(before, entries.Take(length)));
            if (run.Kill < entries.Count)
                Kill(stack, before, run.Kill);
        }

        world.FailAfter = null;
        var last = history[^1];
        var result = await stack.UpAsync(last.ProgramAsync);
        Assert.False(result.Failed, string.Join('\n', stack.Errors));
        var again = await stack.UpAsync(last.ProgramAsync);
        Assert.All(again.Changes.Keys, op => Assert.Equal(StepOp.Same, op));
        Assert.DoesNotContain(stack.Snapshot.Resources, state => state.Delete || state.PendingReplacement);
        foreach (var thing in last.Things.Where(thing => !thing.Component))
            Assert.Equal<PropertyValue?>(thing.Value, stack.Provider.World[stack[thing.Name].Id].Get("value"));

        // What the state holds exists; only a create that was killed and is wanted no more may have left something behind.
        var ids = stack.Snapshot.Resources.Where(state => state.Type == "test:index:Thing").Select(state => state.Id).ToHashSet();
        Assert.All(ids, id => Assert.True(stack.Provider.World.ContainsKey(id), $"{id} is in the state and not in the world"));
        var unknown = stack.Snapshot.PendingOperations.Select(operation => operation.Resource.Urn.Split("::")[^1]).ToHashSet();
        foreach (var id in stack.Provider.World.Keys.Where(id => !ids.Contains(id)))
            Assert.True(unknown.Contains(id.Split('/')[0]) || history.Any(run => run.Kill < 40), $"{id} was left behind");
    }

    /// <summary>
    /// The run was killed when so many entries were on disk: what had begun by then had happened in the world or not, nothing
    /// else had.
    /// </summary>
    private static void Kill(Lifecycle stack, Snapshot before, int written)
    {
        stack.Snapshot = SnapshotFold.Fold(before, stack.Journal.Entries.Take(written));
        var world = stack.Journal.Worlds[written % 2 == 0 ? written : written - 1];
        stack.Provider.World.Clear();
        foreach (var (id, inputs) in world)
            stack.Provider.World[id] = inputs;
    }

    private sealed record Thing(int Index, int Key, double Value, bool Dbr, int Needs, bool Component)
    {
        public string Name => $"r{Index}";
    }

    private sealed record Run(Thing[] Things, int FailAfter, int Operation, int Kill)
    {
        public async Task ProgramAsync(Registrar program)
        {
            var made = new Dictionary<int, Pulumirpc.RegisterResourceResponse>();
            foreach (var thing in Things)
            {
                if (thing.Component)
                {
                    made[thing.Index] = await program.ComponentAsync(thing.Name);
                    continue;
                }

                var inputs = PropertyMap.Of(("key", $"k{thing.Key}"), ("value", thing.Value), ("dbr", thing.Dbr));
                made[thing.Index] = await program.ResourceAsync(thing.Name, inputs, options =>
                {
                    foreach (var (index, needed) in made)
                    {
                        if ((thing.Needs & (1 << index)) == 0)
                            continue;
                        if (needed.Id.Length > 0 && thing.Needs % 2 == 1)
                        {
                            options.From($"in{index}", needed);
                            options.Object.Fields[$"in{index}"] = Google.Protobuf.WellKnownTypes.Value.ForString(needed.Id);
                        }
                        else
                        {
                            options.Dependencies.Add(needed.Urn);
                        }
                    }
                });
            }
        }

        public override string ToString() => $"fail {FailAfter} operation {Operation} kill {Kill}: {string.Join(", ", Things.Select(thing => thing.ToString()))}";
    }

    /// <summary>
    /// Ids are given by name and key, so that a create takes over what an interrupted one has left, but never what the stack
    /// holds; the n-th call fails.
    /// </summary>
    private sealed class World
    {
        private int _calls;
        private int? _failAfter;

        public World(Lifecycle stack)
        {
            var provider = stack.Provider;
            provider.Create = request =>
            {
                Count();
                var id = $"{request.Name}/{request.Properties.Fields["key"].StringValue}";
                while (stack.Snapshot.Resources.Any(state => state.Id == id))
                    id += "'";
                return new() { Id = id, Properties = request.Properties };
            };
            provider.Update = request =>
            {
                Count();
                return new() { Properties = request.News };
            };
            provider.Delete = _ => Count();
        }

        public int? FailAfter
        {
            set
            {
                _failAfter = value;
                _calls = 0;
            }
        }

        private void Count()
        {
            if (Interlocked.Increment(ref _calls) == _failAfter)
                throw new RpcException(new Status(StatusCode.Unknown, "failed on purpose"));
        }
    }
}
