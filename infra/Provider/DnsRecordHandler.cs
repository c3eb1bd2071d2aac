using System.Collections.Immutable;
using Coder.Infra.Adoption;
using Coder.Infra.Dns;
using Coder.Infra.Settings;
using Pulumi.Experimental;
using Pulumi.Experimental.Provider;

namespace Coder.Infra.Provider;

/// <summary>
/// <see cref="Resources.DnsRecord"/>. Inputs: name, address, ttl, and the server with its key. Outputs: those and recordType.
/// The id is the record's name.
/// </summary>
internal sealed class DnsRecordHandler(TimeProvider time, Installation? installation = null) : ResourceHandler
{
    private static readonly TimeSpan DefaultLimit = TimeSpan.FromMinutes(5);

    protected override IReadOnlyList<string> Replacing { get; } = ["name", "zone"];

    public override async Task<CreateResponse> CreateAsync(CreateRequest request, CancellationToken cancellationToken)
    {
        if (request.Preview)
            return new CreateResponse { Outputs = Outputs(request.Inputs) };
        var record = Record(request.Inputs);
        await Updater(request.Inputs).CreateAsync(record, Limit(request.Timeout, DefaultLimit), cancellationToken);
        return new CreateResponse { Id = record.Name, Outputs = Outputs(request.Inputs) };
    }

    public override async Task<ReadResponse> ReadAsync(ReadRequest request, CancellationToken cancellationToken)
    {
        if (request.Inputs.Count == 0)
            return Import(request.Id);
        var wanted = Record(request.Inputs);
        var live = await Updater(request.Inputs).ReadAsync(wanted.Name, cancellationToken);
        if (live.Count == 0)
            return Gone;
        // Of several the one we wrote counts; the others show at the next change, which they would be in the way of.
        var record = live.FirstOrDefault(record => record == wanted, live[0]);
        var address = ("address", record == wanted ? request.Inputs["address"] : new PropertyValue(record.Target));
        return new ReadResponse
        {
            Id = request.Id,
            Inputs = request.Inputs.With(address),
            Outputs = request.Outputs.With(address, ("recordType", new PropertyValue(record.Type))),
        };
    }

    public override async Task<UpdateResponse> UpdateAsync(UpdateRequest request, CancellationToken cancellationToken)
    {
        if (!request.Preview)
            await Updater(request.NewInputs).UpdateAsync(Record(request.OldOutputs), Record(request.NewInputs), Limit(request.Timeout, DefaultLimit), cancellationToken);
        return new UpdateResponse { Outputs = Outputs(request.NewInputs) };
    }

    public override Task DeleteAsync(DeleteRequest request, CancellationToken cancellationToken) =>
        // What was imported has no server among its outputs.
        Updater(request.OldOutputs.ContainsKey("server") ? request.OldOutputs : request.OldInputs).DeleteAsync(Record(request.OldOutputs), Limit(request.Timeout, DefaultLimit), cancellationToken);

    /// <summary>A record that was imported tells no server: that it is reached through one is no difference.</summary>
    protected override bool Same(string name, PropertyValue? old, PropertyValue? now) => (old is null && name is not ("name" or "address")) || base.Same(name, old, now);

    /// <summary>A record that is there already: what it says, as the look-up of the installation found it.</summary>
    private ReadResponse Import(string name)
    {
        if (installation is null)
            throw new AdoptionException($"The record {name} cannot be imported alone: where it is, the settings say. Take the whole installation over with: pulumi config set adopt true && pulumi up");
        if (!installation.Records.TryGetValue(name, out var target))
            return Gone;
        var live = ImmutableDictionary<string, PropertyValue>.Empty.With(("name", new PropertyValue(name)), ("address", new PropertyValue(target)));
        return new ReadResponse { Id = name, Inputs = live, Outputs = live.ToImmutableDictionary().With(("recordType", new PropertyValue(AddressRecord.To(name, target).Type))) };
    }

    private static IDictionary<string, PropertyValue> Outputs(ImmutableDictionary<string, PropertyValue> inputs)
    {
        var known = inputs.Text("name").Length > 0 && inputs.Text("address").Length > 0;
        return inputs.With(("recordType", known ? new PropertyValue(Record(inputs).Type) : PropertyValue.Computed));
    }

    private static AddressRecord Record(IReadOnlyDictionary<string, PropertyValue> properties) => AddressRecord.To(properties.Text("name"), properties.Text("address"));

    private RecordUpdater Updater(IReadOnlyDictionary<string, PropertyValue> properties) => new(
        new DnsSettings(
            properties.Text("server"), properties.Number("port"), properties.Text("zone"), properties.Text("keyName"),
            properties.Text("keyAlgorithm"), properties.Text("keySecret"), properties.Number("ttl")),
        time);
}
