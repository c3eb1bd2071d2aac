using Coder.Infra.Dns;
using Coder.Infra.Settings;

namespace Coder.Infra.Checks;

/// <summary>Whether the name server that is to hold the records answers.</summary>
internal sealed class NameServerChecks(Findings findings, StackSettings settings, TimeProvider time)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (settings.Dns.Server is not { } server)
            return;
        try
        {
            // Reading needs no key; whether the server takes the update shows at the update only.
            await new RecordUpdater(server, time, _ => { }).ReadAsync(settings.Host, cancellationToken);
        }
        catch (DnsException error)
        {
            findings.Problem(45, error.Message);
        }
    }
}
