using Coder.Infra.Resources;
using Coder.Infra.Settings;

namespace Coder.Infra;

/// <summary>The seed's rule: a workspace provider is upgraded in lockstep with its Coder deployment.</summary>
internal static class Lockstep
{
    /// <summary>The version of the chart to install, and the deployment's; what is wrong with them is added to the problems.</summary>
    public static (CoderVersion Chart, CoderVersion Deployed) Version(StackSettings settings, PreconditionsInfo found, List<string> problems, List<string> warnings)
    {
        var url = settings.CoderUrl.OriginalString;
        // Without an answer there is nothing to compare with; that it did not answer is among the problems.
        if (found.CoderVersion.Length == 0)
            return (settings.CoderVersion ?? default, default);
        if (!CoderVersion.TryParse(found.CoderVersion, out var deployed))
        {
            problems.Add($"The Coder deployment at {url} tells the version \"{found.CoderVersion}\", which is none. Is coder-infra:coderUrl the access URL of a Coder v1 deployment?");
            return default;
        }

        var wanted = settings.CoderVersion ?? deployed;
        if (settings.CoderVersion is null && SettingsReader.ChartGap(settings.ChartRepository, wanted) is { } gap)
            problems.Add($"coder-infra:coderVersion is auto, and the Coder deployment at {url} is at {gap}");
        if (wanted != deployed)
            Compare(settings, wanted, deployed, problems, warnings);
        if (CoderVersion.TryParse(found.ReleaseVersion, out var released) && wanted.CompareTo(released) < 0 && !settings.AllowDowngrade)
        {
            problems.Add($"The release in the namespace {settings.Namespace} is at version {released}, and {wanted} is older: a downgrade is not what the chart is made for. " +
                "Allow it with: pulumi config set allowDowngrade true");
        }

        return (wanted, deployed);
    }

    private static void Compare(StackSettings settings, CoderVersion wanted, CoderVersion deployed, List<string> problems, List<string> warnings)
    {
        var differ = $"The Coder deployment at {settings.CoderUrl.OriginalString} is at version {deployed}, but coder-infra:coderVersion is {wanted}";
        if (settings.AllowVersionSkew)
        {
            warnings.Add($"{differ}; coder-infra:allowVersionSkew lets it pass.");
            return;
        }

        problems.Add(
            $"{differ}; a workspace provider must have its deployment's version. Follow the deployment with: pulumi config set coderVersion {deployed}   " +
            "(or allow the difference for a while: pulumi config set allowVersionSkew true)");
    }
}
