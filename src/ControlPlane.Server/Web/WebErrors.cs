using ControlPlane.Errors;
using ControlPlane.Saml;

namespace ControlPlane.Server.Web;

/// <summary>What the SAML door itself refuses, before any rule of the product is asked.</summary>
static class WebErrors
{
    public static RefusedException ResponseMissing() => new(
        RefusalKind.Invalid, "SAML_RESPONSE_MISSING",
        "The sign-in came back without the identity provider's answer: the form needs exactly one field SAMLResponse.")
    {
        Fix = "Start again from your portal. If it happens again, the identity provider's administrator checks that the application posts to this address.",
    };

    public static RefusedException ResponseTooLarge(int limit) => new(
        RefusalKind.Invalid, "SAML_RESPONSE_TOO_LARGE", $"The identity provider's answer is larger than {limit} characters and was not read.")
    {
        Metadata = new Dictionary<string, string> { ["limit"] = $"{limit}" },
        Fix = "The identity provider's administrator sends fewer attributes, such as only the groups that are assigned to this application.",
    };

    public static RefusedException TooManyRequests(TimeSpan wait) => new(
        RefusalKind.Exhausted, "TOO_MANY_REQUESTS", "There were too many sign-ins from your network in a short time, so this one was not looked at.")
    {
        RetryAfter = wait,
        Fix = "Wait a moment, then start again from your portal. If it goes on, an operator looks at Server:SamlPostsPerMinute and Server:TrustedProxies.",
    };

    public static RefusedException SignInNotFound() => new(
        RefusalKind.NotFound, "SIGN_IN_NOT_FOUND", "This sign-in is over, or it was started in another browser.")
    {
        Fix = "Start again from your portal.",
    };

    public static RefusedException FormForged() => new(
        RefusalKind.Denied, "FORM_TOKEN_INVALID", "This form was not made for this sign-in, so nothing was done.")
    {
        Fix = "Start again from your portal.",
    };

    public static RefusedException TeamMalformed() => new(
        RefusalKind.Invalid, "TEAM_MALFORMED", "That is not a team's id.")
    {
        Fix = "Check the address of your link.",
    };

    public static RefusedException SpaceMalformed() => new(
        RefusalKind.Invalid, "SPACE_MALFORMED", "That is not the name of a space.")
    {
        Fix = "Check the address of your link.",
    };

    public static RefusedException IdentityProviderUnknown() => new(
        RefusalKind.NotFound, "IDENTITY_PROVIDER_UNKNOWN", "There is no identity provider of that name here.")
    {
        Fix = "Check the address of your link.",
    };

    public static RefusedException IdentityProviderUnavailable(string name) => new(
        RefusalKind.Unavailable, "IDENTITY_PROVIDER_UNAVAILABLE", $"The identity provider '{name}' cannot be used right now: its metadata was not read or is over.")
    {
        Metadata = new Dictionary<string, string> { ["identity_provider"] = name },
        RetryAfter = TimeSpan.FromMinutes(1),
        Fix = "Try again in a minute. If it goes on, an operator looks at the source of its metadata.",
    };

    public static RefusedException RequestImpossible(SamlRefusedException refusal) => new(
        RefusalKind.Precondition, refusal.Reason, refusal.Message, refusal)
    {
        Metadata = refusal.Facts,
        Fix = "Start from the identity provider's portal, and tell an operator, who completes the configuration.",
    };

    public static RefusedException LandingTooLong() => new(
        RefusalKind.Invalid, "LANDING_URI_INVALID", "The landing page has more than 1023 characters.")
    {
        Fix = "Check the address of your link.",
    };

    public static RefusedException ReturnForeign() => new(
        RefusalKind.Invalid, "RETURN_INVALID", "The address to return to is no page of the portal.")
    {
        Fix = "Check the address of your link.",
    };

    public static RefusedException SignOutForged() => new(
        RefusalKind.Denied, "SIGN_OUT_FORGED", "This sign-out was not asked for by a page of ours, so nothing was done.")
    {
        Fix = "Sign out with the portal's own button.",
    };

    public static RefusedException LogoutNotBelieved(SamlRefusedException refusal) => new(
        RefusalKind.Invalid, refusal.Reason, refusal.Message, refusal)
    {
        Metadata = refusal.Facts,
        Fix = "Close the browser to be sure that you are signed out. An administrator compares the identity provider's settings with this gateway's metadata.",
    };

    public static RefusedException LogoutMissing() => new(
        RefusalKind.Invalid, "SAML_LOGOUT_MISSING", "There is no logout message: it is taken in the query of a redirect or as a form post.")
    {
        Fix = "The identity provider's administrator compares its settings with this gateway's metadata.",
    };

    public static RefusedException PageNotFound() => new(RefusalKind.NotFound, "PAGE_NOT_FOUND", "There is no such page.")
    {
        Fix = "Check the address, or start from your portal.",
    };

    public static RefusedException RequestUnreadable(BadHttpRequestException malformed) => new(
        RefusalKind.Invalid, "REQUEST_INVALID", "The request could not be read.", malformed);

    public static RefusedException FormatNotSupported() => new(
        RefusalKind.Invalid, "SAML_BINDING_UNSUPPORTED", "Answers of identity providers are taken as a form post (HTTP-POST binding) alone.")
    {
        Fix = "The identity provider's administrator sets the binding of this application to HTTP-POST.",
    };
}
