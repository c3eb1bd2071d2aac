using Grpc.Core;
using Pulumirpc;

namespace Coder.Infra.Providers.Kubernetes;

internal sealed partial class KubernetesProvider
{
    private const string RemovedFromState = "The resource is removed from the state, as deleteUnreachable is set";

    private ReadResponse ReadUnreachable(ReadRequest request)
    {
        if (_cluster.Settings.DeleteUnreachable)
        {
            Warn(RemovedFromState, request.Urn);
            return new ReadResponse();
        }

        if (!_cluster.Settings.SkipUpdateUnreachable)
            throw Stuck();
        Warn("The state is not refreshed, as skipUpdateUnreachable is set", request.Urn);
        return new ReadResponse { Id = request.Id, Properties = request.Properties, Inputs = request.Inputs };
    }

    private void DeleteUnreachable(string urn)
    {
        if (!_cluster.Settings.DeleteUnreachable)
            throw Stuck();
        Warn(RemovedFromState, urn);
    }

    private void Warn(string consequence, string urn) =>
        _log.Log(LogSeverity.Warning, $"configured Kubernetes cluster is unreachable: {_cluster.Unreachable}. {consequence}", urn);

    private RpcException Stuck() => Wire.Failed(
        $"{_cluster.NotReachable().Status.Detail}\nIf the cluster is gone for good, remove its resources from the state by running again with PULUMI_K8S_DELETE_UNREACHABLE=true");
}
