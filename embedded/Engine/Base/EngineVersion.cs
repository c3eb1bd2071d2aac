namespace Coder.Infra.Engine.Base;

/// <summary>The version of the official CLI whose behaviour this engine keeps to; projects and programs may require at least that.</summary>
internal static class EngineVersion
{
    /// <summary>The version.</summary>
    public static Version Compatible { get; } = new(3, 274, 1);

    /// <summary>As <c>pulumi version</c> prints it: the suffix says that this is not the official CLI.</summary>
    public static string Text => $"v{Compatible}+embedded";

    /// <summary>Refuses a project that requires another version (<c>requiredPulumiVersion</c>).</summary>
    /// <param name="range">The range that the project names; null for none.</param>
    /// <param name="path">Path of its file.</param>
    public static void Require(string? range, string? path)
    {
        if (range is not { Length: > 0 })
            return;
        if (VersionRange.TryParse(range) is not { } parsed)
            throw new UserErrorException($"{path}: requiredPulumiVersion \"{range}\" is not a range of versions; write it like \">=3.100.0 <4.0.0\"");
        if (!parsed.Contains(Compatible))
            throw new UserErrorException($"Pulumi CLI version {Compatible} does not satisfy the version range \"{range}\" requested by {path}; change requiredPulumiVersion there, or use another version of the official CLI (PULUMIW_ENGINE=official)");
    }
}
