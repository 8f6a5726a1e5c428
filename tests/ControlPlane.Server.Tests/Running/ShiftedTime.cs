namespace ControlPlane.Server.Tests.Running;

/// <summary>The system's clock and timers, some time later: what waits goes on waiting as it is, and what looks at the clock sees the
/// future.</summary>
sealed class ShiftedTime : TimeProvider
{
    long _ticks;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddTicks(Interlocked.Read(ref _ticks));

    public void Advance(TimeSpan by) => Interlocked.Add(ref _ticks, by.Ticks);
}
