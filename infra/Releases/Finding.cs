namespace Coder.Infra.Releases;

/// <summary>What is wrong with an object that Helm waits for.</summary>
/// <param name="Short">One short line: <c>Deployment envproxy: 0 of 1 pods are ready; pod envproxy-x: container envproxy: ImagePullBackOff</c>.</param>
/// <param name="Details">What else is known, a line each: states, events, logs, conditions.</param>
/// <param name="IsFailure">Whether something went wrong, not only takes its time.</param>
/// <param name="IsGone">Whether the object is not there.</param>
internal sealed record Finding(string Short, IReadOnlyList<string> Details, bool IsFailure, bool IsGone = false);
