using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using ControlPlane.Saml.Metadata;
using ControlPlane.Saml.Tests.Bindings;
using Xunit;

namespace ControlPlane.Saml.Tests.Metadata;

public sealed class IdentityProviderMetadataTests
{
    static readonly DateTimeOffset Now = new(2026, 3, 4, 5, 6, 7, TimeSpan.Zero);

    static IReadOnlyList<IdentityProviderDescriptor> Read(byte[] document) => IdentityProviderMetadata.Read(document, null, Now);

    static IdentityProviderDescriptor ReadOne(MetadataText text) => Assert.Single(Read(text.Bytes()));

    static SamlRefusedException Refusal(byte[] document) => Assert.Throws<SamlRefusedException>(() => Read(document));

    static SamlRefusedException Refusal(string document) => Refusal(Encoding.UTF8.GetBytes(document));

    [Fact]
    public void Entity_with_both_bindings_is_read()
    {
        var idp = ReadOne(new());

        Assert.Equal("https://idp.example/metadata", idp.EntityId);
        Assert.Equal(TestKeys.Rsa.Thumbprint, Assert.Single(idp.SigningCertificates).Thumbprint);
        Assert.Equal(new Uri("https://idp.example/sso/redirect"), idp.SingleSignOnRedirect);
        Assert.Equal(new Uri("https://idp.example/sso/post"), idp.SingleSignOnPost);
        Assert.False(idp.WantsSignedRequests);
        Assert.Null(idp.ValidUntil);
        Assert.Null(idp.CacheDuration);
        Assert.Empty(idp.Warnings);
    }

    [Fact]
    public void Descriptor_becomes_an_identity_provider_with_its_name_and_rules()
    {
        var rules = new TrustRules { AllowIdpInitiated = false };

        var idp = ReadOne(new() { DescriptorAttributes = "WantAuthnRequestsSigned=\"1\"" }).ToIdentityProvider("corp", rules);

        Assert.Equal("corp", idp.Name);
        Assert.Equal("https://idp.example/metadata", idp.EntityId);
        Assert.True(idp.WantsSignedRequests);
        Assert.Same(rules, idp.Rules);
    }

    [Fact]
    public void Keys_for_signing_and_for_any_use_are_taken_each_once_and_in_order()
    {
        var keys = MetadataText.Key(TestKeys.OtherRsa) + MetadataText.Key(TestKeys.Decryption, "use=\"encryption\"")
            + MetadataText.Key(TestKeys.P256, "use=\"signing\"") + MetadataText.Key(TestKeys.OtherRsa, "use=\"signing\"");

        var idp = ReadOne(new() { Keys = keys });

        Assert.Equal([TestKeys.OtherRsa.Thumbprint, TestKeys.P256.Thumbprint], idp.SigningCertificates.Select(x => x.Thumbprint));
    }

