namespace ControlPlane.Server.Web;

/// <summary>What a browser was sent away with, kept in its cookie until it comes back.</summary>
/// <param name="Handle">The RelayState that it must come back with.</param>
/// <param name="RequestId">The AuthnRequest's id.</param>
/// <param name="Team">The wanted team; null for none.</param>
/// <param name="Space">The wanted space; null for none.</param>
/// <param name="LandingUri">The wanted landing page; null for none.</param>
sealed record LoginRequest(string Handle, string RequestId, string? Team, string? Space, string? LandingUri)
{
    /// <summary>The page of the portal that it goes to afterwards, when it wants to be signed in and no more; null otherwise.</summary>
    public string? Return { get; init; }

    /// <summary>Whether it was sent back for a stronger sign-in: that happens once.</summary>
    public bool SteppedUp { get; init; }
}
