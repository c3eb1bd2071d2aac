using Coder.Infra.Protocol.Properties;
using Pulumirpc;

namespace Coder.Infra.Providers.Bridge;

internal sealed partial class BridgedProvider
{
    /// <inheritdoc/>
    public override Task<CreateResponse> CreateAsync(CreateRequest request, CancellationToken cancellationToken)
    {
        var resource = Resource(request.Urn);
        var planned = Planned(resource, PropertyMarshaler.FromStruct(request.Properties));
        if (request.Preview)
            return Task.FromResult(new CreateResponse { Properties = Told(resource, planned.Set(Id, PropertyValue.Computed)) });
        var state = resource.Create(planned);
        return Task.FromResult(new CreateResponse { Id = state.Text(Id), Properties = Told(resource, RawState.Describe(resource, state)) });
    }

    /// <inheritdoc/>
    public override Task<UpdateResponse> UpdateAsync(UpdateRequest request, CancellationToken cancellationToken)
    {
        var resource = Resource(request.Urn);
        var state = PropertyMarshaler.FromStruct(request.Olds);
        var inputs = WithIgnored(resource, PropertyMarshaler.FromStruct(request.News), state, request.IgnoreChanges);
        var planned = Planned(resource, inputs, state).Set(Id, state.Get(Id) ?? request.Id);
        return Task.FromResult(new UpdateResponse
        {
            Properties = Told(resource, request.Preview ? planned : RawState.Describe(resource, resource.Refresh(planned))),
        });
    }

    /// <inheritdoc/>
    public override Task DeleteAsync(DeleteRequest request, CancellationToken cancellationToken)
    {
        _ = Resource(request.Urn);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override Task<ReadResponse> ReadAsync(ReadRequest request, CancellationToken cancellationToken)
    {
        var resource = Resource(request.Urn);
        var known = PropertyMarshaler.FromStruct(request.Properties);
        var imported = known.Count == 0;
        var state = imported ? resource.Import(request.Id) : resource.Refresh(Attributes(resource, known).Set(Id, known.Get(Id) ?? request.Id));
        var inputs = request.Inputs is { Fields.Count: > 0 } given && !imported
            ? given
            : PropertyMarshaler.ToStruct(InputsOf(resource, state));
        return Task.FromResult(new ReadResponse { Id = state.Text(Id), Properties = Told(resource, RawState.Describe(resource, state)), Inputs = inputs });
    }

    private static PropertyMap Attributes(BridgedResource resource, PropertyMap state) =>
        PropertyMap.From(state.Where(entry => resource.Find(entry.Key) is not null));

    /// <summary>What a program would have to say to get this state; what is the default need not be said.</summary>
    private static PropertyMap InputsOf(BridgedResource resource, PropertyMap state) =>
        PropertyMap.From(state.Where(entry => resource.Find(entry.Key) is { Computed: false } attribute
            && !(attribute.Default is { } standard && Same(attribute, standard, entry.Value))));

    private static Google.Protobuf.WellKnownTypes.Struct Told(BridgedResource resource, PropertyMap state)
    {
        foreach (var attribute in resource.Attributes.Where(attribute => attribute.Sensitive))
        {
            if (state.Get(attribute.Name) is { } value and not NullValue)
                state = state.Set(attribute.Name, value.AsSecret());
        }

        return PropertyMarshaler.ToStruct(state);
    }
}
