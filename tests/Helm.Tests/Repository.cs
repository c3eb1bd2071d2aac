namespace Coder.Infra.Helm.Tests;

/// <summary>Where the repository's files are.</summary>
static class Repository
{
    public static string Root { get; } = Checkout.Root;

    public static string Recording(params string[] parts) => Checkout.Recording(parts);
}
