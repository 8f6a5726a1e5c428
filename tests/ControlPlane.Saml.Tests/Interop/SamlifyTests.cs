using ControlPlane.Saml.Bindings;
using Xunit;

namespace ControlPlane.Saml.Tests.Interop;

public sealed class SamlifyTests(Samlify peer) : InteropTests(peer), IClassFixture<Samlify>
{
    protected override object AuthenticatedEncryption => new
    {
        data = "http://www.w3.org/2009/xmlenc11#aes256-gcm",
        key = "http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p",
    };

    [Fact]
    public async Task Encryption_without_authentication_is_refused_unless_it_is_allowed_by_name()
    {
        var response = await RespondAsync(new()
        {
            Encryption = new { data = "http://www.w3.org/2001/04/xmlenc#aes256-cbc", key = "http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p" },
        });
        var strict = await ValidatorAsync();
        var lenient = await ValidatorAsync(new() { AllowAesCbc = true });

        Assert.Equal(SamlReasons.EncryptionForbidden, Assert.Throws<SamlRefusedException>(() => strict.Validate(response, null)).Reason);
        Assert.Equal(["00u-1"], lenient.Validate(response, null).Value.Values("ssouserid"));
    }

    [Fact]
    public async Task Key_transport_of_rsa_1_5_is_refused()
    {
        var response = await RespondAsync(new()
        {
            Encryption = new { data = "http://www.w3.org/2009/xmlenc11#aes256-gcm", key = "http://www.w3.org/2001/04/xmlenc#rsa-1_5" },
        });
        var validator = await ValidatorAsync();

        Assert.Equal(SamlReasons.EncryptionForbidden, Assert.Throws<SamlRefusedException>(() => validator.Validate(response, null)).Reason);
    }

    protected override object Redirected(Uri location, bool isSigned)
    {
        var query = location.Query[1..];
        return new
        {
            query = Query(location),
            octetString = isSigned ? query[..query.IndexOf("&Signature=", StringComparison.Ordinal)] : null,
        };
    }

    protected override object Posted(PostAuthnRequest post) => new { body = post.Fields.ToDictionary(x => x.Key, x => x.Value) };
}
