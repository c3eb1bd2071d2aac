namespace Coder.Infra.Adoption;

/// <summary>An installation that cannot be taken over as it is; the message has every reason and what to do.</summary>
internal sealed class AdoptionException(string message) : Exception(message);
