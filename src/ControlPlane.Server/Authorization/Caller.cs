using System.Net;
using ControlPlane.SignIn;
using ControlPlane.Users;

namespace ControlPlane.Server.Authorization;

/// <summary>Who calls the API, as a valid credential proved it.</summary>
sealed record Caller
{
    /// <summary>What proved it.</summary>
    public required CallerMethod Method { get; init; }

    /// <summary>The credential's subject, whatever form it has; shown in audit events when the caller acts for somebody.</summary>
    public required string Subject { get; init; }

    /// <summary>The caller's own user id; null when the token's claim is none.</summary>
    public required UserId? User { get; init; }

    /// <summary>The identity provider that the token speaks for.</summary>
    public required string IdentityProvider { get; init; }

    /// <summary>The groups that the token names.</summary>
    public required IReadOnlyList<GroupId> Groups { get; init; }

    /// <summary>Whether the token tells of more than one factor.</summary>
    public required bool MultiFactor { get; init; }

    /// <summary>Who acts with a delegated token (RFC 8693, claim <c>act</c>); null when nobody but the user.</summary>
    public required string? Delegate { get; init; }

    /// <summary>The roles that the credential gives, in their order. What somebody may do as the owner of a team is in none of them.</summary>
    public required IReadOnlyList<string> Roles { get; init; }

    /// <summary>What the caller may do, whatever it is about.</summary>
    public required IReadOnlySet<string> Permissions { get; init; }

    /// <summary>The caller's name for people, as the credential has it; null when it has none.</summary>
    public string? DisplayName { get; init; }

    /// <summary>When the credential ends; null when that is not known.</summary>
    public DateTimeOffset? ExpireTime { get; init; }

    /// <summary>The browser session; null for every other credential.</summary>
    public BrowserSession? Session { get; init; }

    /// <summary>Where the call came from.</summary>
    public required IPAddress? Address { get; init; }

    /// <summary>The name of the caller for audit events, such as <c>entra/7f0c…</c>.</summary>
    public string Name => Method is CallerMethod.BreakGlass ? Subject : $"{IdentityProvider}/{Subject}";

    /// <summary>The caller's own user, proved as far as the credential does; null when it names none.</summary>
    public Principal? Own => User is { } user ? Self(user) : null;

    /// <summary>The user that a resource name means, proved as far as the token does.</summary>
    /// <param name="named">The user of the resource name; null for <c>users/me</c>.</param>
    /// <param name="permission">What the caller needs to act for somebody else.</param>
    /// <exception cref="Errors.RefusedException"><c>ON_BEHALF_DENIED</c>; <c>TOKEN_HAS_NO_USER</c>.</exception>
    public Principal ActFor(UserId? named, string permission)
    {
        var target = named ?? User ?? throw CallerErrors.NoUser();
        if (target == User)
        {
            return Self(target);
        }

        // Neither the caller's groups, nor their second factor, nor their network say anything about the other person.
        return Permissions.Contains(permission) || Permissions.Contains(Authorization.Permissions.OnBehalf)
            ? new() { User = target, IdentityProvider = IdentityProvider, Actor = Name }
            : throw CallerErrors.OnBehalfDenied();
    }

    Principal Self(UserId user) => Session?.PrincipalAt(Address) ?? new()
    {
        User = user,
        Groups = Groups,
        IdentityProvider = IdentityProvider,
        MultiFactor = MultiFactor,
        Address = Address,
        // Not the actor: whoever brings the user's own token was vouched for by its issuer alone, and only for whom the issuer may speak.
        Client = Delegate,
    };
}

/// <summary>What proves who calls.</summary>
enum CallerMethod
{
    /// <summary>A token of a trusted issuer.</summary>
    Token,

    /// <summary>A client certificate.</summary>
    Certificate,

    /// <summary>A browser session.</summary>
    Session,

    /// <summary>The break-glass credential.</summary>
    BreakGlass,
}
