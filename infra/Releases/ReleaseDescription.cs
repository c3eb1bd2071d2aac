namespace Coder.Infra.Releases;

/// <summary>
/// The description of a revision, by which a stack knows its own: Helm keeps it with the revision and shows it in <c>helm history</c>. Another
/// description is an upgrade with the same manifest, which puts back what was changed by hand and restarts nothing.
/// </summary>
internal static class ReleaseDescription
{
    /// <summary>Whether a stack made the revision.</summary>
    public static bool IsOwn(HelmRecord record, string stack) => record.Description == Own(stack) || record.Description.StartsWith(Own(stack) + ", ", StringComparison.Ordinal);

    /// <summary>The description to ask for.</summary>
    /// <param name="newest">The newest revision; null where there is none.</param>
    /// <param name="stack">The stack, as <c>project/stack</c>.</param>
    /// <param name="drifted">Whether something of it was changed by hand.</param>
    /// <returns>The revision's own, unless there is something to put back.</returns>
    public static string Of(HelmRecord? newest, string stack, bool drifted) =>
        newest is not null && drifted ? $"{Own(stack)}, restored after revision {newest.Revision}"
        : newest is not null && IsOwn(newest, stack) ? newest.Description
        : Own(stack);

    private static string Own(string stack) => $"Coder.Infra stack {stack}";
}
