using ControlPlane.Errors;
using ControlPlane.Saml;
using ControlPlane.Teams;
using ControlPlane.Users;

namespace ControlPlane.SignIn;

/// <summary>Every reason for which a sign-in itself is refused.</summary>
static class SignInErrors
{
    const string AttributeFix = "An administrator of the identity provider corrects the attribute mapping of the application.";

    public static RefusedException ResponseMissing() => new(
        RefusalKind.Invalid, "SAML_RESPONSE_MISSING", "The form has no field SAMLResponse. Open Studio from the identity provider's portal again.")
    {
        Fix = "The person starts again at the identity provider; if it goes on, an administrator checks that it posts to /saml/acs.",
    };

    // Nobody is known yet, so nothing about users is said.
    public static RefusedException NotBelieved(SamlRefusedException refusal) => new(
        RefusalKind.Unauthenticated, refusal.Reason, refusal.Message, refusal)
    {
        Metadata = refusal.Facts,
        Fix = "An administrator compares the identity provider's settings with this gateway's metadata at /saml/metadata.",
    };

    public static RefusedException ProviderVanished(string issuer) => new(
        RefusalKind.Unauthenticated, SamlReasons.IssuerUnknown, $"No identity provider with the entity id '{issuer}' is configured.")
    {
        Metadata = new Dictionary<string, string> { ["issuer"] = issuer },
        Fix = "An administrator adds the identity provider's metadata.",
    };

    public static RefusedException Replayed() => new(
        RefusalKind.Unauthenticated, "SAML_REPLAYED", "This sign-in was used already. Open Studio from the identity provider's portal again.")
    {
        Fix = "The person starts again; the browser's back and reload buttons send the old sign-in once more.",
    };

    public static RefusedException UserMissing(string attribute) => new(
        RefusalKind.Unauthenticated, "USER_ATTRIBUTE_MISSING", $"The sign-in does not say who you are: the attribute '{attribute}' is missing or empty.")
    {
        Metadata = new Dictionary<string, string> { ["attribute"] = attribute },
        Fix = AttributeFix,
    };

    public static RefusedException UserAmbiguous(string attribute, int count) => new(
        RefusalKind.Unauthenticated, "USER_AMBIGUOUS", $"The sign-in names {count} users in the attribute '{attribute}'; it must name one.")
    {
        Metadata = new Dictionary<string, string> { ["attribute"] = attribute, ["values"] = $"{count}" },
        Fix = AttributeFix,
    };

    public static RefusedException UserMalformed(string attribute) => new(
        RefusalKind.Unauthenticated, "USER_ID_MALFORMED",
        $"The user id in the attribute '{attribute}' is not one: it must have 1 to 256 characters without white space, slashes or control characters.")
    {
        Metadata = new Dictionary<string, string> { ["attribute"] = attribute },
        Fix = AttributeFix,
    };

    public static RefusedException UserTransient() => new(
        RefusalKind.Unauthenticated, "USER_ID_TRANSIENT",
        "The identity provider sends a NameID that changes with every sign-in, so it cannot name a user.")
    {
        Fix = "An administrator of the identity provider chooses a persistent NameID, or names the attribute with the immutable id in UserAttribute.",
    };

    public static RefusedException UserUnknown(Principal principal) => new(
        RefusalKind.Denied, "USER_UNKNOWN", $"You are signed in as {principal.User}, but this control plane has no such user.")
    {
        Metadata = Of(principal),
        Fix = "An operator adds the user to the catalog, or lets the identity provider's groups decide with AcceptUnknownUsers.",
    };

    public static RefusedException UserSuspended(Principal principal) => new(
        RefusalKind.Denied, "USER_SUSPENDED", $"The user {principal.User} is suspended.")
    {
        Metadata = Of(principal),
        Fix = "An operator lifts the suspension of the user.",
    };

    public static RefusedException ProviderNotAllowed(Principal principal) => new(
        RefusalKind.Denied, "IDENTITY_PROVIDER_NOT_ALLOWED",
        $"{principal.IdentityProvider} may not speak for {principal.User}. Sign in with the identity provider that the user belongs to.")
    {
        Metadata = Of(principal),
        Fix = "An operator adds the identity provider to the user's record, or the person signs in with their own one.",
    };

    public static RefusedException TeamAmbiguous(string attribute, int count) => new(
        RefusalKind.Invalid, "TEAM_AMBIGUOUS", $"The sign-in names {count} teams in the attribute '{attribute}'; it may name one.")
    {
        Metadata = new Dictionary<string, string> { ["attribute"] = attribute, ["values"] = $"{count}" },
        Fix = "An administrator maps one team for each application, or none, so that a page lets people choose.",
    };

    public static RefusedException TeamMalformed(string attribute) => new(
        RefusalKind.Invalid, "TEAM_MALFORMED", $"The attribute '{attribute}' does not hold a team id.")
    {
        Metadata = new Dictionary<string, string> { ["attribute"] = attribute },
        Fix = AttributeFix,
    };

    // Neither may win: one was signed by the identity provider, the other is what the person asked for here.
    public static RefusedException TeamMismatch(TeamId signed, TeamId wanted) => new(
        RefusalKind.Invalid, "TEAM_MISMATCH",
        $"You asked for team '{wanted}', but the identity provider signed you in for team '{signed}'. Open the team that you want from its portal.")
    {
        Metadata = new Dictionary<string, string> { ["team"] = signed.ToString(), ["wanted"] = wanted.ToString() },
        Fix = "The person opens the right application; an application for all teams sends no team attribute.",
    };

    public static RefusedException TeamNotOffered(TeamId team) => new(
        RefusalKind.Denied, "TEAM_NOT_OFFERED", $"Team '{team}' is not among those that this sign-in offers. Choose one of the page.")
    {
        Metadata = new Dictionary<string, string> { ["team"] = team.ToString() },
        Fix = "The person goes back to the page and chooses one of its teams.",
    };

    // A wrong secret, a wrong reference and a used one read the same.
    public static RefusedException NotFound(SignInReference reference) => new(
        RefusalKind.NotFound, "SIGN_IN_NOT_FOUND", "This sign-in is over or was used already. Open Studio from the identity provider's portal again.")
    {
        Metadata = new Dictionary<string, string> { ["sign_in"] = reference.ToString() },
        Fix = "The person starts again at the identity provider.",
    };

    public static RefusedException MaxWaitInvalid() => Invalid(
        "MAX_WAIT_INVALID", "max_wait", "It must be from 0 to 30 seconds.");

    public static RefusedException SpaceInvalid() => Invalid(
        "SPACE_INVALID", "space", "A space has 1 to 63 letters, digits and inner hyphens.");

    public static RefusedException LandingInvalid() => Invalid(
        "LANDING_URI_INVALID", "landing_uri", "It must begin with 'studio::' or 'app:' and have at most 1023 characters without white space.");

    static RefusedException Invalid(string reason, string field, string what) => new(RefusalKind.Invalid, reason, $"The field {field} is wrong. {what}")
    {
        Violations = [new(field, what)],
    };

    static Dictionary<string, string> Of(Principal principal)
        => new() { ["user"] = principal.User.ToString(), ["identity_provider"] = principal.IdentityProvider };
}
