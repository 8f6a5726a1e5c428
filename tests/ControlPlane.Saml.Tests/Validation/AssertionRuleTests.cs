using ControlPlane.Saml.Responses;
using Xunit;

namespace ControlPlane.Saml.Validation;

/// <summary>The rules for what the response and the assertion say, each broken before it is signed: the signature is always good.</summary>
public sealed class AssertionRuleTests
{
    static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    static readonly TimeSpan Skew = TimeSpan.FromSeconds(60);

    internal static Dictionary<string, (Action<ResponseBuilder> Break, string Reason)> Broken() => new()
    {
        ["a failure"] = (b => b.Before(d => d.Set("samlp:StatusCode", "Value", "urn:oasis:names:tc:SAML:2.0:status:Responder")), SamlReasons.StatusNotSuccess),
        ["a status without code"] = (b => b.Before(d => d.Remove("samlp:StatusCode")), SamlReasons.ResponseMalformed),
        ["another destination"] = (b => b.Before(d => d.DocumentElement!.SetAttribute("Destination", "https://evil.example.com/saml/acs")), SamlReasons.DestinationMismatch),
        ["a destination with a longer path"] = (b => b.Before(d => d.DocumentElement!.SetAttribute("Destination", A.AcsUrl + "/x")), SamlReasons.DestinationMismatch),
        ["a destination that ends like ours"] = (
            b => b.Before(d => d.DocumentElement!.SetAttribute("Destination", "https://evil.example.com/?https://studio.example.com/saml/acs")), SamlReasons.DestinationMismatch),
        ["a destination with another scheme"] = (b => b.Before(d => d.DocumentElement!.SetAttribute("Destination", A.AcsUrl.Replace("https", "http", StringComparison.Ordinal))), SamlReasons.DestinationMismatch),
        ["a destination in capitals"] = (b => b.Before(d => d.DocumentElement!.SetAttribute("Destination", A.AcsUrl.ToUpperInvariant())), SamlReasons.DestinationMismatch),
        ["an empty destination"] = (b => b.Before(d => d.DocumentElement!.SetAttribute("Destination", "")), SamlReasons.DestinationMismatch),
        ["a signed response without destination"] = (b => b.Before(d => d.DocumentElement!.RemoveAttribute("Destination")).SignsResponse = true, SamlReasons.DestinationMismatch),
        ["an issuer that nobody knows"] = (b => b.Before(d => d.Text("saml:Assertion/saml:Issuer", "https://unknown.example.com")), SamlReasons.IssuerUnknown),
        ["an issuer with a blank"] = (b => b.Before(d => d.Text("saml:Assertion/saml:Issuer", A.IdpEntityId + " ")), SamlReasons.IssuerUnknown),
        ["no issuer"] = (b => b.Before(d => d.Remove("saml:Assertion/saml:Issuer")), SamlReasons.IssuerMismatch),
        ["an issuer of another format"] = (b => b.Before(d => d.Set("saml:Assertion/saml:Issuer", "Format", "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress")), SamlReasons.IssuerMismatch),
        ["another issuer of the response"] = (b => b.Before(d => d.Text("/samlp:Response/saml:Issuer", "https://other.example.com")), SamlReasons.IssuerMismatch),
        ["an assertion of SAML 1.1"] = (b => b.Before(d => d.Set("saml:Assertion", "Version", "1.1")), SamlReasons.VersionUnsupported),
        ["no issue instant"] = (b => b.Before(d => d.Set("saml:Assertion", "IssueInstant", null)), SamlReasons.AssertionMalformed),
        ["an issue instant to come"] = (b => b.Before(d => d.Set("saml:Assertion", "IssueInstant", At(Skew + Second))), SamlReasons.NotYetValid),
        ["a time with an offset"] = (b => b.Before(d => d.Set("saml:Assertion", "IssueInstant", "2026-05-04T12:00:00+02:00")), SamlReasons.AssertionMalformed),
        ["a time that is no time"] = (b => b.Before(d => d.Set("saml:Conditions", "NotOnOrAfter", "tomorrow")), SamlReasons.AssertionMalformed),
        ["no subject"] = (b => b.Before(d => d.Remove("saml:Subject")), SamlReasons.SubjectMissing),
        ["no name"] = (b => b.Before(d => d.Remove("saml:NameID")), SamlReasons.SubjectMissing),
        ["an empty name"] = (b => b.Before(d => d.Text("saml:NameID", "")), SamlReasons.SubjectMissing),
        ["an element in the name"] = (b => b.Before(d => d.Append("saml:NameID", "<x/>")), SamlReasons.SubjectMissing),
        ["a name of 2 KB"] = (b => b.Before(d => d.Text("saml:NameID", new string('x', 2048))), SamlReasons.SubjectMissing),
        ["no confirmation"] = (b => b.Before(d => d.Remove("saml:SubjectConfirmation")), SamlReasons.SubjectConfirmationMissing),
        ["only a holder of a key"] = (b => b.Before(d => d.Set("saml:SubjectConfirmation", "Method", "urn:oasis:names:tc:SAML:2.0:cm:holder-of-key")), SamlReasons.SubjectConfirmationMissing),
        ["no confirmation data"] = (b => b.Before(d => d.Remove("saml:SubjectConfirmationData")), SamlReasons.SubjectConfirmationMissing),
        ["a confirmation without end"] = (b => b.Before(d => d.Set("saml:SubjectConfirmationData", "NotOnOrAfter", null)), SamlReasons.SubjectConfirmationMissing),
        ["a confirmation with a beginning"] = (b => b.Before(d => d.Set("saml:SubjectConfirmationData", "NotBefore", At(-Skew))), SamlReasons.SubjectConfirmationMissing),
        ["a confirmation that is over"] = (b => b.Before(d => d.Set("saml:SubjectConfirmationData", "NotOnOrAfter", At(-Skew))), SamlReasons.Expired),
        ["another recipient"] = (b => b.Before(d => d.Set("saml:SubjectConfirmationData", "Recipient", "https://other.example.com/acs")), SamlReasons.RecipientMismatch),
        ["a recipient that begins like ours"] = (b => b.Before(d => d.Set("saml:SubjectConfirmationData", "Recipient", A.AcsUrl + ".evil.example.com")), SamlReasons.RecipientMismatch),
        ["no recipient"] = (b => b.Before(d => d.Set("saml:SubjectConfirmationData", "Recipient", null)), SamlReasons.RecipientMismatch),
        ["an answer to another request"] = (b => b.Before(d => d.Set("saml:SubjectConfirmationData", "InResponseTo", "id-other")), SamlReasons.InResponseToMismatch),
        ["a response to another request"] = (b => b.Before(d => d.DocumentElement!.SetAttribute("InResponseTo", "id-other")), SamlReasons.InResponseToMismatch),
        ["no conditions"] = (b => b.Before(d => d.Remove("saml:Conditions")), SamlReasons.ConditionsMissing),
        ["conditions to come"] = (b => b.Before(d => d.Set("saml:Conditions", "NotBefore", At(Skew + Second))), SamlReasons.NotYetValid),
        ["conditions that are over"] = (b => b.Before(d => d.Set("saml:Conditions", "NotOnOrAfter", At(-Skew))), SamlReasons.Expired),
        ["a condition of an unknown kind"] = (b => b.Before(d => d.Append("saml:Conditions", "<saml:Condition xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xsi:type='x'/>")), SamlReasons.ConditionUnknown),
        ["a condition of another namespace"] = (b => b.Before(d => d.Append("saml:Conditions", "<OneTimeUse/>")), SamlReasons.ConditionUnknown),
        ["no audience restriction"] = (b => b.Before(d => d.Remove("saml:AudienceRestriction")), SamlReasons.AudienceMismatch),
        ["another audience"] = (b => b.Before(d => d.Text("saml:Audience", "https://other.example.com")), SamlReasons.AudienceMismatch),
        ["an audience that begins like ours"] = (b => b.Before(d => d.Text("saml:Audience", A.SpEntityId + "2")), SamlReasons.AudienceMismatch),
        ["a second restriction that does not name us"] = (
            b => b.Before(d => d.Append("saml:Conditions", "<saml:AudienceRestriction><saml:Audience>urn:other</saml:Audience></saml:AudienceRestriction>")), SamlReasons.AudienceMismatch),
        ["an empty restriction"] = (b => b.Before(d => d.Remove("saml:Audience")), SamlReasons.AudienceMismatch),
        ["no authentication"] = (b => b.Before(d => d.Remove("saml:AuthnStatement")), SamlReasons.AuthnStatementMissing),
        ["two authentications"] = (b => b.Before(d => d.Find("saml:Assertion").AppendChild(d.Find("saml:AuthnStatement").Clone())), SamlReasons.AssertionMalformed),
        ["an authentication without time"] = (b => b.Before(d => d.Set("saml:AuthnStatement", "AuthnInstant", null)), SamlReasons.AssertionMalformed),
        ["an authentication of yesterday"] = (b => b.Before(d => d.Set("saml:AuthnStatement", "AuthnInstant", At(-TimeSpan.FromHours(12) - Skew))), SamlReasons.AuthnTooOld),
        ["an authentication to come"] = (b => b.Before(d => d.Set("saml:AuthnStatement", "AuthnInstant", At(Skew + Second))), SamlReasons.NotYetValid),
        ["a session that is over"] = (b => b.Before(d => d.Set("saml:AuthnStatement", "SessionNotOnOrAfter", At(-Skew))), SamlReasons.SessionOver),
        ["an authentication without context"] = (b => b.Before(d => d.Remove("saml:AuthnContext")), SamlReasons.AssertionMalformed),
        ["two values of an attribute"] = (b => b.Before(d => d.Append("saml:Attribute[@Name='teamid']", "<saml:AttributeValue>Team2</saml:AttributeValue>")), SamlReasons.AttributeRepeated),
        ["an attribute twice"] = (
            b => b.Before(d => d.Append("saml:AttributeStatement", "<saml:Attribute Name='ssouserid'><saml:AttributeValue>user2</saml:AttributeValue></saml:Attribute>")), SamlReasons.AttributeRepeated),
        ["an attribute twice in two statements"] = (
            b => b.Before(d => d.Append("saml:Assertion", "<saml:AttributeStatement><saml:Attribute Name='ssouserid'><saml:AttributeValue>user2</saml:AttributeValue></saml:Attribute></saml:AttributeStatement>")),
            SamlReasons.AttributeRepeated),
        ["an element in a value"] = (b => b.Before(d => d.Append("saml:Attribute[@Name='teamid']/saml:AttributeValue", "<x>Team2</x>")), SamlReasons.AttributeMalformed),
        ["an attribute without name"] = (b => b.Before(d => d.Set("saml:Attribute[@Name='teamid']", "Name", null)), SamlReasons.AttributeMalformed),
        ["an encrypted attribute"] = (b => b.Before(d => d.Append("saml:AttributeStatement", "<saml:EncryptedAttribute/>")), SamlReasons.AttributeMalformed),
        ["an unknown statement"] = (b => b.Before(d => d.Append("saml:Assertion", "<saml:Statement/>")), SamlReasons.AssertionMalformed),
        ["a subject after the conditions"] = (
            b => b.Before(d => d.Find("saml:Assertion").InsertAfter(d.Find("saml:Subject"), d.Find("saml:Conditions"))), SamlReasons.SubjectMissing),
    };

