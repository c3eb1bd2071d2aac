using Pulumirpc;

namespace Coder.Infra.Providers.Kubernetes;

internal sealed partial class KubernetesProvider
{
    private static Task<CreateResponse> CreateReleaseAsync(CreateRequest request, CancellationToken cancellationToken) => throw NoReleases(request.Urn);

    private static Task<UpdateResponse> UpdateReleaseAsync(UpdateRequest request, CancellationToken cancellationToken) => throw NoReleases(request.Urn);

    private static Task<ReadResponse> ReadReleaseAsync(ReadRequest request, CancellationToken cancellationToken) => throw NoReleases(request.Urn);

    private static Task DeleteReleaseAsync(DeleteRequest request, CancellationToken cancellationToken) => throw NoReleases(request.Urn);

    private static Grpc.Core.RpcException NoReleases(string urn) => Unsupported($"Helm releases are not supported yet ({urn}).");
}
