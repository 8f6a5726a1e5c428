using System.IO.Compression;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Security.Cryptography.Xml;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using ControlPlane.Saml.Bindings;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ControlPlane.Saml.Tests.Bindings;

public sealed class AuthnRequestBuilderTests
{
    static readonly XNamespace Samlp = "urn:oasis:names:tc:SAML:2.0:protocol";
    static readonly XNamespace Saml = "urn:oasis:names:tc:SAML:2.0:assertion";
    static readonly DateTimeOffset Now = new(2026, 3, 4, 5, 6, 7, 890, TimeSpan.Zero);

    static readonly IdentityProvider Idp = new()
    {
        Name = "corp",
        EntityId = "https://idp.example/metadata",
        SigningCertificates = [TestKeys.Rsa],
        SingleSignOnRedirect = new("https://idp.example/sso/redirect"),
        SingleSignOnPost = new("https://idp.example/sso/post"),
    };

    static AuthnRequestBuilder Builder(X509Certificate2? signing = null) => new(
        new()
        {
            EntityId = "https://studio.example/saml/metadata",
            AssertionConsumerService = new("https://studio.example/saml/acs"),
            SigningCertificate = signing,
        },
        new FakeTimeProvider(Now));

    [Fact]
    public void Request_says_who_asks_where_it_goes_and_where_the_answer_shall_come()
    {
        var message = Assert.IsType<RedirectAuthnRequest>(Builder().Build(Idp, null, null));

        var request = Inflate(message.Location);
        Assert.Equal(Samlp + "AuthnRequest", request.Name);
        Assert.Equal(message.RequestId, request.Attribute("ID")!.Value);
        Assert.Equal("2.0", request.Attribute("Version")!.Value);
        Assert.Equal("2026-03-04T05:06:07Z", request.Attribute("IssueInstant")!.Value);
        Assert.Equal("https://idp.example/sso/redirect", request.Attribute("Destination")!.Value);
        Assert.Equal("https://studio.example/saml/acs", request.Attribute("AssertionConsumerServiceURL")!.Value);
        Assert.Equal("urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST", request.Attribute("ProtocolBinding")!.Value);
        Assert.Null(request.Attribute("ForceAuthn"));
        Assert.Equal([Saml + "Issuer", Samlp + "NameIDPolicy"], request.Elements().Select(x => x.Name));
        Assert.Equal("https://studio.example/saml/metadata", request.Element(Saml + "Issuer")!.Value);
    }

    [Fact]
    public void Every_request_has_an_id_of_its_own_that_starts_with_no_digit()
    {
        var builder = Builder();

        var ids = Enumerable.Range(0, 100).Select(_ => builder.Build(Idp, null, null).RequestId).ToHashSet();

        Assert.Equal(100, ids.Count);
        Assert.All(ids, id => Assert.Matches("^_[0-9a-f]{40}$", id));
    }

    [Fact]
    public void Step_up_demands_a_new_authentication_in_one_of_the_exact_contexts()
    {
        var stepUp = new AuthnRequestOptions
        {
            ForceAuthn = true,
            AuthnContextClasses = ["https://refeds.org/profile/mfa", "urn:oasis:names:tc:SAML:2.0:ac:classes:X509"],
        };

        var request = Inflate(Assert.IsType<RedirectAuthnRequest>(Builder().Build(Idp, null, stepUp)).Location);

        Assert.Equal("true", request.Attribute("ForceAuthn")!.Value);
        var context = request.Element(Samlp + "RequestedAuthnContext")!;
        Assert.Equal("exact", context.Attribute("Comparison")!.Value);
        Assert.Equal(stepUp.AuthnContextClasses, context.Elements(Saml + "AuthnContextClassRef").Select(x => x.Value));
    }

    [Theory]
    [InlineData(AuthnContextComparison.Minimum, "minimum")]
    [InlineData(AuthnContextComparison.Maximum, "maximum")]
    [InlineData(AuthnContextComparison.Better, "better")]
    public void Other_comparison_is_asked_for_by_name(AuthnContextComparison comparison, string name)
    {
        var options = new AuthnRequestOptions { AuthnContextClasses = ["https://refeds.org/profile/mfa"], AuthnContextComparison = comparison };

        var request = Inflate(Assert.IsType<RedirectAuthnRequest>(Builder().Build(Idp, null, options)).Location);

        Assert.Equal(name, request.Element(Samlp + "RequestedAuthnContext")!.Attribute("Comparison")!.Value);
    }