    public static TheoryData<string> BrokenNames() => [.. Broken().Keys];

    [Theory]
    [MemberData(nameof(BrokenNames))]
    public void A_signed_response_with_one_fault_is_refused(string name)
    {
        var (breakIt, reason) = Broken()[name];
        var response = A.Response();
        breakIt(response);

        var refusal = A.Refusal(response);

        Assert.Equal(reason, refusal.Reason);
        Assert.DoesNotContain("ada@example.com", refusal.Message + string.Join(' ', refusal.Facts.Values), StringComparison.Ordinal);
    }

    internal static Dictionary<string, (Action<ResponseBuilder> Change, Func<Assertion, bool> Holds)> Accepted() => new()
    {
        ["no destination when only the assertion is signed"] = (b => b.Before(d => d.DocumentElement!.RemoveAttribute("Destination")), _ => true),
        ["no issuer of the response"] = (b => b.Before(d => d.Remove("/samlp:Response/saml:Issuer")), _ => true),
        ["the entity format of the issuer"] = (b => b.Before(d => d.Set("saml:Assertion/saml:Issuer", "Format", "urn:oasis:names:tc:SAML:2.0:nameid-format:entity")), _ => true),
        ["no beginning of the conditions"] = (b => b.Before(d => d.Set("saml:Conditions", "NotBefore", null)), _ => true),
        ["no end of the conditions"] = (b => b.Before(d => d.Set("saml:Conditions", "NotOnOrAfter", null)), _ => true),
        ["one use only"] = (b => b.Before(d => d.Append("saml:Conditions", "<saml:OneTimeUse/>")), _ => true),
        ["a proxy restriction"] = (b => b.Before(d => d.Append("saml:Conditions", "<saml:ProxyRestriction Count='0'/>")), _ => true),
        ["several audiences"] = (b => b.Before(d => d.Find("saml:AudienceRestriction").InsertBefore(d.Parse("<saml:Audience>urn:other</saml:Audience>"), d.Find("saml:Audience"))), _ => true),
        ["an audience on a line of its own"] = (b => b.Before(d => d.Text("saml:Audience", $"\n  {A.SpEntityId}\n")), _ => true),
        ["fractions of seconds"] = (b => b.Before(d => d.Set("saml:AuthnStatement", "AuthnInstant", "2026-05-04T11:59:00.123456789Z")), a => a.AuthnInstant.Millisecond == 123),
        ["clocks that differ by the skew"] = (b => b.Before(d => d.Set("saml:Conditions", "NotBefore", At(Skew))), _ => true),
        ["the last second within the skew"] = (b => b.Before(d => d.Set("saml:SubjectConfirmationData", "NotOnOrAfter", At(-Skew + Second))), _ => true),
        ["no session end"] = (b => b.Before(d => d.Set("saml:AuthnStatement", "SessionNotOnOrAfter", null)), a => a.SessionNotOnOrAfter is null),
        ["no class of authentication"] = (b => b.Before(d => d.Remove("saml:AuthnContextClassRef")), a => a.AuthnContextClass is null),
        ["an empty attribute statement"] = (b => b.Before(d => d.Find("saml:AttributeStatement").InnerXml = ""), a => a.Attributes.Count == 0),
        ["no attribute statement"] = (b => b.Before(d => d.Remove("saml:AttributeStatement")), a => a.Attributes.Count == 0),
        ["an attribute without values"] = (b => b.Before(d => d.Find("saml:Attribute[@Name='teamid']").InnerXml = ""), a => a.Values("teamid").Count == 0),
        ["an empty value"] = (b => b.Before(d => d.Find("saml:Attribute[@Name='teamid']/saml:AttributeValue").InnerXml = ""), a => a.Values("teamid") is [""]),
        ["several groups in several attributes"] = (
            b => b.Before(d => d.Append("saml:AttributeStatement", "<saml:Attribute Name='groups'><saml:AttributeValue>/green</saml:AttributeValue></saml:Attribute>")),
            a => a.Values("groups") is ["red", "blue", "/green"]),
        ["a name in several pieces"] = (
            b => b.Before(d => d.Find("saml:NameID").AppendChild(d.CreateCDataSection(".evil.example"))), a => a.Subject.Value == "ada@example.com.evil.example"),
        ["a name with spaces"] = (b => b.Before(d => d.Text("saml:NameID", " ada ")), a => a.Subject.Value == " ada "),
        ["qualifiers of the name"] = (
            b => b.Before(d => { d.Set("saml:NameID", "NameQualifier", "n"); d.Set("saml:NameID", "SPNameQualifier", "s"); }),
            a => a.Subject is { NameQualifier: "n", SPNameQualifier: "s" }),
        ["a second confirmation that holds"] = (
            b => b.Before(d => d.Find("saml:Subject").InsertBefore(d.Parse("<saml:SubjectConfirmation Method='urn:oasis:names:tc:SAML:2.0:cm:bearer'/>"), d.Find("saml:SubjectConfirmation"))), _ => true),
        ["advice"] = (b => b.Before(d => d.Find("saml:Assertion").InsertAfter(d.Parse("<saml:Advice><x/></saml:Advice>"), d.Find("saml:Conditions"))), _ => true),
    };

