using ControlPlane.Aws.Tests.Wire;
using ControlPlane.Errors;
using Xunit;

namespace ControlPlane.Aws.Tests.Sts;

public sealed class SamlCrossCheckTests
{
    const string Provider = "arn:aws:iam::111122223333:saml-provider/Idp";
    const string Role = "arn:aws:iam::111122223333:role/SamlCheck";

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_response_goes_to_sts_unsigned_with_provider_and_role()
    {
        await using var aws = await LoopbackAws.StartAsync();
        using var adapter = Adapter.For(aws);

        await adapter.CrossCheck.ConfirmAsync(Provider, Role, "PHNhbWw+", Ct);

        var call = Assert.Single(aws.Calls);
        Assert.Equal(("AssumeRoleWithSAML", Provider, Role, "PHNhbWw+"), (call.Operation, call.Form("PrincipalArn"), call.Form("RoleArn"), call.Form("SAMLAssertion")));
        Assert.False(call.Headers.ContainsKey("Authorization"));
    }

    [Theory]
    [InlineData("InvalidIdentityToken", 400)]
    [InlineData("IDPRejectedClaim", 403)]
    [InlineData("ExpiredTokenException", 400)]
    [InlineData("AccessDenied", 403)]
    public async Task What_sts_does_not_accept_is_refused(string code, int status)
    {
        await using var aws = await LoopbackAws.StartAsync();
        aws.On("AssumeRoleWithSAML", _ => Answer.XmlError(code, "Response signature invalid", status));
        using var adapter = Adapter.For(aws);

        var refusal = await Assert.ThrowsAsync<RefusedException>(() => adapter.CrossCheck.ConfirmAsync(Provider, Role, "PHNhbWw+", Ct));

        Assert.Equal(("SAML_STS_REFUSED", code), (refusal.Reason, refusal.Metadata["aws_code"]));
        Assert.Single(aws.Calls);
    }

    [Fact]
    public async Task A_response_that_sts_would_not_take_is_not_sent()
    {
        await using var aws = await LoopbackAws.StartAsync();
        using var adapter = Adapter.For(aws);

        var refusal = await Assert.ThrowsAsync<RefusedException>(() => adapter.CrossCheck.ConfirmAsync(Provider, Role, new string('A', 100_001), Ct));

        Assert.Equal("SAML_STS_REFUSED", refusal.Reason);
        Assert.Empty(aws.Calls);
    }
}
