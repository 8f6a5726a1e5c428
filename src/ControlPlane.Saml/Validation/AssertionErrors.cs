using System.Globalization;

namespace ControlPlane.Saml.Validation;

/// <summary>All for which an assertion is refused after its signature was verified.</summary>
static class AssertionErrors
{
    public static SamlRefusedException Malformed(string what) => new(
        SamlReasons.AssertionMalformed,
        $"The assertion does not have the form of SAML 2.0: {what}.",
        new Dictionary<string, string> { ["what"] = what });

    public static SamlRefusedException TimeMalformed(string attribute, string came) => new(
        SamlReasons.AssertionMalformed,
        $"'{attribute}' is not a UTC time such as 2026-01-31T12:00:00Z (SAMLCore 1.3.3).",
        new Dictionary<string, string> { ["attribute"] = attribute, ["came"] = came });

    public static SamlRefusedException SubjectMissing(string what) => new(
        SamlReasons.SubjectMissing,
        $"The assertion names nobody: {what}. Configure the identity provider to send the person's NameID in clear inside the assertion.",
        new Dictionary<string, string> { ["what"] = what });

    public static SamlRefusedException SubjectConfirmationMissing(string what) => new(
        SamlReasons.SubjectConfirmationMissing,
        $"The assertion has no bearer confirmation that we may accept: {what} (SAMLProf 4.1.4.2).",
        new Dictionary<string, string> { ["what"] = what });

    public static SamlRefusedException RecipientMismatch(string expected, string? came) => new(
        SamlReasons.RecipientMismatch,
        $"The assertion was made for another address than ours. Set the identity provider's ACS (reply, recipient) URL to exactly "
        + $"'{expected}'.",
        new Dictionary<string, string> { ["expected"] = expected, ["came"] = Shown.From(came) });

    public static SamlRefusedException ConditionsMissing() => new(
        SamlReasons.ConditionsMissing,
        "The assertion has no Conditions, so that it would hold for everyone and for ever. Configure the identity provider to send "
        + "Conditions with an audience.");

    public static SamlRefusedException ConditionUnknown(string name) => new(
        SamlReasons.ConditionUnknown,
        $"The assertion has the condition '{name}', which is not understood and so cannot be kept (SAMLCore 2.5.1). Configure the identity "
        + "provider not to send it.",
        new Dictionary<string, string> { ["condition"] = name });

    public static SamlRefusedException AudienceMismatch(string expected, string came) => new(
        SamlReasons.AudienceMismatch,
        $"The assertion was made for another service provider. Set the application's audience (entity id) at the identity provider to "
        + $"exactly '{expected}'.",
        new Dictionary<string, string> { ["expected"] = expected, ["came"] = Shown.From(came) });

    public static SamlRefusedException NotYetValid(string what, DateTimeOffset time, ValidationContext context) => new(
        SamlReasons.NotYetValid,
        "The assertion's time has not begun. Compare the clocks of the identity provider and of this machine.",
        Times(what, time, context));

    public static SamlRefusedException Expired(string what, DateTimeOffset time, ValidationContext context) => new(
        SamlReasons.Expired,
        "The assertion's time is over. Begin the sign-in again; if that does not help, compare the clocks of the identity provider and "
        + "of this machine.",
        Times(what, time, context));

    public static SamlRefusedException AuthnStatementMissing() => new(
        SamlReasons.AuthnStatementMissing,
        "The assertion does not say that the person authenticated (SAMLProf 4.1.4.2). Configure the identity provider to send an "
        + "AuthnStatement.");

    public static SamlRefusedException AuthnTooOld(DateTimeOffset time, ValidationContext context) => new(
        SamlReasons.AuthnTooOld,
        $"The person authenticated longer ago than {context.Rules.MaximumAuthenticationAge}. Sign in at the identity provider again, or "
        + "raise MaximumAuthenticationAge in its options.",
        Times("AuthnInstant", time, context));

    public static SamlRefusedException SessionOver(DateTimeOffset time, ValidationContext context) => new(
        SamlReasons.SessionOver,
        "The identity provider's session with the person is over. Begin the sign-in again.",
        Times("SessionNotOnOrAfter", time, context));

    public static SamlRefusedException AttributeRepeated(string name, int count) => new(
        SamlReasons.AttributeRepeated,
        $"The attribute '{Shown.From(name)}' has {count} values and may have one. Configure the identity provider to send one, or list the "
        + "attribute among those that may have several.",
        new Dictionary<string, string>
        {
            ["attribute"] = Shown.From(name),
            ["expected"] = "1",
            ["came"] = count.ToString(CultureInfo.InvariantCulture),
        });

    public static SamlRefusedException AttributeMalformed(string? name, string what) => new(
        SamlReasons.AttributeMalformed,
        $"The attribute '{Shown.From(name)}' cannot be read: {what}. Configure the identity provider to send it as plain text.",
        new Dictionary<string, string> { ["attribute"] = Shown.From(name), ["what"] = what });

    static Dictionary<string, string> Times(string what, DateTimeOffset time, ValidationContext context) => new()
    {
        ["what"] = what,
        ["came"] = time.ToString("O", CultureInfo.InvariantCulture),
        ["now"] = context.Now.ToString("O", CultureInfo.InvariantCulture),
        ["skew"] = context.Rules.ClockSkew.ToString(),
    };
}
