namespace Coder.Infra.Helm.Tests;

/// <summary>The recorded runs of Helm in <c>tests/Recordings</c>.</summary>
internal static class Recordings
{
    public static string Root { get; } = Checkout.Root;

    public static string Helm => Checkout.Recording("helm");
}
