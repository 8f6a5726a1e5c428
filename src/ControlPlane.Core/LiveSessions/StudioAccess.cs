using ControlPlane.Profiles;
using ControlPlane.Teams;
using ControlPlane.Users;

namespace ControlPlane.LiveSessions;

/// <summary>What a person may do in a profile, and how far its ending is. Says <see cref="StudioAccessState.Ended"/> only when AWS confirmed
/// it.</summary>
public sealed record StudioAccess
{
    /// <summary>The profile.</summary>
    public required ProfileName Profile { get; init; }

    /// <summary>The person.</summary>
    public required UserId User { get; init; }

    /// <summary>The team.</summary>
    public required TeamId Team { get; init; }

    /// <summary>How far it is.</summary>
    public StudioAccessState State { get; init; }

    /// <summary>Since when it is so.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>Why the access was lost, as a reason code; null while it is there.</summary>
    public string? Reason { get; init; }

    /// <summary>What keeps it from being confirmed as ended, in a sentence; null when nothing does.</summary>
    public string? Missing { get; init; }

    /// <summary>The id of the operation that ends it; null when none was begun.</summary>
    public string? Operation { get; init; }

    /// <summary>When the last Studio session that was opened ends by itself, at the latest; null when none was opened.</summary>
    public DateTimeOffset? SessionsUntil { get; init; }

    /// <summary>The groups that the identity provider named at the launches; null when there was none, so that they are not known.</summary>
    public IReadOnlyList<GroupId>? Groups { get; init; }

    /// <summary>How many times it began to end: what was ordered for one turn does not touch the next.</summary>
    public long Turn { get; init; }

    /// <summary>How many operations were begun in this turn.</summary>
    public int Attempts { get; init; }

    /// <summary>When to look at it again; null for when something changes.</summary>
    public DateTimeOffset? DueAt { get; init; }
}

/// <summary>How far the end of an access is.</summary>
public enum StudioAccessState
{
    /// <summary>The person has an entitlement.</summary>
    Active,

    /// <summary>They have none any more, and AWS has not confirmed that nothing works any more.</summary>
    Ending,

    /// <summary>AWS confirmed it: the profile is marked, and none of its apps runs.</summary>
    Ended,
}
