namespace Coder.Infra.Coder.V1;

/// <summary>Organizations by name: what settings say, where Coder's API takes ids.</summary>
internal static class Organizations
{
    /// <summary>What is wrong with the names, or null where Coder has all of them.</summary>
    public static async Task<string?> UnknownAsync(CoderClient coder, IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        if (names.Count == 0)
            return null;
        var known = (await coder.ListOrganizationsAsync(cancellationToken)).Select(organization => organization.Name).ToList();
        var unknown = names.Except(known).Select(name => $"\"{name}\"").ToList();
        return unknown.Count == 0 ? null
            : $"Coder has no organization {string.Join(", ", unknown)}; it has {string.Join(", ", known)}. Set them with: pulumi config set --path 'organizations[0]' <name>";
    }
}
