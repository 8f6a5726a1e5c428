using System.Text.Json.Serialization;
using ControlPlane.Domains;
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

    /// <summary>Where it comes from: <c>sign-in</c>, or <c>manual</c> for one that was made by hand.</summary>
    public string Source { get; init; } = "sign-in";

    /// <summary>Free labels; null for none.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    /// <summary>When it was last changed; null when it is as it was made.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>Whether no domain was chosen yet, so that it only names a user and a team.</summary>
    [JsonIgnore]
    public bool IsUnplaced => Profile == default;

    /// <summary>The assignment of a user and a team to a domain, with the profile's name that follows from them.</summary>
    /// <param name="user">The user.</param>
    /// <param name="team">The team.</param>
    /// <param name="domain">The domain; null for one that only names the user and the team.</param>
    public static Assignment Of(UserId user, TeamId team, DomainName? domain) => new()
    {
        User = user,
        Team = team,
        Profile = domain is { } chosen ? new(chosen, ProfileNaming.NameOf(user, team)) : default,
        CreatedAt = default,
    };
}
