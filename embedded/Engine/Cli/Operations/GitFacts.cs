using System.Collections.Immutable;
using System.ComponentModel;
using System.Diagnostics;

namespace Coder.Infra.Engine.Cli.Operations;

/// <summary>The commit that a project is at, as git reports it.</summary>
internal static class GitFacts
{
    /// <summary>Adds <c>git.*</c> and <c>vcs.*</c>; nothing where the folder is in no repository or there is no git.</summary>
    /// <returns>The title of the commit; empty where there is none.</returns>
    public static async Task<string> ReadAsync(string folder, ImmutableSortedDictionary<string, string>.Builder facts, CancellationToken cancellationToken)
    {
        var root = folder;
        while (!Path.Exists(Path.Combine(root, ".git")))
        {
            if (Path.GetDirectoryName(root) is not { } parent)
                return "";
            root = parent;
        }

        // Four processes side by side, while the run goes on.
        var (commit, branch, status, remote) = (
            GitAsync(folder, cancellationToken, "log", "-1", "--format=%H%n%cn%n%ce%n%an%n%ae%n%s"),
            GitAsync(folder, cancellationToken, "symbolic-ref", "--quiet", "HEAD"),
            GitAsync(folder, cancellationToken, "status", "--porcelain"),
            GitAsync(folder, cancellationToken, "remote", "get-url", "origin"));
        if (await remote.ConfigureAwait(false) is { Length: > 0 } url)
            AddRemote(facts, url.Trim(), Path.GetRelativePath(root, folder));
        var dirty = await status.ConfigureAwait(false);
        var name = await branch.ConfigureAwait(false);
        if ((await commit.ConfigureAwait(false))?.Split('\n') is not [var head, var committer, var committerEmail, var author, var authorEmail, var title, ..])
            return "";
        facts["git.head"] = head;
        if (name is { Length: > 0 })
            facts["git.headName"] = name.Trim();
        facts["git.committer"] = committer;
        facts["git.committer.email"] = committerEmail;
        facts["git.author"] = author;
        facts["git.author.email"] = authorEmail;
        if (dirty is not null)
            facts["git.dirty"] = dirty.Length > 0 ? "true" : "false";
        return title;
    }

    /// <summary><c>https://github.com/OWNER/REPO.git</c> and <c>git@github.com:OWNER/REPO.git</c>.</summary>
    private static void AddRemote(ImmutableSortedDictionary<string, string>.Builder facts, string url, string inRepository)
    {
        facts["vcs.root"] = inRepository.Replace('\\', '/');
        var address = url.Contains("://", StringComparison.Ordinal) ? url[(url.IndexOf("://", StringComparison.Ordinal) + 3)..] : url.Replace(':', '/');
        var parts = address[(address.IndexOf('@', StringComparison.Ordinal) + 1)..].Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length < 3)
            return;
        facts["vcs.kind"] = parts[0].Split(':')[0];
        facts["vcs.owner"] = string.Join('/', parts[1..^1]);
        facts["vcs.repo"] = parts[^1].EndsWith(".git", StringComparison.Ordinal) ? parts[^1][..^4] : parts[^1];
    }

    /// <summary>What git prints; null where it fails or is not installed.</summary>
    private static async Task<string?> GitAsync(string folder, CancellationToken cancellationToken, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("git", arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true })!;
            var errors = process.StandardError.ReadToEndAsync(cancellationToken);
            var output = await process.StandardOutput.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
            await errors.ConfigureAwait(false);
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            return process.ExitCode == 0 ? output : null;
        }
        catch (Exception error) when (error is Win32Exception or OperationCanceledException or IOException)
        {
            return null;
        }
    }
}
