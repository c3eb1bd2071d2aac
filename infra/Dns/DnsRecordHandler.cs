using System.Collections.Immutable;
using Coder.Infra.Provider;
using Coder.Infra.Settings;
using Pulumi.Experimental;
using Pulumi.Experimental.Provider;

namespace Coder.Infra.Dns;

/// <summary>
/// <see cref="DnsRecord"/>. Inputs: name, address, ttl, zone. Outputs: those and recordType. The id is the record's name.
/// </summary>
/// <param name="server">The name server; null where the stack has none.</param>
/// <param name="time">The clock.</param>
/// <param name="progress">Takes what is waited for.</param>
internal sealed class DnsRecordHandler(DnsSettings? server, TimeProvider time, Action<string> progress) : ResourceHandler
{
    private static readonly TimeSpan DefaultLimit = TimeSpan.FromMinutes(5);

    protected override IReadOnlyList<string> Replacing { get; } = ["name", "zone"];

    /// <summary>A record that the server does not have is a difference too: the server may be another one than before.</summary>
    public override async Task<DiffResponse> DiffAsync(DiffRequest request, CancellationToken cancellationToken)
    {
        var difference = await base.DiffAsync(request, cancellationToken);
        return difference.Changes is true || (await Updater(request.NewInputs).ReadAsync(request.Id, cancellationToken)).Count > 0 ? difference : Difference(["address"]);
    }

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
        var live = await Updater(request.Inputs).ReadAsync(request.Id, cancellationToken);
        if (live.Count == 0)
            return Gone;
        // Without inputs it is an import. Of several records the one that we wrote counts; the others show at the next change.
        var isImport = request.Inputs.Count == 0;
        var wanted = isImport ? live[0] : Record(request.Inputs);
        var record = live.FirstOrDefault(record => record == wanted, live[0]);
        var inputs = isImport
            ? request.Inputs.With(("name", new PropertyValue(record.Name)), ("address", new PropertyValue(record.Target)), ("zone", new PropertyValue(server!.Zone)))
            : request.Inputs.With(("address", record == wanted ? request.Inputs["address"] : new PropertyValue(record.Target)));
        return new ReadResponse { Id = request.Id, Inputs = inputs, Outputs = request.Outputs.With([.. inputs.Select(input => (input.Key, input.Value)), ("recordType", new PropertyValue(record.Type))]) };
    }

    public override async Task<UpdateResponse> UpdateAsync(UpdateRequest request, CancellationToken cancellationToken)
    {
        if (!request.Preview)
            await Updater(request.NewInputs).UpdateAsync(Record(request.OldOutputs), Record(request.NewInputs), Limit(request.Timeout, DefaultLimit), cancellationToken);
        return new UpdateResponse { Outputs = Outputs(request.NewInputs) };
    }

    public override Task DeleteAsync(DeleteRequest request, CancellationToken cancellationToken) =>
        Updater(request.OldOutputs).DeleteAsync(Record(request.OldOutputs), Limit(request.Timeout, DefaultLimit), cancellationToken);

    /// <summary>A record imported without a zone or time to live keeps its own until it changes.</summary>
    protected override bool Same(string name, PropertyValue? old, PropertyValue? now) => name switch
    {
        "name" or "address" => base.Same(name, old, now),
        "ttl" or "zone" => old is null || base.Same(name, old, now),
        // Inputs of earlier versions, which the provider's configuration holds now.
        _ => true,
    };

    private static IDictionary<string, PropertyValue> Outputs(ImmutableDictionary<string, PropertyValue> inputs)
    {
        var known = inputs.Text("name").Length > 0 && inputs.Text("address").Length > 0;
        return inputs.With(("recordType", known ? new PropertyValue(Record(inputs).Type) : PropertyValue.Computed));
    }

    private static AddressRecord Record(IReadOnlyDictionary<string, PropertyValue> properties) => AddressRecord.To(properties.Text("name"), properties.Text("address"));

    private RecordUpdater Updater(IReadOnlyDictionary<string, PropertyValue> properties)
    {
        if (server is null)
            throw new DnsException("The provider coder-infra has no name server. Set it with: pulumi config set --path dns.server <host name or address>   then run: pulumi up");
        var zone = properties.Text("zone") is { Length: > 0 } own ? own : server.Zone;
        return new RecordUpdater(server with { Zone = zone, Ttl = properties.ContainsKey("ttl") ? properties.Number("ttl") : 60 }, time, progress);
    }
}