    [Fact]
    public void Unsigned_redirect_carries_the_request_and_the_relay_state_only()
    {
        var message = Assert.IsType<RedirectAuthnRequest>(Builder().Build(Idp, "a b&c=d/é+", null));

        Assert.Equal(["SAMLRequest", "RelayState"], Parameters(message.Location).Select(x => x.Name));
        Assert.Equal("a b&c=d/é+", Uri.UnescapeDataString(Parameters(message.Location)[1].Value));
    }

    public static TheoryData<string, string> Algorithms => new()
    {
        { nameof(TestKeys.Rsa), "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256" },
        { nameof(TestKeys.P256), "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256" },
        { nameof(TestKeys.P384), "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384" },
    };

    [Theory, MemberData(nameof(Algorithms))]
    public void Signed_redirect_covers_request_relay_state_and_algorithm_in_that_order(string key, string algorithm)
    {
        var certificate = Key(key);

        var message = Assert.IsType<RedirectAuthnRequest>(Builder(certificate).Build(Idp, "state", null));

        var parameters = Parameters(message.Location);
        Assert.Equal(["SAMLRequest", "RelayState", "SigAlg", "Signature"], parameters.Select(x => x.Name));
        Assert.Equal(algorithm, Uri.UnescapeDataString(parameters[2].Value));
        var query = message.Location.Query[1..];
        var signed = Encoding.ASCII.GetBytes(query[..query.IndexOf("&Signature=", StringComparison.Ordinal)]);
        Assert.True(Verifies(certificate, signed, Convert.FromBase64String(Uri.UnescapeDataString(parameters[3].Value))));
    }

    [Fact]
    public void Endpoint_with_a_query_of_its_own_keeps_it_outside_the_signature()
    {
        var google = Idp with { SingleSignOnRedirect = new("https://accounts.example/o/saml2/idp?idpid=C0123") };

        var message = Assert.IsType<RedirectAuthnRequest>(Builder(TestKeys.Rsa).Build(google, null, null));

        Assert.StartsWith("https://accounts.example/o/saml2/idp?idpid=C0123&SAMLRequest=", message.Location.AbsoluteUri, StringComparison.Ordinal);
        var query = message.Location.Query["?idpid=C0123&".Length..];
        var signature = Uri.UnescapeDataString(Parameters(message.Location)[^1].Value);
        var signed = Encoding.ASCII.GetBytes(query[..query.IndexOf("&Signature=", StringComparison.Ordinal)]);
        Assert.True(Verifies(TestKeys.Rsa, signed, Convert.FromBase64String(signature)));
    }

    [Fact]
    public void Post_is_used_when_it_is_the_only_binding_or_asked_for()
    {
        var postOnly = Idp with { SingleSignOnRedirect = null };

        var chosen = Assert.IsType<PostAuthnRequest>(Builder().Build(postOnly, "state", null));
        var asked = Assert.IsType<PostAuthnRequest>(Builder().Build(Idp, null, new() { Binding = AuthnRequestBinding.Post }));

        Assert.Equal(new Uri("https://idp.example/sso/post"), chosen.Action);
        Assert.Equal(["SAMLRequest", "RelayState"], chosen.Fields.Select(x => x.Key));
        Assert.Equal("state", chosen.Fields[1].Value);
        Assert.Equal(["SAMLRequest"], asked.Fields.Select(x => x.Key));
        Assert.Equal("https://idp.example/sso/post", XElement.Parse(Decode(asked)).Attribute("Destination")!.Value);
    }

    [Fact]
    public void Signed_post_has_an_enveloped_signature_right_after_the_issuer()
    {
        var message = Assert.IsType<PostAuthnRequest>(Builder(TestKeys.Rsa).Build(Idp, null, new() { Binding = AuthnRequestBinding.Post }));

        var document = new XmlDocument { PreserveWhitespace = true };
        document.LoadXml(Decode(message));
        var signature = Assert.IsType<XmlElement>(document.DocumentElement!.FirstChild!.NextSibling);
        var signedXml = new SignedXml(document);
        signedXml.LoadXml(signature);
        Assert.Equal("#" + message.RequestId, Assert.IsType<Reference>(Assert.Single(signedXml.SignedInfo!.References)).Uri);
        Assert.True(signedXml.CheckSignature(TestKeys.Rsa, verifySignatureOnly: true));
    }

