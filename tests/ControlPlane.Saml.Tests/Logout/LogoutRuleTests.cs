using System.Xml;
using ControlPlane.Saml.Responses;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ControlPlane.Saml.Logout;

/// <summary>The rules of logout messages that both bindings share, each broken before the message is signed: the signature is always
/// good.</summary>
public sealed class LogoutRuleTests
{
    static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    static readonly TimeSpan Skew = TimeSpan.FromSeconds(60);
    static readonly TimeSpan MaximumAge = TimeSpan.FromMinutes(5);

    internal static Dictionary<string, (bool IsResponse, Action<XmlDocument> Break, string Reason)> Broken() => new()
    {
        ["another destination: a message for another service provider is passed on to us"] = (false, d => Root(d, "Destination", "https://other.example.com/saml/slo"), SamlReasons.DestinationMismatch),
        ["a destination that begins like ours"] = (false, d => Root(d, "Destination", A.LogoutUrl + "/x"), SamlReasons.DestinationMismatch),
        ["our ACS as destination"] = (false, d => Root(d, "Destination", A.AcsUrl), SamlReasons.DestinationMismatch),
        ["no destination"] = (false, d => Root(d, "Destination", null), SamlReasons.DestinationMismatch),
        ["no destination of the response"] = (true, d => Root(d, "Destination", null), SamlReasons.DestinationMismatch),
        ["an issuer that nobody knows"] = (false, d => d.Text("saml:Issuer", "https://unknown.example.com"), SamlReasons.IssuerUnknown),
        ["no issuer: whose sessions would end?"] = (false, d => d.Remove("saml:Issuer"), SamlReasons.IssuerMismatch),
        ["an issuer of another format"] = (false, d => d.Set("saml:Issuer", "Format", "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress"), SamlReasons.IssuerMismatch),
        ["an element in the issuer"] = (false, d => d.Append("saml:Issuer", "<x/>"), LogoutReasons.Malformed),
        ["an old message that was kept"] = (false, d => Root(d, "IssueInstant", At(-MaximumAge - Skew)), LogoutReasons.Expired),
        ["an old response that was kept"] = (true, d => Root(d, "IssueInstant", At(-MaximumAge - Skew)), LogoutReasons.Expired),
        ["a message of the future, which would be good for long"] = (false, d => Root(d, "IssueInstant", At(Skew + Second)), LogoutReasons.NotYetValid),
        ["no time"] = (false, d => Root(d, "IssueInstant", null), LogoutReasons.Malformed),
        ["a time that is no time"] = (false, d => Root(d, "IssueInstant", "now"), LogoutReasons.Malformed),
        ["a request past its own end"] = (false, d => Root(d, "NotOnOrAfter", At(-Skew)), LogoutReasons.Expired),
        ["an end that is no time"] = (false, d => Root(d, "NotOnOrAfter", "later"), LogoutReasons.Malformed),
        ["another version"] = (false, d => Root(d, "Version", "1.1"), SamlReasons.VersionUnsupported),
        ["no version"] = (true, d => Root(d, "Version", null), SamlReasons.VersionUnsupported),
        ["nobody"] = (false, d => d.Remove("saml:NameID"), LogoutReasons.SubjectMissing),
        ["an empty name"] = (false, d => d.Text("saml:NameID", ""), LogoutReasons.SubjectMissing),
        ["a name of two parts: one reader would take the first"] = (false, d => d.Append("saml:NameID", "<x/>"), LogoutReasons.SubjectMissing),
        ["a name of 2 KB"] = (false, d => d.Text("saml:NameID", new string('x', 2048)), LogoutReasons.SubjectMissing),
        ["a second name"] = (false, d => d.DocumentElement!.InsertAfter(d.Find("saml:NameID").Clone(), d.Find("saml:NameID")), LogoutReasons.Malformed),
        ["an encrypted name"] = (false, d => d.DocumentElement!.ReplaceChild(d.Parse("<saml:EncryptedID/>"), d.Find("saml:NameID")), LogoutReasons.SubjectMissing),
        ["an empty session index, which is not 'all sessions'"] = (false, d => d.Text("samlp:SessionIndex", ""), LogoutReasons.Malformed),
        ["an element in the session index"] = (false, d => d.Append("samlp:SessionIndex", "<x/>"), LogoutReasons.Malformed),
        ["101 sessions"] = (false, d => Repeat(d, "samlp:SessionIndex", 100), LogoutReasons.Malformed),
        ["a name after the session"] = (false, d => d.DocumentElement!.InsertAfter(d.Find("saml:NameID"), d.Find("samlp:SessionIndex")), LogoutReasons.SubjectMissing),
        ["a part that a request does not have"] = (false, d => d.Append("samlp:LogoutRequest", "<saml:Subject/>"), LogoutReasons.Malformed),
        ["a part that a response does not have"] = (true, d => d.Append("samlp:LogoutResponse", "<saml:Assertion/>"), LogoutReasons.Malformed),
        ["an answer to another request"] = (true, d => Root(d, "InResponseTo", "id-request-2"), SamlReasons.InResponseToMismatch),
        ["an answer to no request"] = (true, d => Root(d, "InResponseTo", null), SamlReasons.InResponseToMismatch),
        ["an answer to a request whose id ours begins"] = (true, d => Root(d, "InResponseTo", A.RequestId + "0"), SamlReasons.InResponseToMismatch),
        ["a failure"] = (true, d => Status(d, "Requester", null), LogoutReasons.StatusNotSuccess),
        ["a failure on their side"] = (true, d => Status(d, "Responder", "UnknownPrincipal"), LogoutReasons.StatusNotSuccess),
        ["a status that SAML does not know"] = (true, d => d.Set("samlp:StatusCode", "Value", "fine"), LogoutReasons.StatusNotSuccess),
        ["no status"] = (true, d => d.Remove("samlp:Status"), LogoutReasons.Malformed),
        ["a status without code"] = (true, d => d.Remove("samlp:StatusCode"), LogoutReasons.Malformed),
        ["two elements with one ID"] = (false, d => d.Set("saml:NameID", "ID", "_logout"), SamlReasons.DuplicateId),
        ["a signature deep in the message"] = (false, d => d.Append("saml:NameID", "<ds:Signature/>"), SamlReasons.SignatureMisplaced),
    };

