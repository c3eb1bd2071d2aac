using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Coder.Infra.Helm.Kube;
using Coder.Infra.Helm.Yaml;

namespace Coder.Infra.Helm.Charts;

/// <summary>Fetches files of chart repositories over HTTP.</summary>
internal static class ChartDownload
{
    private const long LargestFile = 100 << 20;

    /// <summary>The body of a URL. Any failure is a <see cref="ChartException"/> that names the URL.</summary>
    public static async Task<byte[]> GetAsync(ChartReference reference, string url, CancellationToken cancellation)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            throw new ChartException("could not find protocol handler for: " + (address?.Scheme ?? ""));
        using var handler = Handler(reference);
        Loopback.Route(handler, address);
        using var client = new HttpClient(handler) { Timeout = reference.Timeout, MaxResponseContentBufferSize = LargestFile };
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.UserAgent.ParseAdd("Helm/3.22.0");
        if (reference.Username.Length > 0 && reference.Password.Length > 0 && MayHaveCredentials(reference, address))
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{reference.Username}:{reference.Password}")));
        try
        {
            using var response = await client.SendAsync(request, cancellation);
            return response.IsSuccessStatusCode
                ? await response.Content.ReadAsByteArrayAsync(cancellation)
                : throw new ChartException($"failed to fetch {url} : {(int)response.StatusCode} {response.ReasonPhrase}");
        }
        catch (HttpRequestException e)
        {
            throw new ChartException($"Get {GoQuote.Quote(url)}: {e.GetBaseException().Message}", e);
        }
        catch (TaskCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw new ChartException($"Get {GoQuote.Quote(url)}: no answer within {reference.Timeout.TotalSeconds:0} s", e);
        }
    }

    // Not to another host that an index points at, unless the user wants it.
    private static bool MayHaveCredentials(ChartReference reference, Uri address) =>
        reference.PassCredentials || reference.RepositoryUrl.Length == 0
        || (Uri.TryCreate(reference.RepositoryUrl, UriKind.Absolute, out var repository)
            && repository.Scheme == address.Scheme && repository.Authority == address.Authority);

    private static SocketsHttpHandler Handler(ChartReference reference)
    {
        var handler = new SocketsHttpHandler();
        try
        {
            if (reference.CertFile.Length > 0 && reference.KeyFile.Length > 0)
            {
                using var pem = X509Certificate2.CreateFromPemFile(reference.CertFile, reference.KeyFile);
                handler.SslOptions.ClientCertificates = [X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null)];
            }
            if (reference.InsecureSkipTlsVerify)
                handler.SslOptions.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
            else if (reference.CaFile.Length > 0)
                Trust(handler.SslOptions, reference.CaFile);
            return handler;
        }
        catch (Exception e) when (e is IOException or CryptographicException or UnauthorizedAccessException)
        {
            handler.Dispose();
            throw new ChartException($"can't create TLS config for client: {e.Message}", e);
        }
    }

    private static void Trust(SslClientAuthenticationOptions options, string caFile)
    {
        var roots = new X509Certificate2Collection();
        roots.ImportFromPemFile(caFile);
        options.CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        options.CertificateChainPolicy.CustomTrustStore.AddRange(roots);
    }
}
