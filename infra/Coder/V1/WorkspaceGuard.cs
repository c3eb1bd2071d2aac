namespace Coder.Infra.Coder.V1;

/// <summary>The seed's rule: a workspace provider can only be removed when it no longer contains any workspaces.</summary>
internal static class WorkspaceGuard
{
    private const int Named = 10;

    /// <summary>Throws, and names the workspaces, where there are any.</summary>
    public static Task RequireNoneAsync(CoderClient coder, Pool pool, CancellationToken cancellationToken) => RequireNoneAsync(
        coder, pool, "It takes no new ones; nothing else has been touched. Remove them, then run the same command again; to keep the provider after all, run: pulumi up", cancellationToken);

    /// <summary>Throws, and names the workspaces, where there are any.</summary>
    /// <param name="coder">The deployment.</param>
    /// <param name="pool">The provider.</param>
    /// <param name="then">Sentences that say what has happened and what to do.</param>
    /// <param name="cancellationToken">Ends the look-up.</param>
    public static async Task RequireNoneAsync(CoderClient coder, Pool pool, string then, CancellationToken cancellationToken)
    {
        var workspaces = await coder.ListWorkspacesAsync(pool.Id, cancellationToken);
        if (workspaces.Count == 0)
            return;
        var names = string.Join(", ", workspaces.Take(Named).Select(workspace => workspace.Name));
        var more = workspaces.Count > Named ? $" and {workspaces.Count - Named} more" : "";
        throw new CoderException($"Workspace provider {pool.Name} still holds {workspaces.Count} {(workspaces.Count == 1 ? "workspace" : "workspaces")}: {names}{more}. {then}");
    }
}
