using System.Security.Cryptography.X509Certificates;
using System.Text;
using ControlPlane.Saml.Bindings;
using ControlPlane.Saml.Metadata;
using ControlPlane.Saml.Tests.Bindings;
using Xunit;

namespace ControlPlane.Saml.Tests.Metadata;

public sealed class SignedMetadataTests
{
    static readonly DateTimeOffset Now = new(2026, 3, 4, 5, 6, 7, TimeSpan.Zero);
    static readonly MetadataText Text = new() { EntityAttributes = "ID=\"_m\"" };

    static string Signed(X509Certificate2 certificate, string text)
        // The signer puts the signature after the first child, which is Issuer in a message; metadata has it in front.
        => EnvelopedSignature.Add(text.Replace("<md:IDPSSO", "<md:Extensions/><md:IDPSSO", StringComparison.Ordinal).ReplaceLineEndings(""), "_m", new(certificate));

    static IReadOnlyList<IdentityProviderDescriptor> Read(string document, X509Certificate2 signedBy)
        => IdentityProviderMetadata.Read(Encoding.UTF8.GetBytes(document), signedBy, Now);

    static SamlRefusedException Refusal(string document, X509Certificate2 signedBy)
    {
        var refusal = Assert.Throws<SamlRefusedException>(() => Read(document, signedBy));
        Assert.Equal(MetadataReasons.SignatureInvalid, refusal.Reason);
        return refusal;
    }

    [Fact]
    public void Metadata_signed_by_the_given_certificate_is_read()
    {
        Assert.Equal(Text.EntityId, Assert.Single(Read(Signed(TestKeys.Rsa, Text.ToString()), TestKeys.Rsa)).EntityId);
        Assert.Equal(Text.EntityId, Assert.Single(Read(Signed(TestKeys.P384, Text.ToString()), TestKeys.P384)).EntityId);
    }

    [Fact]
    public void Metadata_of_another_signer_is_refused_even_when_it_brings_its_certificate_along()
        => Assert.Equal(SamlReasons.SignatureInvalid, Refusal(Signed(TestKeys.OtherRsa, Text.ToString()), TestKeys.Rsa).Facts["cause"]);

    [Fact]
    public void Unsigned_metadata_is_refused_when_a_certificate_is_given()
        => Assert.Contains("not signed", Refusal(Text.ToString(), TestKeys.Rsa).Message, StringComparison.Ordinal);

    [Fact]
    public void Changed_metadata_is_refused()
    {
        var changed = Signed(TestKeys.Rsa, Text.ToString()).Replace("/sso/post", "/sso/evil", StringComparison.Ordinal);

        Assert.Equal(SamlReasons.DigestMismatch, Refusal(changed, TestKeys.Rsa).Facts["cause"]);
    }

    [Fact]
    public void Signed_entity_wrapped_into_an_unsigned_federation_with_another_is_refused()
    {
        var signed = Signed(TestKeys.Rsa, Text.ToString());
        var evil = new MetadataText { EntityId = "urn:evil", Keys = MetadataText.Key(TestKeys.OtherRsa) };

        var wrapped = $"<md:EntitiesDescriptor xmlns:md=\"urn:oasis:names:tc:SAML:2.0:metadata\">{evil}{signed}</md:EntitiesDescriptor>";

        Refusal(wrapped, TestKeys.Rsa);
    }

    [Fact]
    public void Signature_of_an_inner_element_moved_to_the_root_is_refused()
    {
        var signed = Signed(TestKeys.Rsa, Text.ToString());
        var signature = signed[signed.IndexOf("<ds:Signature ", StringComparison.Ordinal)..(signed.IndexOf("</ds:Signature>", StringComparison.Ordinal) + 15)];
        var evil = new MetadataText { EntityId = "urn:evil", Keys = MetadataText.Key(TestKeys.OtherRsa) };

        var wrapped = $"<md:EntitiesDescriptor xmlns:md=\"urn:oasis:names:tc:SAML:2.0:metadata\" ID=\"_other\">{signature}{evil}"
            + $"{signed.Replace(signature, "", StringComparison.Ordinal)}</md:EntitiesDescriptor>";

        Assert.Equal(SamlReasons.ReferenceInvalid, Refusal(wrapped, TestKeys.Rsa).Facts["cause"]);
    }

    [Fact]
    public void Second_signature_on_the_root_is_refused()
    {
        var signed = Signed(TestKeys.Rsa, Text.ToString());

        Refusal(EnvelopedSignature.Add(signed, "_m", new(TestKeys.OtherRsa)), TestKeys.Rsa);
    }

    [Fact]
    public void Signature_is_not_looked_at_when_no_certificate_is_given()
        => Assert.Single(IdentityProviderMetadata.Read(Encoding.UTF8.GetBytes(Signed(TestKeys.OtherRsa, Text.ToString())), null, Now));

    [Fact]
    public void Signed_metadata_beyond_the_bounds_of_a_message_is_refused()
    {
        var large = Text.ToString().Replace("<md:IDPSSO", $"{new string(' ', 300_000)}<md:IDPSSO", StringComparison.Ordinal);

        var refusal = Assert.Throws<SamlRefusedException>(() => Read(large, TestKeys.Rsa));

        Assert.Equal(MetadataReasons.TooLarge, refusal.Reason);
    }
}
