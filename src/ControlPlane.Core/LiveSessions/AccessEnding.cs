using ControlPlane.Profiles;

namespace ControlPlane.LiveSessions;

/// <summary>What became of an order to end an access.</summary>
/// <param name="Profile">The profile.</param>
/// <param name="Outcome">How it came out.</param>
/// <param name="Stopped">The apps that were stopped, such as <c>app JupyterLab/default in space mine</c>.</param>
public sealed record AccessEnding(ProfileName Profile, AccessOutcome Outcome, IReadOnlyList<string> Stopped);

/// <summary>How an order to end an access came out.</summary>
public enum AccessOutcome
{
    /// <summary>AWS confirmed it: the profile is marked, or gone, and no app runs.</summary>
    Ended,

    /// <summary>The person has an entitlement again, so that there is nothing to end.</summary>
    Restored,

    /// <summary>It was ended or restored by other hands meanwhile.</summary>
    Superseded,
}

/// <summary>An order to end an access.</summary>
/// <param name="Profile">The profile.</param>
/// <param name="Turn">The turn that it is for.</param>
public sealed record EndAccessOrder(ProfileName Profile, long Turn);
