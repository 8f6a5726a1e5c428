namespace ControlPlane.Diagnostics;

/// <summary>A clock that stands still, to judge something as of then.</summary>
sealed class FixedTime(DateTimeOffset now) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => now;
}
