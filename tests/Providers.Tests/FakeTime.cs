namespace Coder.Infra.Providers.Tests;

/// <summary>A clock that a test sets; timers run by the real one.</summary>
internal sealed class FakeTime(DateTimeOffset now) : TimeProvider
{
    public DateTimeOffset Now { get; set; } = now;

    public override DateTimeOffset GetUtcNow() => Now;
}