    public static TheoryData<string, bool> Cases => [.. Broken().Keys.SelectMany(name => new[] { (name, false), (name, true) })];

    [Theory, MemberData(nameof(Cases))]
    public void Message_with_one_fault_is_refused_by_either_binding(string name, bool byPost)
    {
        var (isResponse, breakIt, reason) = Broken()[name];

        var refusal = Refusal(new LogoutBuilder { IsResponse = isResponse }.Before(breakIt), byPost);

        Assert.Equal(reason, refusal.Reason);
    }

    [Theory, InlineData(false), InlineData(true)]
    public void Request_says_who_where_and_until_when_it_may_come_again(bool byPost)
    {
        var request = Request(new(), byPost).Value;

        Assert.Equal("_logout", request.Id);
        Assert.Equal(A.IdpEntityId, request.Issuer);
        Assert.Equal(new("ada@example.com", "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress", A.IdpEntityId), request.Subject);
        Assert.Equal(["_session"], request.SessionIndexes);
        Assert.Equal(ResponseBuilder.Now + TimeSpan.FromMinutes(3) + Skew, request.ReplayableUntil);
        Assert.Equal("relay+state/1 %", request.RelayState);
        Assert.Equal(byPost ? LogoutBinding.Post : LogoutBinding.Redirect, request.Binding);
    }

    [Theory, InlineData(false), InlineData(true)]
    public void Request_without_end_may_come_again_until_it_is_too_old_and_without_session_means_all(bool byPost)
    {
        var builder = new LogoutBuilder().Before(d => Root(d, "NotOnOrAfter", null)).Before(d => d.Remove("samlp:SessionIndex"));

        var request = Request(builder, byPost).Value;

        Assert.Equal(ResponseBuilder.Now + MaximumAge + Skew, request.ReplayableUntil);
        Assert.Empty(request.SessionIndexes);
    }

    [Theory]
    [InlineData("Success", null, false)]
    [InlineData("Success", "PartialLogout", true)]
    [InlineData("Responder", "PartialLogout", true)]
    public void Response_says_whether_all_of_it_was_done(string code, string? subCode, bool isPartial)
    {
        var builder = new LogoutBuilder { IsResponse = true }.Before(d => Status(d, code, subCode));

        var response = Response(builder, byPost: false).Value;

        Assert.Equal(isPartial, response.IsPartial);
        Assert.Equal((A.RequestId, A.IdpEntityId, "_logout"), (response.InResponseTo, response.Issuer, response.Id));
        Assert.Equal(isPartial, Response(builder, byPost: true).Value.IsPartial);
    }

    [Theory, InlineData(false), InlineData(true)]
    public void Request_is_no_response_and_response_is_no_request(bool byPost)
    {
        // The field is renamed as well: who signs for one must not be able to make the other of it.
        var request = new LogoutBuilder().Before(Rename("LogoutResponse"));
        var response = new LogoutBuilder { IsResponse = true }.Before(Rename("LogoutRequest"));

        Assert.Equal(LogoutReasons.Malformed, Refusal(request, byPost).Reason);
        Assert.Equal(LogoutReasons.Malformed, Refusal(response, byPost).Reason);
    }

    [Theory, InlineData(false), InlineData(true)]
    public void Unsigned_message_is_refused_since_anyone_could_sign_people_out(bool byPost)
        => Assert.Equal(LogoutReasons.SignatureMissing, Refusal(new() { IsSigned = false }, byPost).Reason);

    [Theory, InlineData(false), InlineData(true)]
    public void Message_under_a_strangers_key_is_refused(bool byPost)
        => Assert.Equal(SamlReasons.SignatureInvalid, Refusal(new() { Signer = Keys.Attacker }, byPost).Reason);

    [Theory, InlineData(false), InlineData(true)]
    public void Key_that_is_too_weak_is_refused(bool byPost)
    {
        var weak = A.IdentityProvider() with { SigningCertificates = [Keys.Weak] };

        Assert.Equal(SamlReasons.KeyTooWeak, Refusal(new() { Signer = Keys.Weak }, byPost, weak).Reason);
    }

