using Coder.Infra.Helm.Kube;
using Coder.Infra.Protocol.Properties;
using Coder.Infra.Providers.Bridge;
using Pulumirpc;

namespace Coder.Infra.Providers.Kubernetes;

internal sealed partial class KubernetesProvider
{
    /// <inheritdoc/>
    public override Task<CheckResponse> CheckConfigAsync(CheckRequest request, CancellationToken cancellationToken)
    {
        var args = Wire.Read(request.News);
        var response = new CheckResponse { Inputs = request.News };
        void Refuse(string property, string reason) => response.Failures.Add(new CheckFailure { Property = property, Reason = reason });
        if (args.Flag("enableServerSideApply") == false)
            Refuse("enableServerSideApply", "The built-in kubernetes provider works with server-side apply only. Remove the setting, or run with the official plugin: --plugins official");
        if (args.Text("renderYamlToDirectory") is { Length: > 0 })
            Refuse("renderYamlToDirectory", "The built-in kubernetes provider does not render to files. Remove the setting, or run with the official plugin: --plugins official");
        if (ProviderSettings.From(args, _ => null).HelmRelease.Text("driver") is { } driver and not ("" or "secret" or "secrets"))
            Refuse("helmReleaseSettings", $"The built-in kubernetes provider keeps release records in secrets, not in \"{driver}\". Remove the driver, or run with the official plugin: --plugins official");
        return Task.FromResult(response);
    }

    /// <inheritdoc/>
    public override Task<DiffResponse> DiffConfigAsync(DiffRequest request, CancellationToken cancellationToken)
    {
        PropertyMap olds = Wire.Read(request.OldInputs ?? request.Olds), news = Wire.Read(request.News);
        var diffs = olds.Keys.Union(news.Keys).Where(name => name != "version" && !Equals(olds.Get(name)?.Reveal(), news.Get(name)?.Reveal())).Order(StringComparer.Ordinal).ToList();
        var response = new DiffResponse { Changes = diffs.Count == 0 ? DiffResponse.Types.DiffChanges.DiffNone : DiffResponse.Types.DiffChanges.DiffSome };
        response.Diffs.AddRange(diffs);
        if (IsOtherCluster(olds, news))
            response.Replaces.AddRange(diffs.Where(name => ProviderSettings.ClusterChoosing.Contains(name) || name == "clusterIdentifier"));
        return Task.FromResult(response);
    }

    /// <inheritdoc/>
    public override async Task<ConfigureResponse> ConfigureAsync(ConfigureRequest request, CancellationToken cancellationToken)
    {
        await _cluster.ConfigureAsync(Wire.Read(request.Args), cancellationToken).ConfigureAwait(false);
        return new ConfigureResponse { AcceptSecrets = true, SupportsPreview = true, SupportsAutonamingConfiguration = true };
    }

    /// <summary>Clusters have no identity of their own: the server's address counts as it, unless the program gives one.</summary>
    private static bool IsOtherCluster(PropertyMap olds, PropertyMap news)
    {
        if (olds.Text("clusterIdentifier") is { } old && news.Text("clusterIdentifier") is { } @new)
            return old != @new;
        if (ProviderSettings.ClusterChoosing.Any(name => news.Get(name)?.ContainsUnknowns == true))
            return false;
        return ServerOf(olds) is { } before && ServerOf(news) is { } after && before != after;
    }

    private static Uri? ServerOf(PropertyMap args)
    {
        var settings = ProviderSettings.From(args, _ => null);
        try
        {
            return KubeConfig.LoadOrParse(settings.Kubeconfig, settings.Context, settings.Cluster).Server;
        }
        catch (KubeConfigException)
        {
            return null; // a file that is gone no longer says where it pointed to
        }
    }
}
