namespace Coder.Infra.Adoption;

/// <summary>A workspace proxy that was installed by hand and is taken over.</summary>
/// <param name="Id">Id of its registration.</param>
/// <param name="Revision">Revision of its release.</param>
internal sealed record AdoptedProxy(string Id, int Revision);
