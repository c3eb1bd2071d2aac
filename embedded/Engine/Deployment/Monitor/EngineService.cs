using Coder.Infra.Engine.Deployment.Model;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Pulumirpc;

namespace Coder.Infra.Engine.Deployment.Monitor;

/// <summary>The service by which programs and plugins talk to the user.</summary>
internal sealed class EngineService(Diagnostics diagnostics) : Pulumirpc.Engine.EngineBase
{
    private string _root = "";

    /// <inheritdoc/>
    public override Task<Empty> Log(LogRequest request, ServerCallContext context)
    {
        if (request.Severity != LogSeverity.Error || !MonitorShutdown.IsRepeatedBy(request.Message))
            diagnostics.Log(request.Severity, request.Message, request.Urn, request.Ephemeral);
        return Task.FromResult(new Empty());
    }

    /// <inheritdoc/>
    public override Task<GetRootResourceResponse> GetRootResource(GetRootResourceRequest request, ServerCallContext context) =>
        Task.FromResult(new GetRootResourceResponse { Urn = _root });

    /// <inheritdoc/>
    public override Task<SetRootResourceResponse> SetRootResource(SetRootResourceRequest request, ServerCallContext context)
    {
        _root = request.Urn;
        return Task.FromResult(new SetRootResourceResponse());
    }

    /// <inheritdoc/>
    public override Task<Empty> StartDebugging(StartDebuggingRequest request, ServerCallContext context) =>
        throw new RpcException(new Status(StatusCode.Unimplemented, "This engine attaches no debugger; run the program without --attach-debugger."));

    /// <inheritdoc/>
    public override Task<RequirePulumiVersionResponse> RequirePulumiVersion(RequirePulumiVersionRequest request, ServerCallContext context)
    {
        if (VersionRange.TryParse(request.PulumiVersionRange)?.Contains(EngineVersion.Compatible) is not true)
        {
            throw new RpcException(new Status(
                StatusCode.FailedPrecondition,
                $"Pulumi CLI version {EngineVersion.Compatible} does not satisfy the version range \"{request.PulumiVersionRange}\" requested by the program"));
        }

        return Task.FromResult(new RequirePulumiVersionResponse());
    }
}
