using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Coder.Infra.Tests;

/// <summary>
/// A server with a certificate of its own authority for localhost, kubernetes.example.com and 127.0.0.1, as an API server and as a Coder
/// deployment. It keeps what clients sent it to prove who they are.
/// </summary>
internal sealed class TlsServer(WebApplication app, X509Certificate2 own) : IAsyncDisposable
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;
    private readonly List<string?> _authorizations = [];

    /// <summary>What each request proved who asks with, in order: its bearer or session token.</summary>
    public IReadOnlyList<string?> Authorizations
    {
        get
        {
            lock (_authorizations)
                return [.. _authorizations];
        }
    }

    /// <summary>Its port, at every address of this machine.</summary>
    public int Port => new Uri(app.Urls.First()).Port;

    /// <summary>The certificate of its authority, PEM.</summary>
    public string AuthorityPem => own.ExportCertificatePem();

    /// <summary>Starts one.</summary>
    /// <param name="end">When its certificate expires; null for tomorrow.</param>
    public static async Task<TlsServer> StartAsync(DateTimeOffset? end = null)
    {
        var authority = Authority("authority");
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(options => options.Listen(IPAddress.Any, 0, listen => listen.UseHttps(Certificate(authority, end ?? Now.AddDays(1)))));
        var server = new TlsServer(builder.Build(), authority);
        await server.RunAsync();
        return server;
    }

    /// <summary>A kubeconfig for it.</summary>
    public string Kubeconfig(string host, string? serverName = null, bool withAuthority = true, bool insecure = false, X509Certificate2? authority = null, string user = "token: secret-token")
    {
        var lines = new List<string> { $"server: \"https://{host}:{Port}\"" };
        if (withAuthority)
            lines.Add($"certificate-authority-data: {Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes((authority ?? own).ExportCertificatePem()))}");
        if (serverName is not null)
            lines.Add($"tls-server-name: {serverName}");
        if (insecure)
            lines.Add("insecure-skip-tls-verify: true");
        return $"""
            apiVersion: v1
            kind: Config
            current-context: test
            contexts:
            - name: test
              context:
                cluster: test
                user: test
            clusters:
            - name: test
              cluster:
                {string.Join("\n    ", lines)}
            users:
            - name: test
              user:
                {user}
            """;
    }

    /// <summary>Another authority.</summary>
    public static X509Certificate2 Authority(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(Now.AddYears(-10), Now.AddYears(1));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    private async Task RunAsync()
    {
        app.Run(context =>
        {
            lock (_authorizations)
                _authorizations.Add((string?)context.Request.Headers.Authorization ?? context.Request.Headers["Session-Token"]);
            context.Response.Headers["coder-version"] = "1.19.2";
            return context.Response.WriteAsync("""{"gitVersion":"v1.36.3"}""");
        });
        await app.StartAsync();
    }

    private static X509Certificate2 Certificate(X509Certificate2 authority, DateTimeOffset end)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=api", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddDnsName("kubernetes.example.com");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var signed = request.Create(authority, Now.AddYears(-9), end, [1, 2, 3]);
        using var whole = signed.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pfx), null);
    }
}
