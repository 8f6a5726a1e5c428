using System.Net;

namespace ControlPlane.Users;

/// <summary>Who asks, as an assertion or a token proved it, and how strongly.</summary>
public sealed record Principal
{
    /// <summary>The user whose access is asked for.</summary>
    public required UserId User { get; init; }

    /// <summary>The groups that the assertion or token names.</summary>
    public IReadOnlyList<GroupId> Groups { get; init; } = [];

    /// <summary>Whether the identity provider left the groups out because there are too many (Entra's group overage), so that an
    /// entitlement of a group may have been missed.</summary>
    public bool GroupsUnknown { get; init; }

    /// <summary>The name of the identity provider, or the issuer of the token.</summary>
    public required string IdentityProvider { get; init; }

    /// <summary>Whether more than one factor was used, as far as the identity provider tells.</summary>
    public bool MultiFactor { get; init; }

    /// <summary>How the identity provider says that the person was authenticated (SAMLCore 2.7.2.2); null when it does not tell, and for
    /// tokens.</summary>
    public string? AuthnContext { get; init; }

    /// <summary>Where the browser or caller is; null when it is not known.</summary>
    public IPAddress? Address { get; init; }

    /// <summary>The caller that acts on the user's behalf; null when the user acts.</summary>
    public string? Actor { get; init; }

    /// <summary>The application that the user's own delegated token names as acting (RFC 8693, claim <c>act</c>); null for none. Unlike
    /// <see cref="Actor"/> it changes no decision: the token was issued for the user.</summary>
    public string? Client { get; init; }

    /// <summary>When the identity provider wants the session to end at the latest; null when it sets no bound.</summary>
    public DateTimeOffset? SessionNotOnOrAfter { get; init; }
}