    [Theory, InlineData(false), InlineData(true)]
    public void Sha1_is_refused_unless_it_is_allowed_by_name(bool byPost)
    {
        var lenient = A.IdentityProvider() with { Rules = new() { AllowSha1 = true } };

        Assert.Equal(SamlReasons.AlgorithmForbidden, Refusal(new() { SignatureMethod = Uris.RsaSha1 }, byPost).Reason);
        Assert.Equal("_logout", Request(new() { SignatureMethod = Uris.RsaSha1 }, byPost, lenient).Value.Id);
    }

    [Theory]
    [InlineData(Uris.EcdsaSha256, false)]
    [InlineData(Uris.EcdsaSha256, true)]
    [InlineData(Uris.RsaSha384, false)]
    [InlineData(Uris.RsaSha384, true)]
    [InlineData(Uris.RsaSha512, false)]
    public void Every_algorithm_of_responses_is_accepted(string method, bool byPost)
    {
        var key = method.Contains("ecdsa", StringComparison.Ordinal) ? Keys.P256 : Keys.IdentityProvider;
        var provider = A.IdentityProvider() with { SigningCertificates = [Keys.NextIdentityProvider, key] };

        Assert.Equal("_logout", Request(new() { SignatureMethod = method, Signer = key }, byPost, provider).Value.Id);
    }

    [Fact]
    public void Another_identity_provider_cannot_speak_for_the_first()
    {
        var first = A.IdentityProvider();
        var second = first with { Name = "second", EntityId = "https://second.example.com", SigningCertificates = [Keys.Attacker] };
        var validator = new LogoutValidator(
            A.ServiceProvider(), id => id == first.EntityId ? first : id == second.EntityId ? second : null, new FakeTimeProvider(ResponseBuilder.Now));
        var forged = new LogoutBuilder { Signer = Keys.Attacker };
        var own = new LogoutBuilder { Signer = Keys.Attacker }.Before(d => d.Text("saml:Issuer", second.EntityId));

        var refusal = Assert.Throws<SamlRefusedException>(() => validator.ValidateRedirectRequest(forged.BuildQuery()));

        Assert.Equal(SamlReasons.SignatureInvalid, refusal.Reason);
        Assert.Equal(second.EntityId, validator.ValidateRedirectRequest(own.BuildQuery()).Value.Issuer);
    }

    [Fact]
    public void Logout_messages_are_read_only_by_who_offers_single_logout()
        => Assert.Throws<InvalidOperationException>(() => A.LogoutValidator(serviceProvider: A.ServiceProvider() with { SingleLogoutService = null })
            .ValidateRedirectRequest(new LogoutBuilder().BuildQuery()));

    internal static Verified<LogoutRequest> Request(LogoutBuilder builder, bool byPost, IdentityProvider? provider = null)
        => byPost
            ? A.LogoutValidator(provider).ValidatePostedRequest(builder.BuildPost(), builder.RelayState)
            : A.LogoutValidator(provider).ValidateRedirectRequest(builder.BuildQuery());

    internal static Verified<LogoutResponse> Response(LogoutBuilder builder, bool byPost, IdentityProvider? provider = null)
        => byPost
            ? A.LogoutValidator(provider).ValidatePostedResponse(builder.BuildPost(), builder.RelayState, A.RequestId)
            : A.LogoutValidator(provider).ValidateRedirectResponse(builder.BuildQuery(), A.RequestId);

    internal static SamlRefusedException Refusal(LogoutBuilder builder, bool byPost, IdentityProvider? provider = null)
        => Assert.Throws<SamlRefusedException>(() =>
        {
            _ = builder.IsResponse ? (object)Response(builder, byPost, provider) : Request(builder, byPost, provider);
        });

    static string At(TimeSpan fromNow) => ResponseBuilder.Instant(fromNow);

    static void Root(XmlDocument document, string attribute, string? value) => document.Set($"/{document.DocumentElement!.Name}", attribute, value);

    static void Repeat(XmlDocument document, string path, int times)
    {
        for (var i = 0; i < times; i++)
        {
            document.DocumentElement!.AppendChild(document.Find(path).Clone());
        }
    }

    static void Status(XmlDocument document, string code, string? subCode)
    {
        document.Set("samlp:StatusCode", "Value", "urn:oasis:names:tc:SAML:2.0:status:" + code);
        if (subCode is not null)
        {
            document.Append("samlp:StatusCode", $"<samlp:StatusCode Value='urn:oasis:names:tc:SAML:2.0:status:{subCode}'/>");
        }
    }

    static Action<XmlDocument> Rename(string name) => document =>
    {
        var old = document.DocumentElement!;
        var renamed = document.CreateElement("samlp", name, Uris.Protocol);
        foreach (XmlAttribute attribute in old.Attributes.Cast<XmlAttribute>().ToList())
        {
            renamed.Attributes.Append(attribute);
        }

        while (old.FirstChild is { } child)
        {
            renamed.AppendChild(child);
        }

        document.ReplaceChild(renamed, old);
    };
}
