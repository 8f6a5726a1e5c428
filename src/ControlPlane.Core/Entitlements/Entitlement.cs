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
