using ControlPlane.Saml.Responses;
using Xunit;

namespace ControlPlane.Saml;

public sealed class ResponseValidatorTests
{
    [Fact]
    public void Answer_with_another_context_than_was_demanded_is_told()
    {
        const string password = "urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport";

        var assertion = A.Validated(A.Response());

        Assert.True(assertion.HasAuthnContext([]));
        Assert.True(assertion.HasAuthnContext(["https://refeds.org/profile/mfa", password]));
        Assert.False(assertion.HasAuthnContext(["https://refeds.org/profile/mfa"]));
        Assert.False(assertion.HasAuthnContext([password.ToUpperInvariant()]));
        Assert.False((assertion with { AuthnContextClass = null }).HasAuthnContext([password]));
    }

    [Fact]
    public void A_signed_assertion_is_read_completely()
    {
        var assertion = A.Validated(A.Response());

        Assert.Equal("_assertion", assertion.Id);
        Assert.Equal(A.IdpEntityId, assertion.Issuer);
        Assert.Equal(new("ada@example.com", "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress"), assertion.Subject);
        Assert.Equal(A.RequestId, assertion.InResponseTo);
        Assert.Equal(ResponseBuilder.Now, assertion.IssueInstant);
        Assert.Equal(ResponseBuilder.Now.AddMinutes(-1), assertion.AuthnInstant);
        Assert.Equal(ResponseBuilder.Now.AddMinutes(6), assertion.ReplayableUntil);
        Assert.Equal(ResponseBuilder.Now.AddHours(8), assertion.SessionNotOnOrAfter);
        Assert.Equal("_session", assertion.SessionIndex);
        Assert.Equal("urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport", assertion.AuthnContextClass);
        Assert.Equal(["ssouserid", "teamid", "groups"], assertion.Attributes.Select(attribute => attribute.Name));
        Assert.Equal(["user1"], assertion.Values("ssouserid"));
        Assert.Equal(["Team1"], assertion.Values("teamid"));
        Assert.Equal(["red", "blue"], assertion.Values("groups"));
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void The_assertion_or_the_response_or_both_may_be_signed(bool assertion, bool response)
    {
        var validated = A.Validated(new ResponseBuilder { SignsAssertion = assertion, SignsResponse = response });

        Assert.Equal("ada@example.com", validated.Subject.Value);
    }

    [Fact]
    public void Nothing_signed_is_refused()
        => Assert.Equal(SamlReasons.SignatureMissing, A.Refusal(new() { SignsAssertion = false }).Reason);
}
