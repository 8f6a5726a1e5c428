using System.IO.Compression;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Security.Cryptography.Xml;
using System.Text;
using System.Web;
using System.Xml;
using System.Xml.Linq;
using ControlPlane.Saml.Responses;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ControlPlane.Saml.Logout;

public sealed class LogoutMessageBuilderTests
{
    static readonly XNamespace Samlp = Uris.Protocol;
    static readonly XNamespace Saml = Uris.Assertion;
    static readonly NameId Ada = new("ada@example.com <&>", "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress", "urn:q", "urn:sp");

    static readonly IdentityProvider Idp = A.IdentityProvider() with
    {
        SingleLogoutRedirect = new(new("https://idp.example.com/slo?tenant=1"), new("https://idp.example.com/slo/done")),
        SingleLogoutPost = new(new("https://idp.example.com/slo/post")),
    };

    static LogoutMessageBuilder Builder(X509Certificate2? signing = null)
        => new(A.ServiceProvider() with { SigningCertificate = signing }, new FakeTimeProvider(ResponseBuilder.Now));

    [Fact]
    public void Request_names_the_person_exactly_as_the_assertion_did_and_the_session()
    {
        var message = Assert.IsType<RedirectLogout>(Builder().BuildRequest(Idp, Ada, "_session", "relay", null));

        var request = Inflate(message.Location, "SAMLRequest");
        Assert.StartsWith("https://idp.example.com/slo?tenant=1&SAMLRequest=", message.Location.AbsoluteUri, StringComparison.Ordinal);
        Assert.Equal("relay", HttpUtility.ParseQueryString(message.Location.Query)["RelayState"]);
        Assert.Equal(Samlp + "LogoutRequest", request.Name);
        Assert.Equal(message.Id, request.Attribute("ID")!.Value);
        Assert.Equal("2.0", request.Attribute("Version")!.Value);
        Assert.Equal("2026-05-04T12:00:00Z", request.Attribute("IssueInstant")!.Value);
        Assert.Equal("2026-05-04T12:05:00Z", request.Attribute("NotOnOrAfter")!.Value);
        Assert.Equal("https://idp.example.com/slo?tenant=1", request.Attribute("Destination")!.Value);
        Assert.Equal([Saml + "Issuer", Saml + "NameID", Samlp + "SessionIndex"], request.Elements().Select(x => x.Name));
        Assert.Equal(A.SpEntityId, request.Element(Saml + "Issuer")!.Value);
        var name = request.Element(Saml + "NameID")!;
        Assert.Equal(
            (Ada.Value, Ada.Format, Ada.NameQualifier, Ada.SPNameQualifier),
            (name.Value, name.Attribute("Format")!.Value, name.Attribute("NameQualifier")!.Value, name.Attribute("SPNameQualifier")!.Value));
        Assert.Equal("_session", request.Element(Samlp + "SessionIndex")!.Value);
    }

    [Fact]
    public void Request_for_all_sessions_names_none_and_leaves_out_what_the_assertion_did()
    {
        var message = Assert.IsType<RedirectLogout>(Builder().BuildRequest(Idp, new("ada"), null, null, null));

        var request = Inflate(message.Location, "SAMLRequest");

        Assert.Equal([Saml + "Issuer", Saml + "NameID"], request.Elements().Select(x => x.Name));
        Assert.DoesNotContain(request.Element(Saml + "NameID")!.Attributes(), attribute => !attribute.IsNamespaceDeclaration);
        Assert.Null(HttpUtility.ParseQueryString(message.Location.Query)["RelayState"]);
    }

