using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Rpc = Pulumirpc;

namespace Pulumi.Experimental.Provider;

/// <content>What is about single resources.</content>
internal sealed partial class ProviderService
{
    public override Task<Rpc.CheckResponse> Check(Rpc.CheckRequest request, ServerCallContext context) =>
        CallAsync(context, async ct => ToWire(await provider.Check(FromWire(request), ct).ConfigureAwait(false)));

    public override Task<Rpc.DiffResponse> Diff(Rpc.DiffRequest request, ServerCallContext context) =>
        CallAsync(context, async ct => ToWire(await provider.Diff(FromWire(request), ct).ConfigureAwait(false)));

    public override Task<Rpc.CreateResponse> Create(Rpc.CreateRequest request, ServerCallContext context) => CallAsync(context, async ct =>
    {
        var response = await provider.Create(
            new CreateRequest(new Urn(request.Urn), PropertyWire.FromStruct(request.Properties), Seconds(request.Timeout), request.Preview), ct).ConfigureAwait(false);
        return new Rpc.CreateResponse { Id = response.Id ?? "", Properties = PropertyWire.ToStruct(response.Outputs) };
    });

    public override Task<Rpc.ReadResponse> Read(Rpc.ReadRequest request, ServerCallContext context) => CallAsync(context, async ct =>
    {
        var response = await provider.Read(
            new ReadRequest(new Urn(request.Urn), request.Id, PropertyWire.FromStruct(request.Properties), PropertyWire.FromStruct(request.Inputs)), ct).ConfigureAwait(false);
        return new Rpc.ReadResponse
        {
            Id = response.Id ?? "",
            Properties = PropertyWire.ToStruct(response.Outputs),
            Inputs = PropertyWire.ToStruct(response.Inputs),
        };
    });

    public override Task<Rpc.UpdateResponse> Update(Rpc.UpdateRequest request, ServerCallContext context) => CallAsync(context, async ct =>
    {
        var response = await provider.Update(
            new UpdateRequest(
                new Urn(request.Urn),
                request.Id,
                PropertyWire.FromStruct(request.Olds),
                PropertyWire.FromStruct(request.News),
                Seconds(request.Timeout),
                [.. request.IgnoreChanges],
                request.Preview,
                PropertyWire.FromStruct(request.OldInputs)),
            ct).ConfigureAwait(false);
        return new Rpc.UpdateResponse { Properties = PropertyWire.ToStruct(response.Outputs) };
    });

    public override Task<Empty> Delete(Rpc.DeleteRequest request, ServerCallContext context) => CallAsync(context, async ct =>
    {
        await provider.Delete(
            new DeleteRequest(
                new Urn(request.Urn),
                request.Id,
                PropertyWire.FromStruct(request.Properties),
                Seconds(request.Timeout),
                PropertyWire.FromStruct(request.OldInputs)),
            ct).ConfigureAwait(false);
        return new Empty();
    });

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);

    private static CheckRequest FromWire(Rpc.CheckRequest request) => new(
        new Urn(request.Urn), PropertyWire.FromStruct(request.Olds), PropertyWire.FromStruct(request.News), [.. request.RandomSeed]);

    private static DiffRequest FromWire(Rpc.DiffRequest request) => new(
        new Urn(request.Urn),
        request.Id,
        PropertyWire.FromStruct(request.Olds),
        PropertyWire.FromStruct(request.News),
        [.. request.IgnoreChanges],
        PropertyWire.FromStruct(request.OldInputs));

    private static Rpc.CheckResponse ToWire(CheckResponse response) =>
        new() { Inputs = PropertyWire.ToStruct(response.Inputs), Failures = { ToWire(response.Failures) } };

    private static Rpc.DiffResponse ToWire(DiffResponse response)
    {
        var wire = new Rpc.DiffResponse
        {
            Changes = response.Changes switch
            {
                true => Rpc.DiffResponse.Types.DiffChanges.DiffSome,
                false => Rpc.DiffResponse.Types.DiffChanges.DiffNone,
                null => Rpc.DiffResponse.Types.DiffChanges.DiffUnknown,
            },
            DeleteBeforeReplace = response.DeleteBeforeReplace,
            HasDetailedDiff = response.DetailedDiff is not null,
            Replaces = { response.Replaces ?? [] },
            Stables = { response.Stables ?? [] },
            Diffs = { response.Diffs ?? [] },
        };
        foreach (var (path, diff) in response.DetailedDiff ?? new Dictionary<string, PropertyDiff>())
            wire.DetailedDiff[path] = new Rpc.PropertyDiff { Kind = (Rpc.PropertyDiff.Types.Kind)diff.Kind, InputDiff = diff.InputDiff };
        return wire;
    }
}
