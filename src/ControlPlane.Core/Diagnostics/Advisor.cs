using System.Globalization;
using ControlPlane.IdentityProviders;
using ControlPlane.Saml;
using ControlPlane.SignIn;

namespace ControlPlane.Diagnostics;

/// <summary>Says what to change, at the identity provider or here, for each thing that fails.</summary>
sealed class Advisor(
    ServiceProvider self, IReadOnlyList<IdentityProviderStatus> providers, TrialResult trial, IdentityProviderOptions? options, DateTimeOffset at)
{
    string Name => trial.Provider?.Name ?? "{name}";

    string Section => $"IdentityProviders:{Name}";

    /// <summary>The advice for one step that failed; never empty.</summary>
    public IEnumerable<string> Advise(FlightStep step) => step.Reason switch
    {
        SamlReasons.Base64Invalid or SamlReasons.ResponseMalformed or SamlReasons.XmlMalformed or SamlReasons.EncodingForbidden =>
        [
            "Give the value of the form field SAMLResponse as the identity provider posted it, after URL decoding: %2B, %2F and %3D are not base64.",
            "If it was: let the identity provider answer by the HTTP-POST binding of the Web Browser SSO profile.",
        ],
        SamlReasons.ResponseTooLarge or SamlReasons.XmlLimitExceeded =>
            ["Identity provider: send fewer groups, only those that are assigned to this application."],
        SamlReasons.IssuerUnknown => UnknownIssuer(step),
        SamlReasons.SignatureInvalid => WrongKey(),
        SamlReasons.DigestMismatch =>
            ["The message was changed after it was signed: take it from the browser, not from a log or an editor, and look for a proxy that rewrites forms."],
        SamlReasons.SignatureMissing =>
            ["Identity provider: sign the assertion, the response, or both (in Entra ID 'Signing option', in Keycloak 'Sign assertions')."],
        SamlReasons.AlgorithmForbidden =>
        [
            "Identity provider: sign with RSA or ECDSA and SHA-256 or better.",
            $"Only when it cannot: set {Section}:AllowSha1 here, which accepts SHA-1, and turn it off as soon as you can.",
        ],
        SamlReasons.EncryptionForbidden =>
        [
            "Identity provider: encrypt assertions with AES-128-GCM or AES-256-GCM and RSA-OAEP.",
            $"Only when it cannot, and for AES-CBC alone: set {Section}:AllowAesCbc here.",
        ],
        SamlReasons.EncryptionRequired =>
            [$"Identity provider: turn on assertion encryption with {Certificates()}.", $"Or unset {Section}:RequireEncryption here."],
        SamlReasons.DecryptionFailed => [$"Identity provider: encrypt for {Certificates()}."],
        SamlReasons.DecryptionKeyMissing =>
            ["Here: configure Saml:DecryptionCertificates with an RSA key.", "Or at the identity provider: turn assertion encryption off."],
        SamlReasons.AudienceMismatch =>
        [
            $"Identity provider: set the audience (SP entity id, identifier, client id) to exactly '{self.EntityId}'; it sends '{Fact(step, "came")}'.{Nearly(step)}",
            $"Or set Saml:EntityId here to what it sends, and give all other identity providers the new metadata.",
        ],
        SamlReasons.RecipientMismatch or SamlReasons.DestinationMismatch =>
        [
            $"Identity provider: set the ACS URL (reply URL, single sign-on URL, recipient) to exactly '{self.AssertionConsumerService.AbsoluteUri}'; "
            + $"it sends '{Fact(step, "came")}'.{Nearly(step)}",
            "If its address is the one that browsers use: correct Server:PublicUrl here.",
        ],
        SamlReasons.NotYetValid or SamlReasons.Expired or SamlReasons.SessionOver or SamlReasons.AuthnTooOld => Time(step),
        SamlReasons.IdpInitiatedForbidden =>
            [$"Begin at '{new Uri(self.AssertionConsumerService, $"/saml/login/{Name}")}', or set {Section}:AllowIdpInitiated here."],
        SamlReasons.StatusNotSuccess =>
            ["Identity provider: look into its log for this moment; most often the person is not assigned to the application."],
        SamlReasons.SubjectMissing => ["Identity provider: send a NameID, in clear inside the assertion, in the format persistent, unspecified or emailAddress."],
        SamlReasons.AttributeRepeated =>
        [
            $"Identity provider: send one value in the attribute '{Fact(step, "attribute")}'.",
            $"Or list it in {Section}:MultiValuedAttributes here.",
        ],
        "SAML_REPLAYED" => ["Nothing to change: this response was posted before. A new one can be used."],
        "USER_ATTRIBUTE_MISSING" => MissingUser(step),
        "USER_ID_TRANSIENT" =>
            ["Identity provider: choose the NameID format persistent.", $"Or name the attribute with the immutable id in {Section}:UserAttribute here: {Sent()}."],
        "ENTITLEMENT_NOT_FOUND" => NotEntitled(step),
        "MFA_REQUIRED" => Factors(step),
        _ => Otherwise(step),
    };

    // Every refusal of a sign-in says whose move it is.
    static string[] Otherwise(FlightStep step) => [step.Fix ?? step.Message!];

    IEnumerable<string> UnknownIssuer(FlightStep step)
    {
        var known = providers.Where(p => p.EntityId is not null).Select(p => $"'{p.EntityId}' ({p.Name}{(p.IsUsable ? "" : ", whose metadata is over")})").ToList();
        yield return $"Here: configure the metadata of '{Fact(step, "came")}'. Known are {(known.Count == 0 ? "none" : string.Join(", ", known))}.";
        foreach (var unread in providers.Where(p => p.EntityId is null))
        {
            yield return $"It may be '{unread.Name}', whose metadata could not be read from {unread.Source}: {unread.Error}";
        }
    }

    IEnumerable<string> WrongKey()
    {
        var status = providers.First(p => p.Name == Name);
        var trusted = string.Join(", ", status.Certificates.Select(c => $"{c.Thumbprint.ToLowerInvariant()} until {Text(c.Expires)}"));
        yield return $"Identity provider: compare its active signing certificate with those that its metadata has: SHA-256 {trusted}.";
        yield return $"After a roll-over: renew its metadata in {status.Source}, which was read at {Text(status.LastRefresh!.Value)}; it is read again every {options!.MetadataRefresh}.";
        if (status.Error is { } error)
        {
            yield return $"Here: the last attempt to read it failed: {error}";
        }
    }

    IEnumerable<string> Time(FlightStep step)
    {
        var apart = at - DateTimeOffset.Parse(Fact(step, "came"), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);
        if (step.Reason is SamlReasons.NotYetValid)
        {
            yield return $"The identity provider's clock, or the moment that you gave, is {Text(-apart)} off: {Fact(step, "what")} is {Fact(step, "came")}, judged at {Text(at)}. "
                + $"Let both machines follow NTP; {Section}:ClockSkew tolerates up to 5 minutes.";
            yield break;
        }

        yield return $"If the response was captured earlier, try it as of then: {Fact(step, "what")} is {Fact(step, "came")}, {Text(apart)} before the moment that it was judged at.";
        yield return step.Reason switch
        {
            SamlReasons.AuthnTooOld => $"If not: let the person sign in at the identity provider anew, or raise {Section}:MaximumAuthenticationAge here.",
            SamlReasons.SessionOver => "If not: let the person sign in at the identity provider anew, or lengthen its sessions.",
            _ => "If it was not: compare the clocks of both machines, and let the identity provider give responses 5 minutes.",
        };
    }

    IEnumerable<string> MissingUser(FlightStep step) =>
    [
        $"Identity provider: map the user's immutable id to the attribute '{Fact(step, "attribute")}'. {Sent()}.",
        $"Or set {Section}:UserAttribute here to the one of them that holds it, or to NameID.",
    ];

    IEnumerable<string> NotEntitled(FlightStep step)
    {
        foreach (var line in Otherwise(step))
        {
            yield return line;
        }

        if (trial.Assertion!.Values(options!.GroupAttribute).Count == 0)
        {
            yield return $"No groups came: if a group is entitled, let the identity provider send them in '{options.GroupAttribute}', or name the right one in {Section}:GroupAttribute. {Sent()}.";
        }
    }

    IEnumerable<string> Factors(FlightStep step) =>
    [
        "The person signs in with a second factor, or the identity provider demands one for this application.",
        $"If they did: add what proves it to {Section}:MultiFactorEvidence here. The authentication context was '{trial.Assertion!.AuthnContextClass ?? "not given"}'. {Sent()}.",
    ];

    string Sent() => trial.Assertion is { Attributes: { Count: > 0 } sent }
        ? $"Sent were {string.Join(", ", sent.Select(a => $"'{a.Name}'"))}"
        : "No attribute was sent";

    string Certificates() => self.DecryptionCertificates is [var current, ..]
        ? $"our certificate {current.GetCertHashString(System.Security.Cryptography.HashAlgorithmName.SHA256).ToLowerInvariant()} (SHA-256) of our metadata"
        : "our certificate, once Saml:DecryptionCertificates has one";

    static string Nearly(FlightStep step)
        => Plain(Fact(step, "came")) == Plain(Fact(step, "expected")) ? " They differ in case, scheme or a slash at the end alone." : "";

    static string Plain(string address) => address.ToUpperInvariant().TrimEnd('/').Replace("HTTPS://", "HTTP://", StringComparison.Ordinal);

    static string Fact(FlightStep step, string name) => step.Facts.GetValueOrDefault(name, "(none)");

    static string Text(DateTimeOffset time) => time.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    static string Text(TimeSpan time) => TimeSpan.FromSeconds(Math.Round(time.TotalSeconds)).ToString("c", CultureInfo.InvariantCulture);
}
