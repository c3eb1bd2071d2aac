using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Coder.Infra.Engine.Workspace;

namespace Coder.Infra.Engine.Cli.Operations;

/// <summary>
/// What a stack's history records about a run: how it was started, from which commit, by which CI system. Keys are the official
/// CLI's. Of environment variables only the names are recorded.
/// </summary>
internal static class RunFacts
{
    /// <summary>Collects the facts; the message is the one given, else the title of the commit.</summary>
    /// <param name="invocation">The command.</param>
    /// <param name="folder">The project's folder.</param>
    public static async Task<(string Message, ImmutableSortedDictionary<string, string> Facts)> CollectAsync(Invocation invocation, string folder)
    {
        var (flags, environment) = (invocation.Flags, invocation.Host.Environment);
        var facts = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        facts["exec.kind"] = flags.Text("exec-kind") is "auto.inline" or "auto.local" ? flags.Text("exec-kind")! : "cli";
        if (flags.Text("exec-agent") is { Length: > 0 } agent)
            facts["exec.agent"] = agent;
        facts["updatePlan"] = flags.Has("plan") ? "true" : "false";
        facts["stack.environments"] = "[]";
        facts["pulumi.version"] = EngineVersion.Text;
        facts["pulumi.os"] = OperatingSystem.IsWindows() ? "windows" : OperatingSystem.IsMacOS() ? "darwin" : "linux";
        facts["pulumi.arch"] = RuntimeInformation.ProcessArchitecture switch { Architecture.X64 => "amd64", Architecture.X86 => "386", var other => other.ToString().ToLowerInvariant() };
        foreach (var name in flags.Names)
            facts[$"pulumi.flag.{name}"] = flags.Text(name) switch { "true" => "true", "false" => "false", _ => "set" };
        foreach (var name in environment.Keys.Where(name => name.StartsWith("PULUMI_", StringComparison.Ordinal)))
            facts[$"pulumi.env.{name}"] = environment[name] switch { "true" or "1" => "true", "false" or "0" => "false", _ => "set" };
        AddContinuousIntegration(facts, environment);
        var commit = await GitFacts.ReadAsync(folder, facts, invocation.Host.Cancel).ConfigureAwait(false);
        return (flags.Text("message") is { Length: > 0 } message ? message : commit, facts.ToImmutable());
    }

    private static void AddContinuousIntegration(ImmutableSortedDictionary<string, string>.Builder facts, IReadOnlyDictionary<string, string> environment)
    {
        string Of(string name) => environment.GetValueOrDefault(name, "");
        (string Key, string Value)[] found = Of("GITHUB_ACTIONS").Length > 0
            ?
            [
                ("ci.system", "GitHub Actions"), ("ci.build.id", Of("GITHUB_RUN_ID")), ("ci.build.number", Of("GITHUB_RUN_NUMBER")), ("ci.build.type", Of("GITHUB_EVENT_NAME")),
                ("ci.build.url", Of("GITHUB_RUN_ID").Length > 0 ? $"{Of("GITHUB_SERVER_URL")}/{Of("GITHUB_REPOSITORY")}/actions/runs/{Of("GITHUB_RUN_ID")}" : ""), ("ci.pr.headSHA", Of("GITHUB_SHA")),
            ]
            : Of("GITLAB_CI").Length > 0
            ?
            [
                ("ci.system", "GitLab CI/CD"), ("ci.build.id", Of("CI_JOB_ID")), ("ci.build.number", Of("CI_PIPELINE_IID")), ("ci.build.type", Of("CI_PIPELINE_SOURCE")),
                ("ci.build.url", Of("CI_JOB_URL")), ("ci.pr.headSHA", Of("CI_COMMIT_SHA")), ("ci.pr.number", Of("CI_MERGE_REQUEST_IID")),
            ]
            : Of("PULUMI_CI_SYSTEM").Length > 0
            ?
            [
                ("ci.system", Of("PULUMI_CI_SYSTEM")), ("ci.build.id", Of("PULUMI_CI_BUILD_ID")), ("ci.build.number", Of("PULUMI_CI_BUILD_NUMBER")), ("ci.build.type", Of("PULUMI_CI_BUILD_TYPE")),
                ("ci.build.url", Of("PULUMI_CI_BUILD_URL")), ("ci.pr.headSHA", Of("PULUMI_CI_PULL_REQUEST_SHA")), ("ci.pr.number", Of("PULUMI_PR_NUMBER")),
            ]
            : [];
        foreach (var (key, value) in found.Where(fact => fact.Value.Length > 0))
            facts[key] = value;
    }
}
