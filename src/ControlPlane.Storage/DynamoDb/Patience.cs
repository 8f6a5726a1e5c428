using System.Security.Cryptography;

namespace ControlPlane.Storage.DynamoDb;

/// <summary>Short waits for what is about to be there. The table's clock counts, and not the one that decides what has expired.</summary>
static class Patience
{
    /// <summary>How often to look again before what is missing counts as gone: for about a second.</summary>
    public const int Tries = 50;

    // Half a second to a second of waits.
    const int Repeats = 6;

    /// <summary>Asks something that may be asked twice, and again while the trouble is of the kind that passes: for at most a second of
    /// waiting.</summary>
    /// <param name="ask">The question.</param>
    /// <param name="atMost">When to stop asking again.</param>
    /// <param name="ct">Ends the wait.</param>
    public static async Task<T> RepeatAsync<T>(Func<Task<T>> ask, TimeSpan atMost, CancellationToken ct)
    {
        var begun = TimeProvider.System.GetTimestamp();
        for (var tries = 0; ; tries++)
        {
            try
            {
                return await ask();
            }
            catch (Exception e) when (
                tries < Repeats && !ct.IsCancellationRequested && DynamoDbFaults.IsPassing(e) && TimeProvider.System.GetElapsedTime(begun) < atMost)
            {
                await WaitAsync(ct, tries + 1);
            }
        }
    }

    /// <summary>Waits some milliseconds, not the same for everyone.</summary>
    /// <param name="ct">Ends the wait.</param>
    /// <param name="attempt">The longer the more often it was tried: up to 6 doublings.</param>
    public static Task WaitAsync(CancellationToken ct, int attempt = 2)
        => Task.Delay(TimeSpan.FromMilliseconds(RandomNumberGenerator.GetInt32(2, 8 << Math.Min(attempt, 6))), TimeProvider.System, ct);
}
