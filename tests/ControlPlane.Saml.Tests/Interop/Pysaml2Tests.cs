using ControlPlane.Saml.Bindings;
using ControlPlane.Saml.Tests.Bindings;
using Xunit;

namespace ControlPlane.Saml.Tests.Interop;

/// <summary>pysaml2 also holds our documents to the schemas of OASIS, and signs, verifies and encrypts by xmlsec1.</summary>
public sealed class Pysaml2Tests(Pysaml2 peer) : InteropTests(peer), IClassFixture<Pysaml2>
{
    protected override object AuthenticatedEncryption => new
    {
        data = "http://www.w3.org/2009/xmlenc11#aes256-gcm",
        key = "http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p",
        sessionKey = "aes-256",
    };

    [Fact]
    public async Task Triple_des_which_it_sends_by_default_is_refused()
    {
        var response = await RespondAsync(new() { Encryption = new { } });
        var validator = await ValidatorAsync(new() { AllowAesCbc = true });

        Assert.Equal(SamlReasons.EncryptionForbidden, Assert.Throws<SamlRefusedException>(() => validator.Validate(response, null)).Reason);
    }

    [Fact]
    public async Task Sha1_is_refused_unless_it_is_allowed_by_name()
    {
        var response = await RespondAsync(new() { SignatureAlgorithm = "http://www.w3.org/2000/09/xmldsig#rsa-sha1" });
        var strict = await ValidatorAsync();
        var lenient = await ValidatorAsync(new() { AllowSha1 = true });

        Assert.Equal(SamlReasons.AlgorithmForbidden, Assert.Throws<SamlRefusedException>(() => strict.Validate(response, null)).Reason);
        Assert.Equal(["00u-1"], lenient.Validate(response, null).Value.Values("ssouserid"));
    }

    [Theory]
    [InlineData("http://www.w3.org/2001/04/xmldsig-more#rsa-sha384")]
    [InlineData("http://www.w3.org/2001/04/xmldsig-more#rsa-sha512")]
    public async Task Longer_hashes_are_accepted(string algorithm)
    {
        var response = await RespondAsync(new() { SignAssertion = true, SignResponse = true, SignatureAlgorithm = algorithm });

        Assert.Equal(["00u-1"], (await ValidatorAsync()).Validate(response, null).Value.Values("ssouserid"));
    }

    [Theory]
    [InlineData(256)]
    [InlineData(384)]
    public async Task Our_request_signed_by_an_elliptic_curve_is_accepted(int bits)
    {
        var us = Us with { SigningCertificate = bits == 256 ? TestKeys.P256 : TestKeys.P384 };
        var request = await BuildAsync(us, AuthnRequestBinding.Post, isSigned: true);

        var answer = await SendAsync(us, request, isSigned: true);

        Assert.Equal(request.RequestId, answer.GetProperty("id").GetString());
        Assert.True(answer.GetProperty("signed").GetBoolean());
    }

    [Fact]
    public async Task Our_step_up_is_understood()
    {
        var stepUp = new AuthnRequestOptions { ForceAuthn = true, AuthnContextClasses = ["https://refeds.org/profile/mfa"] };
        var request = await BuildAsync(Us, AuthnRequestBinding.Redirect, isSigned: false, stepUp);

        var answer = await SendAsync(Us, request, isSigned: false);

        Assert.Equal("true", answer.GetProperty("forceAuthn").GetString());
        Assert.Equal(["https://refeds.org/profile/mfa"], Texts(answer, "contexts"));
    }

    protected override bool WantsSigned(AuthnRequestMessage message) => message is PostAuthnRequest;

    protected override object Redirected(Uri location, bool isSigned)
        => new { message = Query(location)["SAMLRequest"], query = isSigned ? location.Query[1..] : null };

    protected override object Posted(PostAuthnRequest post) => new { message = post.Fields[0].Value };
}
