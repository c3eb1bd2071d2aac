using System.Security.Cryptography;

namespace Coder.Infra.Helm.Templates.Functions;

/// <summary>
/// RSA keys of 2048 bits, made by .NET. One takes longer than rendering most charts. A chart that makes an authority has it sign
/// certificates, so while one key is made or used, the next is made on another processor.
/// </summary>
internal static class CertificateKeys
{
    private const int Bits = 2048;
    private static readonly Lock Gate = new();
    private static Task<SigningKey>? _ahead;

    /// <summary>A new key.</summary>
    public static SigningKey Create() => SigningKey.Of(RSA.Create(Bits));

    /// <summary>A new key for an authority or for a certificate that one signs; prepares the next. No key is given out twice.</summary>
    public static SigningKey CreateInSeries()
    {
        Task<SigningKey>? ready;
        lock (Gate)
        {
            ready = _ahead is { IsCompleted: true } ? _ahead : null;
            if (ready != null || _ahead == null)
                _ahead = Task.Run(Create);
        }
        return ready != null ? ready.GetAwaiter().GetResult() : Create();
    }
}
