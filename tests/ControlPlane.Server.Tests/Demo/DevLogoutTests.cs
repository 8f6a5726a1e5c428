using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using ControlPlane.Saml;
using ControlPlane.Saml.Bindings;
using ControlPlane.Saml.Logout;
using ControlPlane.Saml.Metadata;
using ControlPlane.Sandbox.IdentityProvider;
using Xunit;

namespace ControlPlane.Server.Tests.Demo;

/// <summary>Single logout between two service providers of our library and the development identity provider, message by message.</summary>
public sealed class DevLogoutTests : IAsyncLifetime
{
    static readonly X509Certificate2 Key = MakeKey();
    static readonly X509Certificate2 OtherKey = MakeKey();
    static readonly ServiceProvider First = Party("first", Key);
    static readonly ServiceProvider Second = Party("second", OtherKey);

    DevIdentityProvider _idp = null!;
    DevBrowser _browser = null!;

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _idp = await DevIdentityProvider.StartAsync(
            new() { ServiceProvider = Registered(First, byPost: false), OtherServiceProviders = [Registered(Second, byPost: true)] }, Ct);
        _browser = new(_idp.Address);
    }

    public async ValueTask DisposeAsync()
    {
        _browser.Dispose();
        await _idp.DisposeAsync();
    }

    [Theory]
    [InlineData(LogoutBinding.Redirect)]
    [InlineData(LogoutBinding.Post)]
    public async Task Sign_out_at_one_service_provider_ends_the_session_and_the_other_is_told_before_the_answer(LogoutBinding binding)
    {
        var assertion = await SignInAsync("user1", First);
        var elsewhere = await SignInAsync(null, Second);

        // The first asks; the second is told by a form.
        var asked = await SendAsync(First, Builder(First).BuildRequest(Trusted, assertion.Subject, assertion.SessionIndex, "relay", binding));
        Assert.Equal(Second.SingleLogoutService!.AbsoluteUri, SamlTexts.ActionOf(_browser.Page));
        var told = Validator(Second).ValidatePostedRequest(
            SamlTexts.FieldOf(_browser.Page, "SAMLRequest"), SamlTexts.FieldOf(_browser.Page, "RelayState"));
        Assert.True(told.Value.Covers(_idp.EntityId, elsewhere.Subject, elsewhere.SessionIndex, Second.EntityId));

        // The second answers; the first gets its answer the way it asked.
        await SendAsync(Second, Builder(Second).BuildResponse(Trusted, told, LogoutStatus.Success));
        var answer = binding is LogoutBinding.Redirect
            ? Validator(First).ValidateRedirectResponse(_browser.Leaving!.Query, asked)
            : Validator(First).ValidatePostedResponse(SamlTexts.FieldOf(_browser.Page, "SAMLResponse"), SamlTexts.FieldOf(_browser.Page, "RelayState"), asked);
        Assert.False(answer.Value.IsPartial);
        Assert.Equal("relay", answer.Value.RelayState);

        await _browser.GetAsync("/portal");
        Assert.Contains("Who are you?", _browser.Page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Service_provider_that_fails_makes_the_answer_partial()
    {
        var assertion = await SignInAsync("user1", First);
        await SignInAsync(null, Second);

        var asked = await SendAsync(First, Builder(First).BuildRequest(Trusted, assertion.Subject, assertion.SessionIndex, null, null));
        var told = Validator(Second).ValidatePostedRequest(SamlTexts.FieldOf(_browser.Page, "SAMLRequest"), SamlTexts.FieldOf(_browser.Page, "RelayState"));
        await SendAsync(Second, Builder(Second).BuildResponse(Trusted, told, LogoutStatus.Responder));

        Assert.True(Validator(First).ValidateRedirectResponse(_browser.Leaving!.Query, asked).Value.IsPartial);
    }

    [Fact]
    public async Task Sign_out_everywhere_tells_one_after_the_other_and_shows_what_came_of_it()
    {
        var assertion = await SignInAsync("user1", First);
        await SignInAsync(null, Second);

        await _browser.PostAsync("/sign-out-everywhere");
        var first = Validator(First).ValidateRedirectRequest(_browser.Leaving!.Query);
        Assert.Equal([assertion.SessionIndex!], first.Value.SessionIndexes);
        await SendAsync(First, Builder(First).BuildResponse(Trusted, first, LogoutStatus.Success));
        var second = Validator(Second).ValidatePostedRequest(SamlTexts.FieldOf(_browser.Page, "SAMLRequest"), SamlTexts.FieldOf(_browser.Page, "RelayState"));
        await SendAsync(Second, Builder(Second).BuildResponse(Trusted, second, LogoutStatus.PartialLogout));

        Assert.Contains("You are signed out", _browser.Page, StringComparison.Ordinal);
        Assert.Contains($"{First.EntityId}: signed out", _browser.Page, StringComparison.Ordinal);
        Assert.Contains($"{Second.EntityId}: could not be told", _browser.Page, StringComparison.Ordinal);
        await _browser.GetAsync("/portal");
        Assert.Contains("Who are you?", _browser.Page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sign_out_at_a_service_provider_ends_a_session_of_another_browser_by_its_index_alone()
    {
        var assertion = await SignInAsync("user1", First);
        using var other = new DevBrowser(_idp.Address);

        var message = (RedirectLogout)Builder(First).BuildRequest(Trusted, assertion.Subject, assertion.SessionIndex, null, null);
        await other.GetAsync(message.Location);
        await _browser.GetAsync("/portal");

        Assert.False(Validator(First).ValidateRedirectResponse(other.Leaving!.Query, message.Id).Value.IsPartial);
        Assert.Contains("Who are you?", _browser.Page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Session_that_is_over_is_answered_with_success()
    {
        var message = (RedirectLogout)Builder(First).BuildRequest(Trusted, new("user1@example.com"), "_none", null, null);

        await _browser.GetAsync(message.Location);

        Assert.False(Validator(First).ValidateRedirectResponse(_browser.Leaving!.Query, message.Id).Value.IsPartial);
    }

    [Fact]
    public async Task Unsigned_tampered_and_strangers_messages_end_nothing()
    {
        var assertion = await SignInAsync("user1", First);
        var good = (RedirectLogout)Builder(First).BuildRequest(Trusted, assertion.Subject, null, "relay", null);
        var unsigned = (RedirectLogout)Builder(First with { SigningCertificate = null }).BuildRequest(Trusted, assertion.Subject, null, null, null);
        var strange = (RedirectLogout)Builder(First with { SigningCertificate = OtherKey }).BuildRequest(Trusted, assertion.Subject, null, null, null);
        var posted = (PostLogout)Builder(First with { SigningCertificate = OtherKey }).BuildRequest(Trusted, assertion.Subject, null, null, LogoutBinding.Post);

        foreach (var address in new[] { unsigned.Location, strange.Location, new(good.Location.AbsoluteUri.Replace("relay", "other", StringComparison.Ordinal)) })
        {
            await _browser.GetAsync(address);
            Assert.Equal(HttpStatusCode.BadRequest, _browser.Status);
        }

        await _browser.PostAsync("/saml/slo", ("SAMLRequest", posted.Fields[0].Value));
        Assert.Equal(HttpStatusCode.BadRequest, _browser.Status);
        await _browser.GetAsync("/portal");
        Assert.Contains("Your applications", _browser.Page, StringComparison.Ordinal);
    }

    [Fact]
    public void Messages_for_tests_are_what_the_option_says()
    {
        var redirect = _idp.CreateLogoutRequest("user1", "_1", order => order with { RelayState = "r" });
        var posted = _idp.CreatePostedLogoutRequest("user1");
        var unsigned = _idp.CreateLogoutRequest("user1", change: order => order with { IsSigned = false });

        Assert.Equal(["_1"], Validator(First).ValidateRedirectRequest(redirect.Query).Value.SessionIndexes);
        Assert.Empty(Validator(First).ValidatePostedRequest(posted, null).Value.SessionIndexes);
        Assert.Equal(
            LogoutReasons.SignatureMissing, Assert.Throws<SamlRefusedException>(() => Validator(First).ValidateRedirectRequest(unsigned.Query)).Reason);
    }

    async Task<Assertion> SignInAsync(string? user, ServiceProvider who)
    {
        if (user is not null)
        {
            await _browser.SignInAsync(user);
        }

        var request = (RedirectAuthnRequest)new AuthnRequestBuilder(who, TimeProvider.System).Build(Trusted, null, null);
        await _browser.GetAsync(request.Location);
        return new ResponseValidator(who, id => id == Trusted.EntityId ? Trusted : null, TimeProvider.System)
            .Validate(SamlTexts.FieldOf(_browser.Page, "SAMLResponse"), request.RequestId).Value;
    }

    async Task<string> SendAsync(ServiceProvider from, LogoutMessage message)
    {
        Assert.NotNull(from.SigningCertificate);
        switch (message)
        {
            case RedirectLogout redirect:
                await _browser.GetAsync(redirect.Location);
                break;
            case PostLogout post:
                await _browser.PostAsync(post.Action.AbsolutePath, [.. post.Fields.Select(field => (field.Key, field.Value))]);
                break;
        }

        return message.Id;
    }

    IdentityProvider Trusted => IdentityProviderMetadata.Read(Encoding.UTF8.GetBytes(_idp.Metadata), null, DateTimeOffset.UnixEpoch)[0].ToIdentityProvider("dev", new());

    LogoutValidator Validator(ServiceProvider who) => new(who, id => id == Trusted.EntityId ? Trusted : null, TimeProvider.System);

    static LogoutMessageBuilder Builder(ServiceProvider who) => new(who, TimeProvider.System);

    static ServiceProvider Party(string name, X509Certificate2 key) => new()
    {
        EntityId = $"https://{name}.test/saml/metadata",
        AssertionConsumerService = new($"https://{name}.test/saml/acs"),
        SingleLogoutService = new($"https://{name}.test/saml/slo"),
        SigningCertificate = key,
    };

    static DevServiceProvider Registered(ServiceProvider sp, bool byPost) => new(sp.EntityId, sp.AssertionConsumerService)
    {
        SingleLogoutService = sp.SingleLogoutService,
        LogoutByPost = byPost,
        SigningCertificate = sp.SigningCertificate,
    };

    static X509Certificate2 MakeKey()
    {
        using var key = RSA.Create(2048);
        return new CertificateRequest("CN=sp", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero), new(2040, 1, 1, 0, 0, 0, TimeSpan.Zero));
    }
}
