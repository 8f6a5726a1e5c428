using ControlPlane.Teams;
using ControlPlane.Users;

namespace ControlPlane.Entitlements;

/// <summary>The right of a user, or of a group, to a team.</summary>
public sealed record Entitlement
{
    /// <summary>Who has it.</summary>
    public required EntitlementSubject Subject { get; init; }

    /// <summary>The team.</summary>
    public required TeamId Team { get; init; }

    /// <summary>When it begins; null for at once.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>When it ends; null for never. The moment itself is outside.</summary>
    public DateTimeOffset? NotAfter { get; init; }

    /// <summary>Where it comes from, such as <c>catalog</c>, <c>manual</c> or a synchronisation's name.</summary>
    public string Source { get; init; } = "manual";

    /// <summary>Why it was given.</summary>
    public string? Reason { get; init; }

    /// <summary>The ticket that asked for it.</summary>
    public string? Ticket { get; init; }

    /// <summary>Who ended it before its time, such as <c>entra/7f0c...</c>; null when nobody did.</summary>
    public string? EndedBy { get; init; }

    /// <summary>Free labels; null for none.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    /// <summary>When it was created; null when that was not kept.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When it was last changed; null when that was not kept.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>The same, ended at a moment by somebody; as it is when it has ended already.</summary>
    /// <param name="by">Who ends it.</param>
    /// <param name="reason">Why; empty to keep the reason that it was given for.</param>
    /// <param name="ticket">The ticket that asked for it; empty to keep the one that is there.</param>
    /// <param name="now">The moment.</param>
    public Entitlement Revoke(string by, string reason, string ticket, DateTimeOffset now)
        => EntitlementRules.StateOf(this, now) is EntitlementState.Ended ? this : this with
        {
            // One that has yet to begin never did.
            NotBefore = NotBefore < now ? NotBefore : null,
            NotAfter = now,
            EndedBy = by,
            Reason = reason.Length > 0 ? reason : Reason,
            Ticket = ticket.Length > 0 ? ticket : Ticket,
        };
}

/// <summary>Who has an entitlement: exactly one of the two is set.</summary>
public readonly record struct EntitlementSubject
{
    EntitlementSubject(UserId? user, GroupId? group) => (User, Group) = (user, group);

    /// <summary>The user, when it is one person's.</summary>
    public UserId? User { get; }

    /// <summary>The group, when it is a group's.</summary>
    public GroupId? Group { get; }

    /// <summary>One person's.</summary>
    /// <param name="user">The person.</param>
    public static EntitlementSubject Of(UserId user) => new(user, null);

    /// <summary>A group's.</summary>
    /// <param name="group">The group.</param>
    public static EntitlementSubject Of(GroupId group) => new(null, group);

    /// <summary><c>user:{id}</c> or <c>group:{id}</c>.</summary>
    public override string ToString() => User is { } user ? $"user:{user}" : $"group:{Group}";
}
