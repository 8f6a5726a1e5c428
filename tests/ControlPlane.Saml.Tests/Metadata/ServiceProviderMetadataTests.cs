using System.Xml.Linq;
using ControlPlane.Saml.Metadata;
using ControlPlane.Saml.Tests.Bindings;
using Xunit;

namespace ControlPlane.Saml.Tests.Metadata;

public sealed class ServiceProviderMetadataTests
{
    static readonly XNamespace Md = "urn:oasis:names:tc:SAML:2.0:metadata";
    static readonly XNamespace Ds = "http://www.w3.org/2000/09/xmldsig#";

    static readonly ServiceProvider Plain = new()
    {
        EntityId = "https://studio.example/saml/metadata?a=1&b=<2>",
        AssertionConsumerService = new("https://studio.example/saml/acs"),
    };

    static XElement Descriptor(ServiceProvider serviceProvider)
        => XDocument.Parse(ServiceProviderMetadata.Write(serviceProvider)).Root!.Element(Md + "SPSSODescriptor")!;

    [Fact]
    public void Service_provider_without_keys_names_itself_and_its_endpoint()
    {
        var entity = XDocument.Parse(ServiceProviderMetadata.Write(Plain)).Root!;

        Assert.Equal(Md + "EntityDescriptor", entity.Name);
        Assert.Equal(Plain.EntityId, entity.Attribute("entityID")!.Value);
        var descriptor = Assert.Single(entity.Elements());
        Assert.Equal("false", descriptor.Attribute("AuthnRequestsSigned")!.Value);
        Assert.Equal("true", descriptor.Attribute("WantAssertionsSigned")!.Value);
        Assert.Equal("urn:oasis:names:tc:SAML:2.0:protocol", descriptor.Attribute("protocolSupportEnumeration")!.Value);
        Assert.Empty(descriptor.Elements(Md + "KeyDescriptor"));
        var endpoint = Assert.Single(descriptor.Elements(Md + "AssertionConsumerService"));
        Assert.Equal("urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST", endpoint.Attribute("Binding")!.Value);
        Assert.Equal("https://studio.example/saml/acs", endpoint.Attribute("Location")!.Value);
    }

    [Fact]
    public void Single_logout_is_published_for_both_bindings_before_the_formats_when_it_is_offered()
    {
        var descriptor = Descriptor(Plain with { SingleLogoutService = new("https://studio.example/saml/slo") });

        var endpoints = descriptor.Elements(Md + "SingleLogoutService").ToList();
        Assert.Equal(
            ["urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect", "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST"],
            endpoints.Select(x => x.Attribute("Binding")!.Value));
        Assert.All(endpoints, x => Assert.Equal("https://studio.example/saml/slo", x.Attribute("Location")!.Value));
        Assert.All(endpoints, x => Assert.Empty(x.ElementsBeforeSelf(Md + "NameIDFormat")));
        Assert.Empty(Descriptor(Plain).Elements(Md + "SingleLogoutService"));
    }

    [Fact]
    public void Signing_key_and_every_decryption_key_are_published_in_order_and_without_private_parts()
    {
        var descriptor = Descriptor(Plain with
        {
            SigningCertificate = TestKeys.P256,
            DecryptionCertificates = [TestKeys.Decryption, TestKeys.OtherRsa],
        });

        Assert.Equal("true", descriptor.Attribute("AuthnRequestsSigned")!.Value);
        var keys = descriptor.Elements(Md + "KeyDescriptor").ToList();
        Assert.Equal(["signing", "encryption", "encryption"], keys.Select(x => x.Attribute("use")!.Value));
        Assert.Equal(
            [TestKeys.Base64(TestKeys.P256), TestKeys.Base64(TestKeys.Decryption), TestKeys.Base64(TestKeys.OtherRsa)],
            keys.Select(x => x.Descendants(Ds + "X509Certificate").Single().Value));
    }

    [Fact]
    public void Encryption_keys_ask_for_oaep_and_authenticated_modes_only()
    {
        var descriptor = Descriptor(Plain with { DecryptionCertificates = [TestKeys.Decryption] });

        Assert.Equal(
            [
                "http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p",
                "http://www.w3.org/2009/xmlenc11#aes256-gcm",
                "http://www.w3.org/2009/xmlenc11#aes128-gcm",
            ],
            descriptor.Descendants(Md + "EncryptionMethod").Select(x => x.Attribute("Algorithm")!.Value));
    }
}
