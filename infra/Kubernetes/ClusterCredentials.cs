using System.Net.Http.Headers;
using System.Text;
using k8s;
using k8s.Authentication;

namespace Coder.Infra.Kubernetes;

/// <summary>How requests prove who asks: a token, the token in a file, that of a command (<c>exec</c>), or a password.</summary>
internal sealed class ClusterCredentials(KubernetesClientConfiguration configuration, string? tokenFile)
{
    private readonly ITokenProvider? _provider = configuration.TokenProvider;

    /// <summary>The header of a request; null where a client certificate alone says who asks.</summary>
    public async Task<AuthenticationHeaderValue?> HeaderAsync(CancellationToken cancellationToken)
    {
        if (tokenFile is not null)
            return new AuthenticationHeaderValue("Bearer", (await File.ReadAllTextAsync(tokenFile, cancellationToken)).Trim());
        if (_provider is not null)
            return await _provider.GetAuthenticationHeaderAsync(cancellationToken);
        if (!string.IsNullOrEmpty(configuration.AccessToken))
            return new AuthenticationHeaderValue("Bearer", configuration.AccessToken);
        return string.IsNullOrEmpty(configuration.Username) ? null
            : new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{configuration.Username}:{configuration.Password}")));
    }
}
