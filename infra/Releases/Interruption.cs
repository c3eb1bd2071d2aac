using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Coder.Infra.Kubernetes;

namespace Coder.Infra.Releases;

/// <summary>
/// What a run that was killed left of a release. Helm refuses to go on from it («another operation is in progress», «cannot re-use a name that is
/// still in use», «has no deployed releases»), so it is settled before the release is declared.
/// </summary>
/// <remarks>
/// <code>
/// newest record     what is done                                      what the release does then
/// pending-install   marked as failed once no operation can be behind  installed over it (replace), takes its objects over
/// pending-upgrade   marked as failed once no operation can be behind  upgraded from the deployed revision
/// pending-rollback  marked as failed once no operation can be behind  upgraded from the deployed revision
/// uninstalling      marked as failed once no operation can be behind  as pending-install, or upgraded where an older revision was deployed
/// deployed          nothing                                           imported, unless the state knows it; upgraded
/// failed            nothing                                           installed over it, or imported and upgraded where a revision was deployed
/// </code>
/// A record is marked, never deleted: it names the objects that the killed run created, and a removal finds them there.
/// </remarks>
internal static class Interruption
{
    /// <summary>What <c>helm history</c> shows of a revision that was settled.</summary>
    private const string Settled = "Interrupted: the operation was killed before it ended";

    /// <summary>How a release is known as the stack's own: its values have the token that the registration gave.</summary>
    /// <param name="tokens">The tokens that the registration gave; none where it has given none yet.</param>
    public static Func<HelmRecord, bool> OwnedBy(params IEnumerable<string?> tokens)
    {
        var own = tokens.Where(token => !string.IsNullOrEmpty(token)).Select(token => Encoding.UTF8.GetBytes(token!)).ToList();
        return record => record.Values.Text("envproxy", "token") is { Length: > 0 } token
            && own.Exists(item => CryptographicOperations.FixedTimeEquals(item, Encoding.UTF8.GetBytes(token)));
    }

    /// <summary>Looks at a release; changes nothing.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="ns">Namespace of the release.</param>
    /// <param name="name">Name of the release.</param>
    /// <param name="isOwn">Whether a record belongs to the stack.</param>
    /// <param name="timeout">Timeout of the release.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends the requests.</param>
    /// <exception cref="ClusterException">The records cannot be read.</exception>
    public static async Task<Settlement> LookAsync(
        ClusterClient cluster, string ns, string name, Func<HelmRecord, bool> isOwn, TimeSpan timeout, TimeProvider time, CancellationToken cancellationToken) =>
        Judge(await HelmRecord.HistoryAsync(cluster, ns, name, cancellationToken), ns, name, isOwn, timeout, time);

    /// <summary>
    /// Settles what a killed run left: waits until its operation ended by itself, which a plugin that outlived its engine does, or cannot be running
    /// any more, and marks its record as failed then. Leaves alone what is not the stack's own, and what was written meanwhile. For an update only.
    /// </summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="ns">Namespace of the release.</param>
    /// <param name="name">Name of the release.</param>
    /// <param name="isOwn">Whether a record belongs to the stack.</param>
    /// <param name="timeout">Timeout of the release.</param>
    /// <param name="time">The clock.</param>
    /// <param name="progress">Gets what is waited for and what was done.</param>
    /// <param name="cancellationToken">Ends it; run again, it continues.</param>
    /// <returns>What there is now; never <see cref="ReleaseCondition.Interrupted"/>.</returns>
    /// <exception cref="ClusterException">The records cannot be read or written.</exception>
    public static async Task<Settlement> SettleAsync(
        ClusterClient cluster, string ns, string name, Func<HelmRecord, bool> isOwn, TimeSpan timeout, TimeProvider time, Action<string> progress, CancellationToken cancellationToken)
    {
        for (; ; )
        {
            var history = await HelmRecord.HistoryAsync(cluster, ns, name, cancellationToken);
            var found = Judge(history, ns, name, isOwn, timeout, time);
            if (found.Condition != ReleaseCondition.Interrupted)
                return found;
            var last = history[^1];
            if (await HasEndedAsync(cluster, last, timeout, time, progress, cancellationToken))
                continue;
            try
            {
                await last.FailAsync(cluster, Settled, cancellationToken);
                progress($"The release {ns}/{name} was left {last.Status} by an interrupted run: revision {last.Revision} is marked as failed.");
            }
            catch (ClusterException error) when (error.Status is HttpStatusCode.Conflict or HttpStatusCode.NotFound)
            {
                // The operation was alive after all, and wrote or deleted its record: look again.
            }
        }
    }

