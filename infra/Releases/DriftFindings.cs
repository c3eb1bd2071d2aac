namespace Coder.Infra.Releases;

/// <summary>What a look for drift found.</summary>
/// <param name="Changes">What differs from the release: a line per object, below it, four spaces in, the fields. None where nothing does.</param>
/// <param name="Missing">What could not be looked at: a line per permission that is missing: <c>Secret token: the credentials may not get secrets in the namespace coder</c>.</param>
internal sealed record DriftFindings(IReadOnlyList<string> Changes, IReadOnlyList<string> Missing);
