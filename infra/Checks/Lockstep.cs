using Coder.Infra.Settings;

namespace Coder.Infra.Checks;

/// <summary>What a stack provisions has its deployment's version, and is upgraded with it.</summary>
internal static class Lockstep
{
    /// <summary>Decides on the chart's version; a problem where it must not be installed.</summary>
    public static void Check(StackSettings settings, Findings findings)
    {
        var url = settings.CoderUrl.OriginalString;
        findings.ChartVersion = settings.CoderVersion ?? default;
        // Without an answer there is nothing to compare with; that it did not answer is among the problems.
        if (findings.DeploymentVersion.Length == 0)
            return;
        if (!CoderVersion.TryParse(findings.DeploymentVersion, out var deployed))
        {
            findings.Problem(13, $"The Coder deployment at {url} reports version \"{findings.DeploymentVersion}\", which is not a valid version. Is coder-infra:coderUrl the access URL of a Coder deployment?");
            return;
        }

        var wanted = findings.ChartVersion = settings.CoderVersion ?? deployed;
        if (settings.CoderVersion is null && settings.Kind.ChartGap(settings.ChartRepository, wanted) is { } gap)
            findings.Problem(13, $"coder-infra:coderVersion is auto, and the Coder deployment at {url} is at {gap}");
        if (wanted != deployed)
            Compare(settings, wanted, deployed, findings);
        if (CoderVersion.TryParse(findings.Deployed?.ChartVersion, out var released) && wanted.CompareTo(released) < 0 && !settings.AllowDowngrade)
        {
            findings.Problem(14, $"The release in the namespace {settings.Namespace} is at version {released}, and {wanted} is older. The chart is not made for downgrades. " +
                "Allow it with: pulumi config set allowDowngrade true");
        }
    }

    private static void Compare(StackSettings settings, CoderVersion wanted, CoderVersion deployed, Findings findings)
    {
        var differ = $"The Coder deployment at {settings.CoderUrl.OriginalString} is at version {deployed}, but coder-infra:coderVersion is {wanted}";
        if (settings.AllowVersionSkew)
            findings.Warning($"{differ}; coder-infra:allowVersionSkew permits it.");
        else
        {
            var follow = deployed.IsDevelopment ? "That is a development build, which has no chart. Allow the difference: pulumi config set allowVersionSkew true"
                : $"Follow the deployment with: pulumi config set coderVersion {deployed}   (or allow the difference for a while: pulumi config set allowVersionSkew true)";
            findings.Problem(13, $"{differ}; a {settings.Kind.Noun} must have its deployment's version. {follow}");
        }
    }
}
