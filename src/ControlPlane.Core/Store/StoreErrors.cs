using ControlPlane.Errors;

namespace ControlPlane.Store;

/// <summary>What the store refuses.</summary>
public static class StoreErrors
{
    /// <summary>The engine cannot be reached, is locked, or has no room.</summary>
    /// <param name="what">What happened, for people.</param>
    /// <param name="inner">The engine's own error, for the log.</param>
    public static RefusedException Unavailable(string what, Exception? inner = null) => new(
        RefusalKind.Unavailable, "STORE_UNAVAILABLE", $"The store cannot be used right now: {what} Try again in a moment.", inner)
    {
        RetryAfter = TimeSpan.FromSeconds(1),
        Fix = "The operator of the control plane looks at the store's disk or server.",
    };

    /// <summary>The feed no longer reaches back that far, or never reached it.</summary>
    /// <param name="afterRevision">The revision that was asked for.</param>
    public static RefusedException FeedLost(long afterRevision) => new(
        RefusalKind.Precondition, "STORE_FEED_LOST", $"The change feed does not hold what followed revision {afterRevision}: list again and watch from there.")
    {
        Metadata = new Dictionary<string, string> { ["revision"] = $"{afterRevision}" },
    };

    /// <summary>A bound of <see cref="StoreLimits"/> does not hold.</summary>
    /// <param name="what">Which, in a sentence.</param>
    public static RefusedException LimitExceeded(string what) => new(RefusalKind.Invalid, "STORE_LIMIT_EXCEEDED", what);

    /// <summary>The engine found at the start cannot serve as our store.</summary>
    /// <param name="reason">The reason code.</param>
    /// <param name="what">What is wrong and what to do.</param>
    /// <param name="inner">The engine's own error, for the log.</param>
    public static RefusedException NotUsable(string reason, string what, Exception? inner = null)
        => new(RefusalKind.Precondition, reason, what, inner);

    /// <summary>Others kept changing the same documents.</summary>
    /// <param name="key">One of the keys.</param>
    public static RefusedException Contended(string key) => new(
        RefusalKind.Conflict, "STORE_CONTENDED", $"Others keep changing '{key}': try again.")
    {
        Metadata = new Dictionary<string, string> { ["key"] = key },
        RetryAfter = TimeSpan.FromSeconds(1),
    };
}
