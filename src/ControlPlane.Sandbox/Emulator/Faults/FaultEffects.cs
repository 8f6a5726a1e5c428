using ControlPlane.Sandbox.Emulator.Wire;

namespace ControlPlane.Sandbox.Emulator.Faults;

/// <summary>What the faults that struck do to a call.</summary>
static class FaultEffects
{
    /// <summary>True when the connection is to be cut before anything is done.</summary>
    /// <exception cref="AwsErrorException">A throttle or server error struck.</exception>
    public static bool Before(string service, IReadOnlyList<Fault> faults)
    {
        foreach (var fault in faults)
        {
            switch (fault.Kind)
            {
                case FaultKind.Throttle:
                    throw AwsErrors.Throttled(service);
                case FaultKind.ServerError:
                    throw AwsErrors.Internal(fault.Status);
                case FaultKind.DropBefore:
                    return true;
            }
        }

        return false;
    }

    /// <summary>The call as the faults bend it.</summary>
    public static AwsCall Bend(AwsCall call, IReadOnlyList<Fault> faults) => call with
    {
        // What writes knows the truth: an old version must never be written back over a newer one.
        AsOf = call.Now - (call.IsRead ? faults.FirstOrDefault(f => f.Kind == FaultKind.Stale)?.Delay ?? TimeSpan.Zero : TimeSpan.Zero),
        FailWith = faults.FirstOrDefault(f => f.Kind == FaultKind.Fail)?.Message,
    };
}
