namespace Coder.Infra.Providers.Kubernetes.Waiting;

/// <summary>How far an object is.</summary>
/// <param name="State">Whether it is ready, may become so, or never will.</param>
/// <param name="Message">What it waits for, or why it failed; empty where there is nothing to say.</param>
internal readonly record struct Readiness(ReadinessState State, string Message)
{
    public static Readiness Ready(string message = "") => new(ReadinessState.Ready, message);

    public static Readiness Waiting(string message) => new(ReadinessState.Waiting, message);

    public static Readiness Failed(string message) => new(ReadinessState.Failed, message);

    public static Readiness When(bool ready, string waiting) => ready ? Ready() : Waiting(waiting);
}

/// <summary>How far an object is.</summary>
internal enum ReadinessState
{
    /// <summary>It is where it should be.</summary>
    Ready,

    /// <summary>It may still get there.</summary>
    Waiting,

    /// <summary>It will not get there by itself.</summary>
    Failed,
}
