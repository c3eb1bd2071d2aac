using System.Collections.Immutable;
using Coder.Infra.Checks;
using Coder.Infra.Coder;
using Pulumi.Experimental;
using Pulumi.Experimental.Provider;

namespace Coder.Infra.Provider;

/// <summary>The functions of the package: what the program asks without making anything.</summary>
internal sealed class Functions(CoderClient coder, TimeProvider time)
{
    /// <summary>The preconditions, all of them in one answer.</summary>
    public const string GetPreconditions = "coder-infra:index:getPreconditions";

    /// <summary>The certificates that cert-manager makes; waits for them.</summary>
    public const string GetServedCertificate = "coder-infra:index:getServedCertificate";

    /// <summary>Answers a call.</summary>
    public async Task<InvokeResponse> InvokeAsync(InvokeRequest request, CancellationToken cancellationToken) => new()
    {
        Return = request.Tok switch
        {
            GetPreconditions => (await new PreconditionChecks(coder, time).RunAsync(PreconditionQuery.Of(request.Args), cancellationToken)).Answer(),
            GetServedCertificate => await ServedCertificateAsync(PreconditionQuery.Of(request.Args), TimeSpan.FromSeconds(request.Args.Number("waitSeconds")), cancellationToken),
            _ => throw new NotSupportedException($"The provider coder-infra has no function {request.Tok}."),
        },
    };

    private async Task<IDictionary<string, PropertyValue>> ServedCertificateAsync(PreconditionQuery query, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var client = ClusterChecks.Connect(query.Kubeconfig, query.Context, out _);
        var missing = await new ServedCertificate(client, query.Namespace, time).MissingAsync(query.Certificates, query.NeedsAuthority, limit, cancellationToken);
        return ImmutableDictionary<string, PropertyValue>.Empty.Add("missing", new PropertyValue(missing));
    }
}
