using System.Security.Cryptography;

namespace ControlPlane.Aws.Calls;

/// <summary>Waits between attempts, with full jitter: anything from nothing to the doubled step, so that callers who failed together do
/// not come back together (AWS Architecture Blog, exponential backoff and jitter).</summary>
static class Jitter
{
    static readonly TimeSpan s_longest = TimeSpan.FromSeconds(5);

    /// <summary>The wait after an attempt that ended in a fault.</summary>
    /// <param name="attempt">The attempt's number, from 1.</param>
    /// <param name="fault">What it ended in; throttling waits longer.</param>
    public static TimeSpan After(int attempt, AwsFault fault)
    {
        var step = fault is AwsFault.Throttled ? 400.0 : 100.0;
        var most = Math.Min(s_longest.TotalMilliseconds, step * Math.Pow(2, attempt - 1));
        return TimeSpan.FromMilliseconds(RandomNumberGenerator.GetInt32((int)most + 1));
    }
}
