using ControlPlane.Teams;
using ControlPlane.Users;

namespace ControlPlane.SignIn;

/// <summary>What somebody who is proved wants: the point where the SAML door and the gRPC door become one path.</summary>
sealed record SignInRequest
{
    /// <summary>Who.</summary>
    public required Principal Principal { get; init; }

    /// <summary>The wanted team; null when the entitlements decide.</summary>
    public TeamId? Team { get; init; }

    /// <summary>The wanted space; null for the team's.</summary>
    public string? Space { get; init; }

    /// <summary>The wanted landing page; null for the team's.</summary>
    public string? LandingUri { get; init; }

    /// <summary>The assertion's id, for the audit log; null when a token opened the door.</summary>
    public string? AssertionId { get; init; }

    /// <summary>The reference of the sign-in that the browser's session began with, for the audit log; null without a session.</summary>
    public string? SessionSignIn { get; init; }
}
