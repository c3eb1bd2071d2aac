using System.Collections.Immutable;
using Google.Protobuf.WellKnownTypes;

namespace Pulumi;

/// <summary>What a request about a resource needs, with everything it had to wait for.</summary>
/// <param name="Parent">The parent's URN; empty for the root.</param>
/// <param name="Provider">The provider's reference; empty for the default one.</param>
/// <param name="Providers">Provider references by package, for a component that a provider makes.</param>
/// <param name="Inputs">The inputs.</param>
/// <param name="InputDependencies">The URNs each input comes from.</param>
/// <param name="Dependencies">The URNs of all resources that must be done before.</param>
/// <param name="Aliases">Former names.</param>
/// <param name="DeletedWith">The URN of the resource whose deletion takes this one away; empty for none.</param>
/// <param name="ReplaceWith">The URNs of the resources whose replacement replaces this one.</param>
/// <param name="Hooks">The hooks by name; null for none.</param>
/// <param name="Transforms">The transforms, which the engine calls.</param>
internal sealed record PreparedResource(
    string Parent,
    string Provider,
    ImmutableDictionary<string, string> Providers,
    Struct Inputs,
    ImmutableDictionary<string, SortedSet<string>> InputDependencies,
    SortedSet<string> Dependencies,
    ImmutableArray<Pulumirpc.Alias> Aliases,
    string DeletedWith,
    IEnumerable<string> ReplaceWith,
    Pulumirpc.RegisterResourceRequest.Types.ResourceHooksBinding? Hooks,
    IEnumerable<Pulumirpc.Callback> Transforms);
