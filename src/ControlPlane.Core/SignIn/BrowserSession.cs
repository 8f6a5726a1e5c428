using System.Net;
using System.Text.Json.Serialization;
using ControlPlane.Saml;
using ControlPlane.Users;

namespace ControlPlane.SignIn;

/// <summary>A browser that signed in, as the store holds it: what the assertion proved, and of the session's id only the hash.</summary>
public sealed record BrowserSession
{
    /// <summary>The SHA-256 of the session's id, in hexadecimal.</summary>
    public required string Key { get; init; }

    /// <summary>Who signed in.</summary>
    public required UserId User { get; init; }

    /// <summary>The groups that the assertion named.</summary>
    public IReadOnlyList<GroupId> Groups { get; init; } = [];

    /// <summary>Whether the identity provider left the groups out because there are too many.</summary>
    public bool GroupsUnknown { get; init; }

    /// <summary>The identity provider's name in the configuration.</summary>
    public required string IdentityProvider { get; init; }

    /// <summary>The identity provider's entity id.</summary>
    public required string Issuer { get; init; }

    /// <summary>The assertion's subject: single logout names the person by it.</summary>
    public required NameId Subject { get; init; }

    /// <summary>The identity provider's name for its own session; null when it gave none.</summary>
    public string? SessionIndex { get; init; }

    /// <summary>When the person proved who they are.</summary>
    public required DateTimeOffset AuthnInstant { get; init; }

    /// <summary>How the person was authenticated; null when the identity provider did not tell.</summary>
    public string? AuthnContext { get; init; }

    /// <summary>Whether more than one factor was used.</summary>
    public bool MultiFactor { get; init; }

    /// <summary>When the identity provider wants sessions to end at the latest; null when it sets no bound.</summary>
    public DateTimeOffset? SessionNotOnOrAfter { get; init; }

    /// <summary>The reference of the sign-in that it began with.</summary>
    public required string SignIn { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it ends at the latest.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>When it was last used, to a tenth of the idle limit.</summary>
    public required DateTimeOffset SeenAt { get; init; }

    /// <summary>The version that the store holds.</summary>
    [JsonIgnore]
    internal long Version { get; init; }

    /// <summary>What the sign-in proved, with where the browser is now.</summary>
    /// <param name="address">Where the browser is; null when it is not known.</param>
    public Principal PrincipalAt(IPAddress? address) => new()
    {
        User = User,
        Groups = Groups,
        GroupsUnknown = GroupsUnknown,
        IdentityProvider = IdentityProvider,
        MultiFactor = MultiFactor,
        AuthnContext = AuthnContext,
        SessionNotOnOrAfter = SessionNotOnOrAfter,
        Address = address,
    };
}

/// <summary>How long browser sessions last.</summary>
/// <param name="Lifetime">At most, whatever the identity provider allows.</param>
/// <param name="Idle">Without a request.</param>
public sealed record SessionLimits(TimeSpan Lifetime, TimeSpan Idle);

/// <summary>A session that may be used now.</summary>
/// <param name="Session">The session.</param>
/// <param name="Person">The person, as the catalog knows them now.</param>
public sealed record LiveSession(BrowserSession Session, Person Person);

/// <summary>Somebody whose assertion was accepted: what a browser session is made of.</summary>
/// <param name="Principal">Who.</param>
/// <param name="Issuer">The identity provider's entity id.</param>
/// <param name="Subject">The assertion's subject.</param>
/// <param name="SessionIndex">The identity provider's name for its session; null when it gave none.</param>
/// <param name="AuthnInstant">When the person proved who they are.</param>
public sealed record SignedIn(Principal Principal, string Issuer, NameId Subject, string? SessionIndex, DateTimeOffset AuthnInstant);
