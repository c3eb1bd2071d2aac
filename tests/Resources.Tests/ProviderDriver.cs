using System.Collections.Immutable;
using Coder.Infra.Provider;
using Coder.Infra.Resources.Tests.Coder;
using Pulumi;
using Pulumi.Experimental;
using Pulumi.Experimental.Provider;

namespace Coder.Infra.Resources.Tests;

/// <summary>Calls the provider for one resource as an engine does.</summary>
internal sealed class ProviderDriver(CoderInfraProvider provider, string type)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);
    private readonly Urn _urn = new($"urn:pulumi:dev::coder-infra::{type}::it");

    /// <summary>A provider that is configured for a deployment.</summary>
    public static async Task<CoderInfraProvider> ProviderAsync(Uri url, string token, TimeProvider time)
    {
        var provider = new CoderInfraProvider(new Silence(), time);
        await provider.Configure(
            new ConfigureRequest(ImmutableDictionary<string, string>.Empty, Map(("url", url.OriginalString), ("token", token)), true, true, true, true), CancellationToken.None);
        return provider;
    }

    /// <summary>An engine that nobody listens to.</summary>
    private sealed class Silence : IEngine
    {
        public Task LogAsync(LogRequest message) => Task.CompletedTask;
    }

    /// <summary>A provider that is configured for the fixture's deployment.</summary>
    public static async Task<ProviderDriver> ForAsync(CoderDeploymentFixture coder, string type, TimeProvider? time = null) =>
        new(await ProviderAsync(coder.Url, CoderDeploymentFixture.Token, time ?? TimeProvider.System), type);

    /// <summary>Properties of texts, numbers and lists of texts.</summary>
    public static ImmutableDictionary<string, PropertyValue> Map(params (string Name, object Value)[] items) => items.ToImmutableDictionary(item => item.Name, item => item.Value switch
    {
        string text => new PropertyValue(text),
        int number => new PropertyValue(number),
        string[] texts => new PropertyValue([.. texts.Select(text => new PropertyValue(text))]),
        var other => (PropertyValue)other,
    });

    public async Task<IList<CheckFailure>> CheckAsync(ImmutableDictionary<string, PropertyValue> inputs) =>
        (await provider.Check(new CheckRequest(_urn, ImmutableDictionary<string, PropertyValue>.Empty, inputs, []), CancellationToken.None)).Failures ?? [];

    public async Task<(string Id, ImmutableDictionary<string, PropertyValue> Outputs)> CreateAsync(ImmutableDictionary<string, PropertyValue> inputs, bool preview = false)
    {
        var created = await provider.Create(new CreateRequest(_urn, inputs, Limit, preview), CancellationToken.None);
        return (created.Id ?? "", created.Outputs!.ToImmutableDictionary());
    }

    public Task<DiffResponse> DiffAsync(
        string id, ImmutableDictionary<string, PropertyValue> old, ImmutableDictionary<string, PropertyValue> inputs, ImmutableDictionary<string, PropertyValue>? outputs = null) =>
        provider.Diff(new DiffRequest(_urn, id, outputs ?? old, inputs, [], old), CancellationToken.None);

    public async Task<ImmutableDictionary<string, PropertyValue>> UpdateAsync(
        string id, ImmutableDictionary<string, PropertyValue> oldInputs, ImmutableDictionary<string, PropertyValue> oldOutputs, ImmutableDictionary<string, PropertyValue> inputs) =>
        (await provider.Update(new UpdateRequest(_urn, id, oldOutputs, inputs, Limit, [], false, oldInputs), CancellationToken.None)).Outputs!.ToImmutableDictionary();

    public Task<ReadResponse> ReadAsync(string id, ImmutableDictionary<string, PropertyValue> inputs, ImmutableDictionary<string, PropertyValue> outputs) =>
        provider.Read(new ReadRequest(_urn, id, outputs, inputs), CancellationToken.None);

    public Task DeleteAsync(string id, ImmutableDictionary<string, PropertyValue> inputs, ImmutableDictionary<string, PropertyValue> outputs) =>
        provider.Delete(new DeleteRequest(_urn, id, outputs, Limit, inputs), CancellationToken.None);
}
