using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using k8s;
using k8s.Exceptions;
using k8s.KubeConfigModels;
using YamlDotNet.Core;

namespace Coder.Infra.Kubernetes;

/// <summary>Where a cluster is, whom to trust there and who asks: what a kubeconfig's context says.</summary>
internal sealed class ClusterConnection
{
    /// <summary>How long a request may take.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);

    private readonly KubernetesClientConfiguration _configuration;

    private ClusterConnection(KubernetesClientConfiguration configuration, string context, ClusterCredentials credentials)
    {
        _configuration = configuration;
        Context = context;
        Credentials = credentials;
        Server = new Uri(configuration.Host.TrimEnd('/') + "/");
    }

    /// <summary>Name of the context.</summary>
    public string Context { get; }

    /// <summary>Address of the API server, with a slash at its end.</summary>
    public Uri Server { get; }

    /// <summary>The name that the server's certificate must be for (<c>tls-server-name</c>); null for the address's own.</summary>
    public string? ServerName => string.IsNullOrEmpty(_configuration.TlsServerName) ? null : _configuration.TlsServerName;

    /// <summary>The bearer token or password, read for each request.</summary>
    public ClusterCredentials Credentials { get; }

    /// <summary>Reads a kubeconfig.</summary>
    /// <param name="kubeconfig">Its content; null for the files that kubectl uses.</param>
    /// <param name="context">Context; null for the current one.</param>
    /// <exception cref="ClusterException">It cannot be used; the message continues «The kubeconfig cannot be used: ».</exception>
    public static ClusterConnection Open(string? kubeconfig, string? context)
    {
        try
        {
            var path = Kubeconfig.DefaultPath(Environment.GetEnvironmentVariable);
            var model = kubeconfig is null
                ? KubeconfigModel.Load(path)
                : KubeconfigModel.Parse(kubeconfig);
            var name = context ?? model.CurrentContext;
            var details = model.Contexts?.FirstOrDefault(item => item.Name == name)?.ContextDetails;
            var cluster = model.Clusters?.FirstOrDefault(item => item.Name == details?.Cluster)?.ClusterEndpoint;
            if (cluster is { SkipTlsVerify: true } && (!string.IsNullOrEmpty(cluster.CertificateAuthority) || !string.IsNullOrEmpty(cluster.CertificateAuthorityData)))
                throw new ClusterException($"the cluster \"{details!.Cluster}\" has insecure-skip-tls-verify together with a certificate authority. Remove one of them.");
            // The library does not know token files.
            var tokenFile = Kubeconfig.TokenFile(kubeconfig ?? File.ReadAllText(path), details?.User) is not { } file ? null
                : Path.GetFullPath(file, kubeconfig is null ? Path.GetDirectoryName(Path.GetFullPath(path))! : Directory.GetCurrentDirectory());
            if (tokenFile is not null && model.Users?.FirstOrDefault(item => item.Name == details?.User) is { UserCredentials: { } user })
                user.Token = "in the token file"; // Without any it refuses the user.
            var configuration = KubernetesClientConfiguration.BuildConfigFromConfigObject(model, name);
            return new ClusterConnection(configuration, name ?? "", new ClusterCredentials(configuration, tokenFile));
        }
        catch (Exception error) when (error is KubeConfigException or KubernetesClientException or FormatException or ArgumentException or InvalidOperationException
            or NullReferenceException or CryptographicException or YamlException or IOException)
        {
            // The text of a YAML error may quote the file, and with it a token.
            throw new ClusterException(error is YamlException yaml ? $"it is not YAML (line {yaml.Start.Line})." : error.Message);
        }
    }

    /// <summary>
    /// Connections that trust the kubeconfig's authority alone, for the server's name or <c>tls-server-name</c>. The library's own handler
    /// accepts a certificate of that authority for any name, so it is not used.
    /// </summary>
    public SocketsHttpHandler Handler()
    {
        var tls = new SslClientAuthenticationOptions();
        if (_configuration.SkipTlsVerify)
        {
            tls.RemoteCertificateValidationCallback = (_, _, _, _) => true;
        }
        else if (_configuration.SslCaCerts is { Count: > 0 } authorities)
        {
            tls.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            tls.CertificateChainPolicy.CustomTrustStore.AddRange(authorities);
        }

        if (ClientCertificate() is { } certificate)
            tls.ClientCertificates = [certificate];
        return new SocketsHttpHandler { SslOptions = tls, ConnectTimeout = TimeSpan.FromSeconds(10), AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) };
    }

    private X509Certificate2? ClientCertificate()
    {
        static string? Pem(string? data, string? path) => !string.IsNullOrEmpty(data) ? Encoding.UTF8.GetString(Convert.FromBase64String(data)) : string.IsNullOrEmpty(path) ? null : File.ReadAllText(path);
        var certificate = Pem(_configuration.ClientCertificateData, _configuration.ClientCertificateFilePath);
        return certificate is null ? null : X509Certificate2.CreateFromPem(certificate, Pem(_configuration.ClientCertificateKeyData, _configuration.ClientKeyFilePath));
    }
}
