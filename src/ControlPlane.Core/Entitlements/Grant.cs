using ControlPlane.Teams;
using ControlPlane.Users;

namespace ControlPlane.Entitlements;

/// <summary>Proof that a user may open a team now: only <see cref="EntitlementGate"/> makes one, so that no route is computed without.</summary>
public sealed record Grant
{
    internal Grant()
    {
    }

    /// <summary>The user.</summary>
    public required UserId User { get; init; }

    /// <summary>The team.</summary>
    public required Team Team { get; init; }

    /// <summary>The entitlement that lasts longest.</summary>
    public required Entitlement Entitlement { get; init; }

    /// <summary>How long a session may last, in whole seconds: 1800 s to 43200 s.</summary>
    public required TimeSpan SessionLength { get; init; }

    /// <summary>True when a condition does not hold and the grant only serves to explain where it would lead.</summary>
    internal bool IsPresumed { get; init; }
}