    public static TheoryData<string> AcceptedNames() => [.. Accepted().Keys];

    [Theory]
    [MemberData(nameof(AcceptedNames))]
    public void What_identity_providers_may_send_is_accepted(string name)
    {
        var (change, holds) = Accepted()[name];
        var response = A.Response();
        change(response);

        Assert.True(holds(A.Validated(response)));
    }

    [Fact]
    public void A_failure_is_told_with_its_codes_and_only_with_known_ones()
    {
        var denied = A.Response().Before(d => d.Find("samlp:Status").InnerXml =
            $"<samlp:StatusCode xmlns:samlp='{Uris.Protocol}' Value='urn:oasis:names:tc:SAML:2.0:status:Responder'><samlp:StatusCode Value='urn:oasis:names:tc:SAML:2.0:status:RequestDenied'/></samlp:StatusCode>");
        var strange = A.Response().Before(d => d.Set("samlp:StatusCode", "Value", "<script>"));

        Assert.Equal(("Responder", "RequestDenied", "no"), Status(A.Refusal(denied)));
        Assert.Equal("another status", A.Refusal(strange).Facts["code"]);
    }

    [Fact]
    public void A_failure_without_assertion_is_told_whether_it_is_signed_or_not()
    {
        static ResponseBuilder Failure(bool signed) => new ResponseBuilder { SignsAssertion = false, SignsResponse = signed }.Before(d =>
        {
            d.Set("samlp:StatusCode", "Value", "urn:oasis:names:tc:SAML:2.0:status:Requester");
            d.Remove("saml:Assertion");
        });

        Assert.Equal(("Requester", "(none)", "yes"), Status(A.Refusal(Failure(signed: true))));
        Assert.Equal(("Requester", "(none)", "no"), Status(A.Refusal(Failure(signed: false))));
    }

