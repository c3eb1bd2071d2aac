using Coder.Infra.Helm.Charts;
using Coder.Infra.Helm.Go;
using Coder.Infra.Helm.Kube;
using Coder.Infra.Helm.Releases;
using Coder.Infra.Helm.Rendering;
using Coder.Infra.Helm.Yaml;
using Coder.Infra.Protocol;
using Coder.Infra.Protocol.Properties;
using Grpc.Core;

namespace Coder.Infra.Providers.Kubernetes.Releases;

/// <summary>
/// Helm releases: Helm's install, upgrade and uninstall, with the texts and states of pulumi-kubernetes
/// (<c>helm_release.go</c>; recorded in <c>up-create.jsonl</c>, <c>up-upgrade-fails.jsonl</c> and the other runs).
/// </summary>
internal sealed partial class ReleaseResources(Cluster cluster, IEngineLog log, TimeProvider time) : IResources
{
    private HelmClient Helm(string? @namespace) => new(cluster.Client, string.IsNullOrEmpty(@namespace) ? null : @namespace, time);

    private ReleaseSettings Settings(PropertyMap inputs) => new(inputs, cluster.Settings.HelmRelease, cluster.Folder);

    /// <summary>Loads the chart that the inputs name.</summary>
    private static async Task<Chart> LoadAsync(ReleaseSettings settings, CancellationToken cancellationToken)
    {
        var chart = await ChartSource.LoadAsync(settings.Chart, cancellation: cancellationToken).ConfigureAwait(false);
        ChartDependencies.Check(chart);
        return chart;
    }

    /// <summary>What ends a release operation with a message for the user.</summary>
    private static bool IsFailure(Exception error) =>
        error is HelmException or ChartException or RenderFailedException or KubeException or SemVersionException or TimeoutException or YamlException;

    private static RpcException Failure(Exception error, PropertyMap inputs)
    {
        var message = Message(error, inputs);
        // gRPC's code for Go's two errors of a context; all others have none in particular.
        var code = message.Contains("context deadline exceeded", StringComparison.Ordinal) ? StatusCode.DeadlineExceeded
            : message.Contains("context canceled", StringComparison.Ordinal) ? StatusCode.Cancelled : StatusCode.Unknown;
        return new RpcException(new Status(code, message, error));
    }

    /// <summary>A message without secret values: charts and the API server quote what they refuse.</summary>
    private static string Message(Exception error, PropertyMap inputs)
    {
        const int Shortest = 4;
        return ReleaseValues.SecretsOf(ReleaseState.InputsOf(inputs) ?? inputs).Where(secret => secret.Length >= Shortest).OrderByDescending(secret => secret.Length)
            .Aggregate(error.Message, (text, secret) => text.Replace(secret, "[secret]", StringComparison.Ordinal));
    }
}
