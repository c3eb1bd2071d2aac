using System.Globalization;
using Coder.Infra.Protocol.Properties;
using Coder.Infra.Providers.Bridge;

namespace Coder.Infra.Providers.Tls;

/// <summary>A certificate, which is replaced some hours before it expires.</summary>
internal abstract class CertificateResource(TimeProvider time) : BridgedResource
{
    /// <summary>The clock.</summary>
    protected TimeProvider Time { get; } = time;

    /// <summary>A certificate whose renewal is due asks for a new one at the next update.</summary>
    public override IEnumerable<string> Expired(PropertyMap state)
    {
        if (state.Flag("readyForRenewal") == true || IsDue(state))
            yield return "readyForRenewal";
    }

    /// <summary>A refresh shows that the renewal is due.</summary>
    public override PropertyMap Refresh(PropertyMap state) => IsDue(state) ? state.Set("readyForRenewal", true) : state;

    public override IEnumerable<(string Attribute, string Reason)> Validate(PropertyMap inputs) => CertificateTemplate.Problems(inputs);

    private bool IsDue(PropertyMap state) =>
        DateTimeOffset.TryParse(state.Text("validityEndTime"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var end)
        && end.AddHours(-(state.Number("earlyRenewalHours") ?? 0)) <= Time.GetUtcNow();
}