    [Fact]
    public void A_success_without_assertion_is_refused()
        => Assert.Equal(
            SamlReasons.AssertionCount,
            A.Refusal(new ResponseBuilder { SignsAssertion = false, SignsResponse = true }.Before(d => d.Remove("saml:Assertion"))).Reason);

    [Fact]
    public void An_identity_provider_may_begin_only_where_that_is_allowed()
    {
        var response = A.Response().Before(d =>
        {
            d.DocumentElement!.RemoveAttribute("InResponseTo");
            d.Set("saml:SubjectConfirmationData", "InResponseTo", null);
        });
        var strict = A.IdentityProvider() with { Rules = A.IdentityProvider().Rules with { AllowIdpInitiated = false } };

        Assert.Null(A.Validator().Validate(response.Build(), null).Value.InResponseTo);
        Assert.Equal(
            SamlReasons.IdpInitiatedForbidden,
            Assert.Throws<SamlRefusedException>(() => A.Validator(strict).Validate(response.Build(), null)).Reason);
        Assert.Equal(SamlReasons.IdpInitiatedForbidden, A.Refusal(response, strict).Reason);
    }

    [Fact]
    public void An_answer_in_a_browser_that_asked_nothing_is_refused()
        => Assert.Equal(
            SamlReasons.InResponseToMismatch,
            Assert.Throws<SamlRefusedException>(() => A.Validator().Validate(A.Response().Build(), null)).Reason);