    [Fact]
    public void Changed_post_does_not_verify_any_more()
    {
        var message = Assert.IsType<PostAuthnRequest>(Builder(TestKeys.Rsa).Build(Idp, null, new() { Binding = AuthnRequestBinding.Post }));

        var document = new XmlDocument { PreserveWhitespace = true };
        document.LoadXml(Decode(message).Replace("/saml/acs", "/saml/xyz", StringComparison.Ordinal));
        var signedXml = new SignedXml(document);
        signedXml.LoadXml((XmlElement)document.DocumentElement!.FirstChild!.NextSibling!);

        Assert.False(signedXml.CheckSignature(TestKeys.Rsa, verifySignatureOnly: true));
    }

    [Fact]
    public void Identity_provider_that_wants_signatures_gets_no_unsigned_request()
    {
        var refusal = Assert.Throws<SamlRefusedException>(() => Builder().Build(Idp with { WantsSignedRequests = true }, null, null));

        Assert.Equal(AuthnRequestReasons.SigningCertificateMissing, refusal.Reason);
        Assert.Contains("'corp'", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Identity_provider_without_an_endpoint_for_the_binding_is_refused()
    {
        var none = Idp with { SingleSignOnRedirect = null, SingleSignOnPost = null };

        var noPost = Assert.Throws<SamlRefusedException>(
            () => Builder().Build(Idp with { SingleSignOnPost = null }, null, new() { Binding = AuthnRequestBinding.Post }));
        var nothing = Assert.Throws<SamlRefusedException>(() => Builder().Build(none, null, null));

        Assert.Equal(AuthnRequestReasons.EndpointMissing, noPost.Reason);
        Assert.Equal(AuthnRequestReasons.EndpointMissing, nothing.Reason);
    }

    [Fact]
    public void Key_that_peers_would_refuse_is_refused_when_the_builder_is_made()
    {
        using var withoutPrivateKey = X509CertificateLoader.LoadCertificate(TestKeys.Rsa.RawData);
        using var ecdsaWithoutPrivateKey = X509CertificateLoader.LoadCertificate(TestKeys.P256.RawData);

        Assert.Throws<ArgumentException>(() => Builder(TestKeys.ShortRsa));
        Assert.Throws<ArgumentException>(() => Builder(TestKeys.Brainpool));
        Assert.Throws<ArgumentException>(() => Builder(withoutPrivateKey));
        Assert.Throws<ArgumentException>(() => Builder(ecdsaWithoutPrivateKey));
    }

    static X509Certificate2 Key(string name) => name switch
    {
        nameof(TestKeys.Rsa) => TestKeys.Rsa,
        nameof(TestKeys.P256) => TestKeys.P256,
        nameof(TestKeys.P384) => TestKeys.P384,
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };

    static bool Verifies(X509Certificate2 certificate, byte[] data, byte[] signature)
    {
        using var rsa = certificate.GetRSAPublicKey();
        using var ecdsa = certificate.GetECDsaPublicKey();
        var hash = ecdsa?.KeySize == 384 ? HashAlgorithmName.SHA384 : HashAlgorithmName.SHA256;
        return rsa?.VerifyData(data, signature, hash, RSASignaturePadding.Pkcs1)
            ?? ecdsa!.VerifyData(data, signature, hash, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    static List<(string Name, string Value)> Parameters(Uri location)
        => [.. location.Query[1..].Split('&').Select(x => x.Split('=', 2)).Where(x => x[0] != "idpid").Select(x => (x[0], x[1]))];

    static XElement Inflate(Uri location)
    {
        var packed = Convert.FromBase64String(Uri.UnescapeDataString(Parameters(location).Single(x => x.Name == "SAMLRequest").Value));
        using var deflate = new DeflateStream(new MemoryStream(packed), CompressionMode.Decompress);
        return XElement.Load(deflate);
    }

    static string Decode(PostAuthnRequest message) => Encoding.UTF8.GetString(Convert.FromBase64String(message.Fields[0].Value));
}
