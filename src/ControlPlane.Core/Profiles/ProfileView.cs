using System.Text.Json.Serialization;
using ControlPlane.LiveSessions;
using ControlPlane.SignIn;
using ControlPlane.Teams;
using ControlPlane.Users;

namespace ControlPlane.Profiles;

/// <summary>A profile as it is wanted and as it was when we last looked.</summary>
public sealed record ProfileView
{
    /// <summary>Its resource name.</summary>
    public required ProfileName Name { get; init; }

    /// <summary>Whose it is.</summary>
    public required UserId User { get; init; }

    /// <summary>The team that it is for.</summary>
    public required TeamId Team { get; init; }

    /// <summary>How far it was.</summary>
    public ProfileReadiness Readiness { get; init; } = ProfileReadiness.NotCreated;

    /// <summary>When we looked; null when it was never made.</summary>
    public DateTimeOffset? ObservedAt { get; init; }

    /// <summary>The reason code when it failed.</summary>
    public string? Reason { get; init; }

    /// <summary>What happened when it failed.</summary>
    public string? Message { get; init; }

    /// <summary>What AWS has otherwise than the team wants it; null when nothing.</summary>
    public string? Drift { get; init; }

    /// <summary>What its person may do in it, and how far its ending is; null when nothing is known. Not kept with what
    /// operations answered.</summary>
    [JsonIgnore]
    public StudioAccess? Access { get; init; }

    /// <summary>The ARN of the execution role that the team wants; null when the catalog does not lead to one.</summary>
    public string? ExecutionRole { get; init; }
}
