using ControlPlane.Errors;

namespace ControlPlane.Entitlements;

/// <summary>What an entitlement must be like, whatever else there is.</summary>
public static class EntitlementRules
{
    const int LongestReason = 1024;
    const int LongestTicket = 256;

    /// <summary>All that is wrong, by the fields of the contract.</summary>
    /// <param name="wanted">The entitlement.</param>
    /// <param name="before">What it was; null when it is new.</param>
    /// <param name="now">The time.</param>
    internal static IEnumerable<Violation> Check(Entitlement wanted, Entitlement? before, DateTimeOffset now)
    {
        if (wanted is { NotBefore: { } from, NotAfter: { } to } && from >= to)
        {
            yield return new("end_time", "It ends before it begins.");
        }

        // What has ended may be described anew, and may be given again. Only a revocation ends it now, and says who did.
        if (wanted.NotAfter is { } end && end <= now && end != before?.NotAfter && wanted.EndedBy is null)
        {
            yield return new("end_time", "It has passed: give a later one, or revoke the entitlement to end it now.");
        }

        if (wanted.Reason?.Length > LongestReason)
        {
            yield return new("reason", $"It has {wanted.Reason.Length} characters: {LongestReason} at most.");
        }

        if (wanted.Ticket?.Length > LongestTicket)
        {
            yield return new("ticket", $"It has {wanted.Ticket.Length} characters: {LongestTicket} at most.");
        }
    }

    /// <summary>Whether an entitlement holds at a moment.</summary>
    public static EntitlementState StateOf(Entitlement entitlement, DateTimeOffset now)
        => entitlement.NotAfter is { } end && end <= now ? EntitlementState.Ended
            : entitlement.NotBefore > now ? EntitlementState.Pending
            : EntitlementState.Active;
}

/// <summary>Whether an entitlement holds now.</summary>
public enum EntitlementState
{
    /// <summary>It holds.</summary>
    Active,

    /// <summary>It has yet to begin.</summary>
    Pending,

    /// <summary>It has ended.</summary>
    Ended,
}
