using ControlPlane.Accounts;
using ControlPlane.Domains;
using ControlPlane.Profiles;
using ControlPlane.Teams;
using ControlPlane.Users;

namespace ControlPlane.Entitlements;

/// <summary>Where a user and a team lead: computed, never stored.</summary>
public sealed record Route
{
    /// <summary>The user.</summary>
    public required UserId User { get; init; }

    /// <summary>The team.</summary>
    public required Team Team { get; init; }

    /// <summary>The account.</summary>
    public required Account Account { get; init; }

    /// <summary>The domain.</summary>
    public required Domain Domain { get; init; }

    /// <summary>The profile.</summary>
    public required ProfileName Profile { get; init; }

    /// <summary>The ARN of the execution role.</summary>
    public required string ExecutionRole { get; init; }

    /// <summary>How long Studio's session lasts: the team's length, the end of the entitlement and the identity provider's bound,
    /// whichever comes first; never under 1800 s.</summary>
    public required TimeSpan SessionLength { get; init; }

    /// <summary>True when the assignment is stored; false when a first sign-in would make it.</summary>
    public required bool Assigned { get; init; }

    /// <summary>When the entitlement ends; null for never.</summary>
    public DateTimeOffset? EntitledUntil { get; init; }
}
