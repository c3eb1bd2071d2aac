namespace Pulumi.Random;

/// <summary>What the random provider takes.</summary>
public sealed class ProviderArgs : ResourceArgs;