    [Fact]
    public void Redirect_is_signed_over_the_query_as_it_is_sent()
    {
        var message = Assert.IsType<RedirectLogout>(Builder(Keys.NextIdentityProvider).BuildRequest(Idp, Ada, null, "a b/c", null));

        var query = message.Location.Query["?tenant=1&".Length..];
        var end = query.IndexOf("&Signature=", StringComparison.Ordinal);
        var signature = Convert.FromBase64String(Uri.UnescapeDataString(query[(end + "&Signature=".Length)..]));
        using var key = Keys.NextIdentityProvider.GetRSAPublicKey()!;
        Assert.True(key.VerifyData(Encoding.ASCII.GetBytes(query[..end]), signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
    }

    [Fact]
    public void Post_is_signed_inside()
    {
        var message = Assert.IsType<PostLogout>(Builder(Keys.NextIdentityProvider).BuildRequest(Idp, Ada, "_1", "relay", LogoutBinding.Post));

        Assert.Equal(new("https://idp.example.com/slo/post"), message.Action);
        Assert.Equal(["SAMLRequest", "RelayState"], message.Fields.Select(field => field.Key));
        var document = new XmlDocument { PreserveWhitespace = true };
        document.LoadXml(Encoding.UTF8.GetString(Convert.FromBase64String(message.Fields[0].Value)));
        var verifier = new SignedXml(document.DocumentElement!);
        verifier.LoadXml((XmlElement)document.GetElementsByTagName("Signature", Uris.Dsig)[0]!);
        Assert.Equal("#" + message.Id, ((Reference)verifier.SignedInfo!.References[0]!).Uri);
        Assert.True(verifier.CheckSignature(Keys.NextIdentityProvider, verifySignatureOnly: true));
    }

    [Theory]
    [InlineData(LogoutStatus.Success, "Success", null)]
    [InlineData(LogoutStatus.PartialLogout, "Success", "PartialLogout")]
    [InlineData(LogoutStatus.Responder, "Responder", null)]
    [InlineData(LogoutStatus.RequestDenied, "Requester", "RequestDenied")]
    public void Response_goes_where_responses_go_with_status_and_relay_state(LogoutStatus status, string code, string? subCode)
    {
        var asked = LogoutRuleTests.Request(new(), byPost: false);

        var message = Assert.IsType<RedirectLogout>(Builder().BuildResponse(Idp, asked, status));

        var response = Inflate(message.Location, "SAMLResponse");
        Assert.Equal("https://idp.example.com/slo/done", response.Attribute("Destination")!.Value);
        Assert.StartsWith("https://idp.example.com/slo/done?SAMLResponse=", message.Location.AbsoluteUri, StringComparison.Ordinal);
        Assert.Equal(asked.Value.RelayState, HttpUtility.ParseQueryString(message.Location.Query)["RelayState"]);
        Assert.Equal(Samlp + "LogoutResponse", response.Name);
        Assert.Equal(asked.Value.Id, response.Attribute("InResponseTo")!.Value);
        Assert.Equal([Saml + "Issuer", Samlp + "Status"], response.Elements().Select(x => x.Name));
        var told = response.Element(Samlp + "Status")!.Element(Samlp + "StatusCode")!;
        Assert.Equal("urn:oasis:names:tc:SAML:2.0:status:" + code, told.Attribute("Value")!.Value);
        Assert.Equal(
            subCode is null ? null : "urn:oasis:names:tc:SAML:2.0:status:" + subCode, told.Element(Samlp + "StatusCode")?.Attribute("Value")!.Value);
    }

    [Fact]
    public void Response_takes_the_binding_of_the_request_when_it_can()
    {
        var posted = LogoutRuleTests.Request(new(), byPost: true);

        Assert.IsType<PostLogout>(Builder().BuildResponse(Idp, posted, LogoutStatus.Success));
        Assert.IsType<RedirectLogout>(Builder().BuildResponse(Idp with { SingleLogoutPost = null }, posted, LogoutStatus.Success));
    }

    [Fact]
    public void Response_goes_to_nobody_but_who_asked()
        => Assert.Throws<ArgumentException>(
            () => Builder().BuildResponse(Idp with { EntityId = "urn:other" }, LogoutRuleTests.Request(new(), byPost: false), LogoutStatus.Success));

    [Fact]
    public void Identity_provider_without_endpoint_cannot_be_reached()
    {
        var none = A.IdentityProvider();

        Assert.False(LogoutMessageBuilder.CanReach(none));
        Assert.True(LogoutMessageBuilder.CanReach(Idp));
        Assert.Equal(
            LogoutReasons.EndpointMissing, Assert.Throws<SamlRefusedException>(() => Builder().BuildRequest(none, Ada, null, null, null)).Reason);
        Assert.Equal(
            LogoutReasons.EndpointMissing,
            Assert.Throws<SamlRefusedException>(() => Builder().BuildRequest(Idp with { SingleLogoutPost = null }, Ada, null, null, LogoutBinding.Post)).Reason);
    }

    [Fact]
    public void What_one_side_signs_the_other_side_believes()
    {
        // Ours to ourselves: the same address and key on both sides.
        var self = Idp with { SingleLogoutRedirect = new(new(A.LogoutUrl)), SingleLogoutPost = new(new(A.LogoutUrl)), EntityId = A.SpEntityId };
        var builder = Builder(Keys.IdentityProvider);

        var redirect = (RedirectLogout)builder.BuildRequest(self, Ada, "_1", "r", LogoutBinding.Redirect);
        var post = (PostLogout)builder.BuildRequest(self, Ada, "_1", "r", LogoutBinding.Post);

        Assert.Equal(Ada, A.LogoutValidator(self).ValidateRedirectRequest(redirect.Location.Query).Value.Subject);
        Assert.Equal(Ada, A.LogoutValidator(self).ValidatePostedRequest(post.Fields[0].Value, "r").Value.Subject);
    }

    static XElement Inflate(Uri location, string field)
    {
        var packed = Convert.FromBase64String(HttpUtility.ParseQueryString(location.Query)[field]!);
        using var stream = new DeflateStream(new MemoryStream(packed), CompressionMode.Decompress);
        return XElement.Load(stream);
    }
}