    /// <summary>Waits while an operation may be behind a record.</summary>
    /// <returns>Whether the record changed or went, so the operation has ended or gone on; false when nothing can be behind it any more.</returns>
    internal static async Task<bool> HasEndedAsync(ClusterClient cluster, HelmRecord record, TimeSpan timeout, TimeProvider time, Action<string> progress, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (record.BusyUntil(timeout, now) is not { } until)
            return false;
        var wait = new Wait(until - now, time, progress);
        for (; ; )
        {
            if (!record.IsUnchanged(await HelmRecord.LatestAsync(cluster, record.Namespace, record.Name, cancellationToken)))
                return true;
            if (wait.IsOver)
                return false;
            wait.Say($"Waiting for an operation that may be running: the release {record.Namespace}/{record.Name} is {record.Status} (revision {record.Revision}, since {Text(record.Began)})");
            await wait.PauseAsync(cancellationToken);
        }
    }

    private static Settlement Judge(IReadOnlyList<HelmRecord> history, string ns, string name, Func<HelmRecord, bool> isOwn, TimeSpan timeout, TimeProvider time)
    {
        if (history is not [.., var last])
            return new Settlement { Condition = ReleaseCondition.Absent };
        var now = time.GetUtcNow();
        var found = new Settlement
        {
            Condition = !isOwn(last) ? ReleaseCondition.Foreign : last.IsInterrupted ? ReleaseCondition.Interrupted : ReleaseCondition.Settled,
            Status = last.Status,
            Revision = last.Revision,
            Since = last.Began == default ? null : last.Began,
            Until = last.BusyUntil(timeout, now),
        };
        if (found.Condition == ReleaseCondition.Foreign)
            return found with { Message = found.Until is null ? null : Foreign(last, ns, name, found.Until.Value, now) };
        // What settling leaves as it is decides, so that a preview and the update after it agree.
        var deployed = history.Any(record => record.Status is "deployed" or "superseded" or "unknown");
        return found with
        {
            ImportId = deployed ? $"{ns}/{name}" : null,
            Message = found.Until is null ? null : Own(last, ns, name, found.Until.Value, now, deployed),
        };
    }

    private static string Own(HelmRecord last, string ns, string name, DateTimeOffset until, DateTimeOffset now, bool deployed) =>
        $"The release {ns}/{name} is {last.Status} (revision {last.Revision}, since {Text(last.Began)}): a run was interrupted. "
        + $"An update {(until > now ? $"waits until {Text(until)} for an operation that may be running, then" : "first")} marks revision {last.Revision} as failed, and {(deployed ? "upgrades" : "installs")} the release.";

    private static string Foreign(HelmRecord last, string ns, string name, DateTimeOffset until, DateTimeOffset now) =>
        $"The release {ns}/{name} is {last.Status} (revision {last.Revision}, chart {last.ChartName} {last.ChartVersion}, since {Text(last.Began)}) and belongs to another installation: it is not of this stack. "
        + (until > now ? $"Its operation may be running until {Text(until)}: wait for it, or " : "Its operation was killed: ask its owner to settle it, or ")
        + "use another namespace: pulumi config set namespace <name>";

    private static string Text(DateTimeOffset time) => time == default ? "an unknown time" : time.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
