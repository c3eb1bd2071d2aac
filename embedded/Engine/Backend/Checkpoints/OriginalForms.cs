using System.Globalization;
using Coder.Infra.Engine.Deployment.Model;

namespace Coder.Infra.Engine.Backend.Checkpoints;

/// <summary>
/// How values stood in the checkpoint that was read, so that what did not change is written back to the letter: ciphertexts
/// (encrypting again would change every secret at each run) and times (to the nanosecond, where .NET keeps 100 ns).
/// </summary>
internal sealed class OriginalForms
{
    private readonly Dictionary<(string Place, string Plaintext), string> _ciphertexts = [];
    private readonly Dictionary<(string Urn, DateTimeOffset Time), string> _times = [];

    /// <summary>Which key the ciphertexts were made with; one of another key must not be used again.</summary>
    public string? Salt { get; init; }

    public void Remember(string place, string plaintext, string ciphertext) => _ciphertexts.TryAdd((place, plaintext), ciphertext);

    public string? Ciphertext(string place, string plaintext) => _ciphertexts.GetValueOrDefault((place, plaintext));

    public void Remember(string urn, DateTimeOffset time, string text) => _times.TryAdd((urn, time), text);

    /// <summary>A time as RFC 3339 with nanoseconds, trailing zeros left out as Go does.</summary>
    public string Time(string urn, DateTimeOffset time) => _times.TryGetValue((urn, time), out var text) ? text : Format(time);

    public static string Format(DateTimeOffset time)
    {
        time = time.ToUniversalTime();
        var text = time.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff", CultureInfo.InvariantCulture).TrimEnd('0').TrimEnd('.');
        return text + "Z";
    }
}
