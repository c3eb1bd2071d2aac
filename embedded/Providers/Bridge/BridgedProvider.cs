using Coder.Infra.Protocol.Properties;
using Grpc.Core;
using Pulumirpc;

namespace Coder.Infra.Providers.Bridge;

/// <summary>
/// A provider that Pulumi takes over from Terraform: the calls answered from the resources' schemas as
/// pulumi-terraform-bridge answers them (recorded in <c>random-up*.jsonl</c>).
/// </summary>
internal sealed partial class BridgedProvider(string package, string version, IEnumerable<BridgedResource> resources)
    : ProviderBase(package, version)
{
    private const string Id = "id";

    private readonly Dictionary<string, BridgedResource> _resources = resources.ToDictionary(resource => resource.Token, StringComparer.Ordinal);

    /// <inheritdoc/>
    protected override string HandshakeRefusal => "Handshake is not yet implemented";

    /// <inheritdoc/>
    public override Task<CheckResponse> CheckConfigAsync(CheckRequest request, CancellationToken cancellationToken) =>
        Task.FromResult(new CheckResponse { Inputs = request.News });

    /// <inheritdoc/>
    public override Task<DiffResponse> DiffConfigAsync(DiffRequest request, CancellationToken cancellationToken) =>
        Task.FromResult(new DiffResponse());

    /// <inheritdoc/>
    public override Task<ConfigureResponse> ConfigureAsync(ConfigureRequest request, CancellationToken cancellationToken) =>
        Task.FromResult(new ConfigureResponse { SupportsPreview = true, AcceptResources = true, SupportsAutonamingConfiguration = true });

    private BridgedResource Resource(string urn)
    {
        var token = ResourceUrn.TypeOf(urn);
        return _resources.GetValueOrDefault(token)
            ?? throw new RpcException(new Status(StatusCode.NotFound, $"unrecognized resource type: {token} (the built-in {Package} provider knows {string.Join(", ", _resources.Keys.Order(StringComparer.Ordinal))})"));
    }

    private static bool Same(ResourceAttribute attribute, PropertyValue? one, PropertyValue? other) =>
        Normal(attribute, one).Equals(Normal(attribute, other));

    private static PropertyValue Normal(ResourceAttribute attribute, PropertyValue? value)
    {
        value = value?.Reveal() ?? PropertyValue.Null;
        if (attribute.IgnoreNullEntries && value is ObjectValue map)
        {
            var kept = PropertyMap.From(map.Properties.Where(entry => entry.Value is not NullValue));
            return kept.Count == 0 ? PropertyValue.Null : new ObjectValue(kept);
        }

        return value;
    }
}
