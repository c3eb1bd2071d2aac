using System.Collections.Immutable;
using Coder.Infra.Kubernetes;
using Coder.Infra.Provider;
using Pulumi.Experimental;
using Pulumi.Experimental.Provider;

namespace Coder.Infra.Releases;

/// <summary>
/// <see cref="ReleaseRemoval"/>. Inputs: namespace, name, token or stack, timeout. Outputs: those and <see cref="EarlierTokens"/>. The id is
/// <c>namespace/name</c>.
/// </summary>
/// <param name="cluster">The cluster; stays the caller's to dispose.</param>
/// <param name="time">The clock.</param>
/// <param name="progress">Gets what a removal waits for and leaves alone.</param>
internal sealed class ReleaseRemovalHandler(Func<ClusterClient> cluster, TimeProvider time, Action<string> progress) : ResourceHandler
{
    /// <summary>
    /// The output with the tokens before the present one. After a new token the release has the old one until it is upgraded, and for good when
    /// that never happens.
    /// </summary>
    public const string EarlierTokens = "earlierTokens";

    private static readonly TimeSpan DefaultLimit = TimeSpan.FromMinutes(5);

    /// <summary>How a record is known as the stack's own, given the tokens that the registration gave.</summary>
    public Func<IReadOnlyList<string>, Func<HelmRecord, bool>> Ownership { get; init; } = tokens => Interruption.OwnedBy(tokens);

    protected override IReadOnlyList<string> Replacing { get; } = ["namespace", "name"];

    public override async Task<DiffResponse> DiffAsync(DiffRequest request, CancellationToken cancellationToken)
    {
        var difference = await base.DiffAsync(request, cancellationToken);
        // The release that replaces another needs its removal first; the old one goes last.
        difference.DeleteBeforeReplace = false;
        return difference;
    }

    public override Task<CreateResponse> CreateAsync(CreateRequest request, CancellationToken cancellationToken) => Task.FromResult(new CreateResponse
    {
        Id = request.Preview ? null : $"{request.Inputs.Text("namespace")}/{request.Inputs.Text("name")}",
        Outputs = request.Inputs,
    });

    /// <summary>A promise is never gone, whether there is a release or not.</summary>
    public override Task<ReadResponse> ReadAsync(ReadRequest request, CancellationToken cancellationToken)
    {
        if (request.Inputs.Count > 0 || request.Id?.Split('/') is not [var ns, var name])
            return Task.FromResult(new ReadResponse { Id = request.Id, Inputs = request.Inputs, Outputs = request.Outputs });
        // An import: without a token nothing is removed until an update gives one.
        var live = ImmutableDictionary<string, PropertyValue>.Empty.With(("namespace", new PropertyValue(ns)), ("name", new PropertyValue(name)));
        return Task.FromResult(new ReadResponse { Id = request.Id, Inputs = live, Outputs = live });
    }

    public override Task<UpdateResponse> UpdateAsync(UpdateRequest request, CancellationToken cancellationToken)
    {
        var earlier = Tokens(request.OldOutputs).Where(token => token != request.NewInputs.Text("token")).ToList();
        return Task.FromResult(new UpdateResponse { Outputs = earlier.Count == 0 ? request.NewInputs : request.NewInputs.With((EarlierTokens, Properties.Of(earlier))) });
    }

    public override Task DeleteAsync(DeleteRequest request, CancellationToken cancellationToken) => Uninstall.RunAsync(
        cluster(), request.OldOutputs.Text("namespace"), request.OldOutputs.Text("name"), IsOwn(request.OldOutputs),
        request.OldOutputs.Number("timeout") is > 0 and var seconds ? TimeSpan.FromSeconds(seconds) : Limit(request.Timeout, DefaultLimit), time, progress, cancellationToken);

    private Func<HelmRecord, bool> IsOwn(IReadOnlyDictionary<string, PropertyValue> outputs)
    {
        var (byToken, stack) = (Ownership(Tokens(outputs)), outputs.Text("stack"));
        return record => byToken(record) || StackMark.IsOwn(record, stack);
    }

    /// <summary>The tokens, newest first.</summary>
    private static List<string> Tokens(IReadOnlyDictionary<string, PropertyValue> outputs) =>
        [.. (outputs.Texts(EarlierTokens) ?? []).Prepend(outputs.Text("token")).Where(token => token.Length > 0).Distinct()];
}
