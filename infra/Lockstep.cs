using Coder.Infra.Settings;
using Pulumi;

namespace Coder.Infra;

/// <summary>The seed's rule: a workspace provider is upgraded in lockstep with its Coder deployment.</summary>
internal static class Lockstep
{
    /// <summary>The version to install, when the deployment is of that version too.</summary>
    /// <exception cref="ResourceException">It is of another, and that is not allowed.</exception>
    public static string Require(StackSettings settings, string found, Resource resource)
    {
        if (!CoderVersion.TryParse(found, out var deployed))
            throw new ResourceException($"The Coder deployment at {settings.CoderUrl.OriginalString} tells the version \"{found}\", which is none. Is coder-infra:coderUrl the access URL of a Coder v1 deployment?", resource, hideStack: true);
        if (deployed == settings.CoderVersion)
            return settings.CoderVersion.ToString();
        var differ = $"The Coder deployment at {settings.CoderUrl.OriginalString} is at version {deployed}, but coder-infra:coderVersion is {settings.CoderVersion}";
        if (!settings.AllowVersionSkew)
        {
            throw new ResourceException(
                $"{differ}; a workspace provider must have its deployment's version. Follow the deployment with: pulumi config set coderVersion {deployed}   " +
                "(or allow the difference for a while: pulumi config set allowVersionSkew true)",
                resource, hideStack: true);
        }

        Log.Warn($"{differ}; coder-infra:allowVersionSkew lets it pass.", resource);
        return settings.CoderVersion.ToString();
    }
}