    [Fact]
    public void Authority_that_stands_beside_the_certificate_it_issued_is_not_trusted_to_sign()
    {
        using var authorityKey = RSA.Create(2048);
        var request = new CertificateRequest("CN=authority", authorityKey, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var authority = request.CreateSelfSigned(Now.AddYears(-1), Now.AddYears(2));
        using var key = RSA.Create(2048);
        using var leaf = new CertificateRequest("CN=leaf", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .Create(authority, Now, Now.AddYears(1), [1]);

        var idp = ReadOne(new() { Keys = MetadataText.Key("", TestKeys.Base64(authority), TestKeys.Base64(leaf)) });

        Assert.Equal([leaf.Thumbprint], idp.SigningCertificates.Select(x => x.Thumbprint));
    }

    [Fact]
    public void Weak_keys_are_left_out_with_a_warning()
    {
        var keys = MetadataText.Key(TestKeys.ShortRsa) + MetadataText.Key(TestKeys.Brainpool) + MetadataText.Key(TestKeys.P384);

        var idp = ReadOne(new() { Keys = keys });

        Assert.Equal([TestKeys.P384.Thumbprint], idp.SigningCertificates.Select(x => x.Thumbprint));
        Assert.Equal(2, idp.Warnings.Count);
        Assert.Contains("RSA 1024", idp.Warnings[0], StringComparison.Ordinal);
        Assert.Contains("ECDSA 256", idp.Warnings[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Identity_provider_with_weak_keys_only_is_refused_and_told_why()
    {
        var refusal = Refusal(new MetadataText { Keys = MetadataText.Key(TestKeys.ShortRsa) }.Bytes());

        Assert.Equal(MetadataReasons.NoCertificate, refusal.Reason);
        Assert.Contains("RSA 1024", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<md:KeyDescriptor use=\"signing\"><KeyInfo xmlns=\"http://www.w3.org/2000/09/xmldsig#\"><KeyName>k</KeyName></KeyInfo></md:KeyDescriptor>")]
    public void Identity_provider_without_a_certificate_is_refused(string keys)
        => Assert.Equal(MetadataReasons.NoCertificate, Refusal(new MetadataText { Keys = keys }.Bytes()).Reason);

    [Fact]
    public void Certificate_that_is_none_is_refused()
    {
        var noBase64 = Refusal(new MetadataText { Keys = MetadataText.Key("", "no base64!") }.Bytes());
        var noCertificate = Refusal(new MetadataText { Keys = MetadataText.Key("", "AAAA") }.Bytes());

        Assert.Equal(MetadataReasons.Malformed, noBase64.Reason);
        Assert.Equal(MetadataReasons.Malformed, noCertificate.Reason);
    }

    [Fact]
    public void Certificate_in_lines_and_with_comments_around_is_read_whole()
    {
        var text = TestKeys.Base64(TestKeys.Rsa);

        var idp = ReadOne(new() { Keys = "<!-- current -->" + MetadataText.Key("", $"\n  {text[..100]}\n  <!-- cut -->{text[100..]}\n") });

        Assert.Equal(TestKeys.Rsa.RawData, Assert.Single(idp.SigningCertificates).RawData);
    }

    [Theory]
    [InlineData("http://idp.example/sso")]
    [InlineData("javascript:alert(1)")]
    [InlineData("https://user:password@idp.example/sso")]
    [InlineData("/sso")]
    public void Endpoint_that_a_browser_should_not_be_sent_to_is_left_out_with_a_warning(string location)
    {
        var idp = ReadOne(new() { Services = MetadataText.Service("Redirect", location) });

        Assert.Null(idp.SingleSignOnRedirect);
        Assert.Contains(location, Assert.Single(idp.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Logout_endpoints_are_read_with_where_responses_go()
    {
        var services = MetadataText.LogoutService("Redirect", "https://idp.example/slo", "https://idp.example/slo/done") + MetadataText.LogoutService("POST", "https://idp.example/slo/post");

        var idp = ReadOne(new() { LogoutServices = services }).ToIdentityProvider("corp", new());

        Assert.Equal(new(new("https://idp.example/slo"), new("https://idp.example/slo/done")), idp.SingleLogoutRedirect);
        Assert.Equal(new("https://idp.example/slo/done"), idp.SingleLogoutRedirect!.ForResponses);
        Assert.Equal(new(new("https://idp.example/slo/post")), idp.SingleLogoutPost);
        Assert.Equal(new("https://idp.example/slo/post"), idp.SingleLogoutPost!.ForResponses);
        Assert.Null(ReadOne(new()).SingleLogoutRedirect);
    }

    [Theory]
    [InlineData("http://idp.example/slo", null)]
    [InlineData("https://idp.example/slo", "http://idp.example/done")]
    [InlineData("https://idp.example/slo", "javascript:alert(1)")]
    public void Logout_endpoint_that_a_browser_should_not_be_sent_to_is_left_out_with_a_warning(string location, string? responses)
    {
        var idp = ReadOne(new() { LogoutServices = MetadataText.LogoutService("Redirect", location, responses) });

        Assert.Null(idp.SingleLogoutRedirect);
        Assert.Contains(responses ?? location, Assert.Single(idp.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void First_endpoint_that_can_be_used_is_taken_and_loopback_needs_no_tls()
    {
        var services = MetadataText.Service("SOAP", "https://idp.example/soap") + MetadataText.Service("Redirect", "http://idp.example/sso")
            + MetadataText.Service("Redirect", "http://127.0.0.1:8080/sso") + MetadataText.Service("Redirect", "https://idp.example/later");

        var idp = ReadOne(new() { Services = services });

        Assert.Equal(new Uri("http://127.0.0.1:8080/sso"), idp.SingleSignOnRedirect);
        Assert.Null(idp.SingleSignOnPost);
    }

    [Fact]
    public void Every_identity_provider_of_a_nested_federation_is_read_and_service_providers_are_passed_over()
    {
        var inner = Encoding.UTF8.GetString(MetadataText.Several("", new MetadataText { EntityId = "urn:b" }));
        var serviceProvider = new MetadataText { EntityId = "urn:sp" }.ToString().Replace("IDPSSODescriptor", "SPSSODescriptor", StringComparison.Ordinal);
        var document = Encoding.UTF8.GetString(MetadataText.Several("", new MetadataText { EntityId = "urn:a" }))
            .Replace("</md:EntitiesDescriptor>", serviceProvider + inner + "</md:EntitiesDescriptor>", StringComparison.Ordinal);

        var found = Read(Encoding.UTF8.GetBytes(document));

        Assert.Equal(["urn:a", "urn:b"], found.Select(x => x.EntityId));
    }

    [Fact]
    public void Same_entity_twice_is_refused()
        => Assert.Contains("more than once", Refusal(MetadataText.Several("", new(), new())).Message, StringComparison.Ordinal);

    [Fact]
    public void Descriptor_hidden_in_an_extension_is_not_read()
    {
        var real = new MetadataText();
        var hidden = new MetadataText { EntityId = "urn:hidden", Keys = MetadataText.Key(TestKeys.OtherRsa) };
        var document = real.ToString().Replace("<md:IDPSSODescriptor", $"<md:Extensions>{hidden}</md:Extensions><md:IDPSSODescriptor", StringComparison.Ordinal);

        var idp = Assert.Single(Read(Encoding.UTF8.GetBytes(document)));

        Assert.Equal(real.EntityId, idp.EntityId);
        Assert.Equal([TestKeys.Rsa.Thumbprint], idp.SigningCertificates.Select(x => x.Thumbprint));
    }

    [Fact]
    public void Metadata_of_a_service_provider_or_of_saml_1_is_refused_with_what_it_needs()
    {
        var saml1 = Refusal(new MetadataText { Protocols = "urn:oasis:names:tc:SAML:1.1:protocol" }.Bytes());
        var serviceProvider = Refusal(ServiceProviderMetadata.Write(new()
        {
            EntityId = "urn:sp",
            AssertionConsumerService = new("https://studio.example/saml/acs"),
        }));

        Assert.Equal(MetadataReasons.NoIdentityProvider, saml1.Reason);
        Assert.Equal(MetadataReasons.NoIdentityProvider, serviceProvider.Reason);
        Assert.Contains("IDPSSODescriptor", serviceProvider.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Validity_and_cache_duration_are_the_shortest_on_the_way_down()
    {
        var entity = new MetadataText
        {
            EntityAttributes = "validUntil=\"2026-03-06T00:00:00Z\" cacheDuration=\"PT6H\"",
            DescriptorAttributes = "validUntil=\"2026-03-05T00:00:00+02:00\"",
        };

        var idp = Assert.Single(Read(MetadataText.Several("validUntil=\"2026-03-07T00:00:00Z\" cacheDuration=\"PT1H30M\"", entity)));

        Assert.Equal(new DateTimeOffset(2026, 3, 4, 22, 0, 0, TimeSpan.Zero), idp.ValidUntil);
        Assert.Equal(TimeSpan.FromMinutes(90), idp.CacheDuration);
    }

    [Fact]
    public void Metadata_whose_time_is_over_is_refused()
    {
        var refusal = Refusal(new MetadataText { EntityAttributes = "validUntil=\"2026-03-04T05:06:07Z\"" }.Bytes());

        Assert.Equal(MetadataReasons.Expired, refusal.Reason);
        Assert.Equal("https://idp.example/metadata", refusal.Facts["entity_id"]);
    }

    [Theory]
    [InlineData("validUntil=\"tomorrow\"")]
    [InlineData("cacheDuration=\"an hour\"")]
    [InlineData("cacheDuration=\"P999999999999999Y\"")]
    public void Time_that_is_none_is_refused(string attribute)
        => Assert.Equal(MetadataReasons.Malformed, Refusal(new MetadataText { EntityAttributes = attribute }.Bytes()).Reason);

    [Fact]
    public void Flag_that_is_neither_true_nor_false_is_refused()
        => Assert.Equal(MetadataReasons.Malformed, Refusal(new MetadataText { DescriptorAttributes = "WantAuthnRequestsSigned=\"maybe\"" }.Bytes()).Reason);

    [Theory]
    [InlineData("")]
    [InlineData("not XML")]
    [InlineData("<html><body>Sign in</body></html>")]
    [InlineData("<EntityDescriptor entityID=\"urn:x\"/>")]
    [InlineData("<!DOCTYPE x [<!ENTITY a \"b\">]><md:EntityDescriptor xmlns:md=\"urn:oasis:names:tc:SAML:2.0:metadata\" entityID=\"&a;\"/>")]
    [InlineData("<md:EntityDescriptor xmlns:md=\"urn:oasis:names:tc:SAML:2.0:metadata\"><md:IDPSSODescriptor protocolSupportEnumeration=\"urn:oasis:names:tc:SAML:2.0:protocol\"/></md:EntityDescriptor>")]
    public void Document_that_is_no_metadata_is_refused(string document)
        => Assert.Equal(MetadataReasons.Malformed, Refusal(document).Reason);

    [Fact]
    public void Byte_order_mark_is_accepted_and_other_encodings_are_not()
    {
        var text = "<?xml version=\"1.0\" encoding=\"utf-8\"?>" + new MetadataText();

        Assert.Single(Read([.. Encoding.UTF8.GetPreamble(), .. Encoding.UTF8.GetBytes(text)]));
        Assert.Equal(MetadataReasons.Malformed, Refusal([.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(text)]).Reason);
    }

    [Fact]
    public void Document_beyond_a_bound_is_refused_before_anything_is_built()
    {
        var deep = string.Concat(Enumerable.Repeat("<a>", 40)) + string.Concat(Enumerable.Repeat("</a>", 40));
        var wide = $"<a>{string.Concat(Enumerable.Repeat("<b/>", 50_001))}</a>";
        var attributes = $"<a {string.Concat(Enumerable.Range(0, 65).Select(i => $"a{i}=\"\" "))}/>";

        Assert.Equal(MetadataReasons.TooLarge, Refusal(deep).Reason);
        Assert.Equal(MetadataReasons.TooLarge, Refusal(wide).Reason);
        Assert.Equal(MetadataReasons.TooLarge, Refusal(attributes).Reason);
        Assert.Equal(MetadataReasons.TooLarge, Refusal(new byte[IdentityProviderMetadata.MaximumBytes + 1]).Reason);
    }
}
