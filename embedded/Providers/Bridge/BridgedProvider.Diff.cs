using Coder.Infra.Protocol.Properties;
using Pulumirpc;

namespace Coder.Infra.Providers.Bridge;

internal sealed partial class BridgedProvider
{
    /// <inheritdoc/>
    public override Task<DiffResponse> DiffAsync(DiffRequest request, CancellationToken cancellationToken)
    {
        var resource = Resource(request.Urn);
        var state = PropertyMarshaler.FromStruct(request.Olds);
        var inputs = WithIgnored(resource, PropertyMarshaler.FromStruct(request.News), state, request.IgnoreChanges);
        var changed = Changed(resource, state, inputs).ToList();
        var expired = resource.Expired(state).Where(name => !changed.Exists(attribute => attribute.Name == name)).ToList();
        var response = new DiffResponse { Changes = DiffResponse.Types.DiffChanges.DiffNone };
        if (changed.Count + expired.Count == 0)
            return Task.FromResult(response);
        response.Changes = DiffResponse.Types.DiffChanges.DiffSome;
        response.Diffs.AddRange(changed.Select(attribute => attribute.Name).Concat(expired).Order(StringComparer.Ordinal));
        response.Replaces.AddRange(changed.Where(attribute => !attribute.InPlace).Select(attribute => attribute.Name).Concat(expired).Order(StringComparer.Ordinal));
        return Task.FromResult(response);
    }

    private static IEnumerable<ResourceAttribute> Changed(BridgedResource resource, PropertyMap state, PropertyMap inputs)
    {
        var planned = Planned(resource, inputs, state);
        return resource.Attributes.Where(attribute => !attribute.Computed && !Same(attribute, state.Get(attribute.Name), planned.Get(attribute.Name)));
    }

    /// <summary>The inputs with their defaults; what the provider makes is kept from the state, or unknown where there is none.</summary>
    private static PropertyMap Planned(BridgedResource resource, PropertyMap inputs, PropertyMap? state = null)
    {
        var planned = PropertyMap.Empty;
        foreach (var attribute in resource.Attributes)
        {
            var value = inputs.Get(attribute.Name)?.Reveal();
            if (value is null or NullValue)
                value = attribute.Computed ? state is null ? PropertyValue.Computed : state.Get(attribute.Name)?.Reveal() : attribute.Default;
            if (value is not null)
                planned = planned.Set(attribute.Name, Typed(attribute, inputs, value));
        }

        return resource.Plan(planned, inputs);
    }

    /// <summary>A number that came as a text becomes a number, and so on, as Terraform converts.</summary>
    private static PropertyValue Typed(ResourceAttribute attribute, PropertyMap inputs, PropertyValue value) => attribute.Type switch
    {
        AttributeType.Number when value is StringValue => (double)inputs.Number(attribute.Name)!,
        AttributeType.Flag when value is StringValue => inputs.Flag(attribute.Name)!,
        AttributeType.Text when value is NumberValue => inputs.Text(attribute.Name)!,
        AttributeType.Text when value is BoolValue b => b.Value ? "true" : "false",
        _ => value,
    };

    private static PropertyMap WithIgnored(BridgedResource resource, PropertyMap inputs, PropertyMap state, IEnumerable<string> ignored)
    {
        foreach (var path in ignored)
        {
            var name = path.Split('.', '[')[0];
            if (resource.Find(name) is not { Computed: false })
                continue;
            inputs = state.Get(name) is { } old ? inputs.Set(name, old) : inputs.Remove(name);
        }

        return inputs;
    }
}
