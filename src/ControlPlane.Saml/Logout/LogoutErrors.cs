using System.Globalization;
using ControlPlane.Saml.Validation;

namespace ControlPlane.Saml.Logout;

/// <summary>All for which a logout message is refused or cannot be made.</summary>
static class LogoutErrors
{
    public static SamlRefusedException EndpointMissing(IdentityProvider identityProvider, LogoutBinding? binding) => new(
        LogoutReasons.EndpointMissing,
        $"The metadata of the identity provider '{identityProvider.Name}' names no SingleLogoutService for "
        + $"{(binding is null ? "HTTP-Redirect or HTTP-POST" : binding is LogoutBinding.Redirect ? "HTTP-Redirect" : "HTTP-POST")}. "
        + "Sign out there by hand, or import metadata that has one.",
        new Dictionary<string, string> { ["identity_provider"] = identityProvider.Name, ["entity_id"] = identityProvider.EntityId });

    public static SamlRefusedException Missing(string name) => new(
        LogoutReasons.Missing,
        $"'{name}' is missing or empty. Only an identity provider sends a browser here.",
        new Dictionary<string, string> { ["name"] = name });

    public static SamlRefusedException TooLarge(string what, int limit) => new(
        LogoutReasons.TooLarge,
        $"The logout message has more than {limit} {what}. No identity provider sends this.",
        new Dictionary<string, string> { ["what"] = what, ["limit"] = limit.ToString(CultureInfo.InvariantCulture) });

    public static SamlRefusedException QueryInvalid(string what) => new(
        LogoutReasons.QueryInvalid,
        $"The query of the logout message cannot be read in one way only: {what}. It is an attack, or something between the identity "
        + "provider and us rewrites addresses.",
        new Dictionary<string, string> { ["what"] = what });

    public static SamlRefusedException Base64Invalid(string name) => new(
        SamlReasons.Base64Invalid,
        $"'{name}' is not base64 in the standard alphabet. Make sure that nothing between the identity provider and us rewrites forms or "
        + "addresses.",
        new Dictionary<string, string> { ["name"] = name });

    public static SamlRefusedException DeflateInvalid() => new(
        LogoutReasons.DeflateInvalid,
        "The message in the query is not compressed with DEFLATE (RFC 1951, without the header of zlib). Configure the identity provider "
        + "to use the HTTP-Redirect binding of SAML 2.0, or HTTP-POST.");

    public static SamlRefusedException Malformed(string what) => new(
        LogoutReasons.Malformed,
        $"The message is not the SAML 2.0 logout message that belongs here: {what}.",
        new Dictionary<string, string> { ["what"] = what });

    public static SamlRefusedException IssuerMissing() => new(
        SamlReasons.IssuerMismatch,
        "The logout message has no Issuer at its place (SAMLProf 4.4.4). Configure the identity provider to name itself.",
        new Dictionary<string, string> { ["came"] = Shown.From((string?)null) });

    public static SamlRefusedException SignatureMissing() => new(
        LogoutReasons.SignatureMissing,
        "The logout message is not signed: anyone could have made it. Configure the identity provider to sign its logout requests and "
        + "responses.");

    // SAMLBind 3.4.4.1: the sender removes it. One signature, at one place, or readers differ about which one counts.
    public static SamlRefusedException SignatureInside() => new(
        SamlReasons.SignatureMisplaced,
        "The message in the query carries a signature inside. With HTTP-Redirect the query carries it. Configure the identity provider to "
        + "follow SAML 2.0 Bindings 3.4.4.1, or to use HTTP-POST.");

    public static SamlRefusedException SubjectMissing(string what) => new(
        LogoutReasons.SubjectMissing,
        $"The LogoutRequest names nobody: {what}. Configure the identity provider to send the person's NameID in clear.",
        new Dictionary<string, string> { ["what"] = what });

    public static SamlRefusedException DestinationMismatch(string expected, string? came) => new(
        SamlReasons.DestinationMismatch,
        $"The logout message was sent to another address than ours, or does not say to which. Set the identity provider's logout URL of "
        + $"this application to exactly '{expected}'.",
        new Dictionary<string, string> { ["expected"] = expected, ["came"] = Shown.From(came) });

    public static SamlRefusedException InResponseToMismatch(string expected, string came) => new(
        SamlReasons.InResponseToMismatch,
        "The logout response answers another request than the one that this browser was sent away with.",
        new Dictionary<string, string> { ["expected"] = expected, ["came"] = Shown.From(came) });

    public static SamlRefusedException NotYetValid(DateTimeOffset time, LogoutContext context) => new(
        LogoutReasons.NotYetValid,
        "The logout message was made in the future. Compare the clocks of the identity provider and of this machine.",
        Times("IssueInstant", time, context));

    public static SamlRefusedException Expired(string what, DateTimeOffset time, LogoutContext context) => new(
        LogoutReasons.Expired,
        "The logout message is too old. Sign out again; if that does not help, compare the clocks of the identity provider and of this "
        + "machine.",
        Times(what, time, context));

    public static SamlRefusedException StatusNotSuccess(string code, string? subCode) => new(
        LogoutReasons.StatusNotSuccess,
        $"The identity provider reports '{code}'{(subCode is null ? "" : $" ({subCode})")} instead of a sign-out: the person may still be "
        + "signed in there. Look into the identity provider's log.",
        new Dictionary<string, string> { ["code"] = code, ["subCode"] = Shown.From(subCode) });

    static Dictionary<string, string> Times(string what, DateTimeOffset time, LogoutContext context) => new()
    {
        ["what"] = what,
        ["came"] = time.ToString("O", CultureInfo.InvariantCulture),
        ["now"] = context.Now.ToString("O", CultureInfo.InvariantCulture),
        ["skew"] = context.Skew.ToString(),
    };
}
