using ControlPlane.Entitlements;

namespace ControlPlane.SignIn;

/// <summary>An order to vend one presigned URL along a route.</summary>
public sealed record LaunchOrder
{
    /// <summary>The route.</summary>
    public required Route Route { get; init; }

    /// <summary>How long the URL works: 5 s to 300 s, both included (SageMaker API, <c>ExpiresInSeconds</c>).</summary>
    public required TimeSpan UrlLifetime { get; init; }

    /// <summary>The landing page as AWS spells it; null for Studio's own choice.</summary>
    public string? LandingUri { get; init; }

    /// <summary>The space to sign in to; null for none.</summary>
    public string? Space { get; init; }
}