    [Fact]
    public void The_id_is_remembered_exactly_as_long_as_the_assertion_is_accepted()
    {
        Action<ResponseBuilder>[] lives =
        [
            _ => { },
            b => b.Before(d => d.Set("saml:Conditions", "NotOnOrAfter", At(TimeSpan.FromMinutes(2)))),
            b => b.Before(d => d.Set("saml:Conditions", "NotOnOrAfter", null)),
            b => b.Before(d => d.Set("saml:AuthnStatement", "SessionNotOnOrAfter", At(TimeSpan.FromMinutes(3)))),
            b => b.Before(d => d.Set("saml:AuthnStatement", "AuthnInstant", At(-TimeSpan.FromHours(12) + Second))),
            b => b.Before(d => d.Find("saml:Subject").AppendChild(Longer(d))),
        ];
        foreach (var live in lives)
        {
            var response = A.Response();
            live(response);
            var until = A.Validated(response).ReplayableUntil;

            A.Validator(now: until.AddTicks(-1)).Validate(response.Build(), A.RequestId);
            Assert.Throws<SamlRefusedException>(() => A.Validator(now: until).Validate(response.Build(), A.RequestId));
        }
    }

    static System.Xml.XmlElement Longer(System.Xml.XmlDocument document)
    {
        var longer = (System.Xml.XmlElement)document.Find("saml:SubjectConfirmation").Clone();
        ((System.Xml.XmlElement)longer.SelectSingleNode("*")!).SetAttribute("NotOnOrAfter", At(TimeSpan.FromMinutes(20)));
        return longer;
    }

    static (string, string, string) Status(SamlRefusedException refusal)
    {
        Assert.Equal(SamlReasons.StatusNotSuccess, refusal.Reason);
        return (refusal.Facts["code"], refusal.Facts["subCode"], refusal.Facts["signed"]);
    }

    static string At(TimeSpan fromNow) => ResponseBuilder.Instant(fromNow);
}
