using ControlPlane.Profiles;
using ControlPlane.Teams;
using ControlPlane.Users;

namespace ControlPlane.Entitlements;

/// <summary>The sticky choice of domain and profile name for one user and team. There is one for each pair, and no two share a
/// profile.</summary>
public sealed record Assignment
{
    /// <summary>The user.</summary>
    public required UserId User { get; init; }

    /// <summary>The team.</summary>
    public required TeamId Team { get; init; }

    /// <summary>The profile that carries it out.</summary>
    public required ProfileName Profile { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Why this domain, in a sentence for people.</summary>
    public string PlacementReason { get; init; } = "";
}
