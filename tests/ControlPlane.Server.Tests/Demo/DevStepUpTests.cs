using ControlPlane.Saml;
using ControlPlane.Saml.Bindings;
using ControlPlane.Saml.Metadata;
using ControlPlane.Sandbox.IdentityProvider;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ControlPlane.Server.Tests.Demo;

/// <summary>What the development identity provider makes of requests for an authentication context and for a new authentication.</summary>
public sealed class DevStepUpTests : IAsyncLifetime
{
    const string MultiFactor = "https://refeds.org/profile/mfa";
    const string Password = "urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport";

    static readonly ServiceProvider Us = new() { EntityId = "https://gateway.test/saml/metadata", AssertionConsumerService = new("http://127.0.0.1:9/saml/acs") };
    readonly FakeTimeProvider _time = new(new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero));
    DevIdentityProvider _idp = null!;
    DevBrowser _browser = null!;

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _idp = await DevIdentityProvider.StartAsync(new() { ServiceProvider = new(Us.EntityId, Us.AssertionConsumerService), Time = _time }, Ct);
        _browser = new(_idp.Address);
    }

    public async ValueTask DisposeAsync()
    {
        _browser.Dispose();
        await _idp.DisposeAsync();
    }

    [Fact]
    public async Task Session_is_named_and_bounded_in_every_response_of_it()
    {
        var first = await SignInAsync("user1", new());
        _time.Advance(TimeSpan.FromMinutes(30));
        var second = await SendAsync(new());

        Assert.Equal(Password, first.AuthnContextClass);
        Assert.NotNull(first.SessionIndex);
        Assert.Equal(first.SessionIndex, second.SessionIndex);
        Assert.Equal(first.AuthnInstant, second.AuthnInstant);
        Assert.Equal(first.AuthnInstant + TimeSpan.FromHours(12), second.SessionNotOnOrAfter);
    }

    [Fact]
    public async Task Second_factor_is_asked_for_once_and_then_known()
    {
        var weak = await SignInAsync("user1", new());
        _time.Advance(TimeSpan.FromMinutes(5));

        var id = await AskAsync(new() { AuthnContextClasses = [MultiFactor] });
        Assert.Contains("Confirm a second factor", _browser.Page, StringComparison.Ordinal);
        var strong = await AnswerAsync("confirm", id);
        var confirmedAt = _time.GetUtcNow();
        var again = await SendAsync(new() { AuthnContextClasses = [MultiFactor] });

        Assert.False(weak.HasAuthnContext([MultiFactor]));
        Assert.True(strong.HasAuthnContext([MultiFactor]));
        Assert.Equal(confirmedAt, strong.AuthnInstant);
        Assert.Equal(weak.SessionIndex, strong.SessionIndex);
        Assert.True(again.HasAuthnContext([MultiFactor]));
    }

    [Fact]
    public async Task Person_who_refuses_gets_a_signed_failure_and_one_who_goes_on_a_weak_answer()
    {
        await SignInAsync("user1", new());

        var refused = await AskAsync(new() { AuthnContextClasses = [MultiFactor] });
        var refusal = await Assert.ThrowsAsync<SamlRefusedException>(() => AnswerAsync("refuse", refused));
        var ignored = await AskAsync(new() { AuthnContextClasses = [MultiFactor] });
        var weak = await AnswerAsync("ignore", ignored);

        Assert.Equal(SamlReasons.StatusNotSuccess, refusal.Reason);
        Assert.Equal(("Responder", "AuthnFailed", "yes"), (refusal.Facts["code"], refusal.Facts["subCode"], refusal.Facts["signed"]));
        Assert.Equal(Password, weak.AuthnContextClass);
    }

    [Theory]
    [InlineData(AuthnContextComparison.Exact, "urn:oasis:names:tc:SAML:2.0:ac:classes:SmartcardPKI")]
    [InlineData(AuthnContextComparison.Better, MultiFactor)]
    [InlineData(AuthnContextComparison.Minimum, "urn:oasis:names:tc:SAML:2.0:ac:classes:SmartcardPKI")]
    public async Task Context_that_it_cannot_do_is_told_as_such(AuthnContextComparison comparison, string context)
    {
        await SignInAsync("operator", new());

        var refusal = await Assert.ThrowsAsync<SamlRefusedException>(
            () => SendAsync(new() { AuthnContextClasses = [context], AuthnContextComparison = comparison }));

        Assert.Equal("NoAuthnContext", refusal.Facts["subCode"]);
    }

    [Theory]
    [InlineData(AuthnContextComparison.Exact, Password, Password)]
    [InlineData(AuthnContextComparison.Minimum, Password, MultiFactor)]
    [InlineData(AuthnContextComparison.Minimum, MultiFactor, MultiFactor)]
    [InlineData(AuthnContextComparison.Better, Password, MultiFactor)]
    [InlineData(AuthnContextComparison.Maximum, Password, Password)]
    public async Task Comparison_decides_what_someone_with_a_second_factor_is_answered_with(
        AuthnContextComparison comparison, string asked, string answered)
    {
        await SignInAsync("operator", new());

        var assertion = await SendAsync(new() { AuthnContextClasses = [asked], AuthnContextComparison = comparison });

        Assert.Equal(answered, assertion.AuthnContextClass);
    }

    [Fact]
    public async Task New_authentication_is_not_satisfied_by_an_old_one()
    {
        var first = await SignInAsync("operator", new());
        _time.Advance(TimeSpan.FromMinutes(5));

        var id = await AskAsync(new() { ForceAuthn = true, AuthnContextClasses = [MultiFactor] });
        Assert.Contains("Who are you?", _browser.Page, StringComparison.Ordinal);
        Assert.DoesNotContain("Go on as", _browser.Page, StringComparison.Ordinal);
        // Whoever goes back there by hand is asked again.
        await _browser.GetAsync(SamlTexts.FieldOf(_browser.Page, "continue"));
        Assert.Contains("Who are you?", _browser.Page, StringComparison.Ordinal);
        await _browser.ChooseAsync("operator");
        var second = Validate(id);

        Assert.Equal(_time.GetUtcNow(), second.AuthnInstant);
        Assert.Equal(first.SessionIndex, second.SessionIndex);
        Assert.True(second.HasAuthnContext([MultiFactor]));
    }

    [Fact]
    public async Task Someone_else_who_signs_in_gets_a_session_of_their_own()
    {
        var first = await SignInAsync("user1", new());

        var id = await AskAsync(new() { ForceAuthn = true });
        await _browser.ChooseAsync("user2");
        // The clock stands still: what counts is that nothing is older than the request.
        var second = Validate(id);

        Assert.NotEqual(first.SessionIndex, second.SessionIndex);
        Assert.Equal("user2@example.com", second.Subject.Value);
    }

    async Task<Assertion> SignInAsync(string user, AuthnRequestOptions options)
    {
        await _browser.SignInAsync(user);
        return await SendAsync(options);
    }

    async Task<Assertion> SendAsync(AuthnRequestOptions options) => Validate(await AskAsync(options));

    async Task<string> AskAsync(AuthnRequestOptions options)
    {
        // A moment later than whatever the person did last.
        _time.Advance(TimeSpan.FromSeconds(1));
        var message = (RedirectAuthnRequest)new AuthnRequestBuilder(Us, _time).Build(Trusted, "relay", options);
        await _browser.GetAsync(message.Location);
        return message.RequestId;
    }

    async Task<Assertion> AnswerAsync(string decision, string requestId)
    {
        var path = System.Text.RegularExpressions.Regex.Match(_browser.Page, "action=\"(/saml/second-factor/[^\"]+)\"").Groups[1].Value;
        await _browser.PostAsync(path, ("decision", decision));
        return Validate(requestId);
    }

    Assertion Validate(string requestId)
    {
        var validator = new ResponseValidator(Us, id => id == Trusted.EntityId ? Trusted : null, _time);
        Assert.Equal("relay", SamlTexts.FieldOf(_browser.Page, "RelayState"));
        return validator.Validate(SamlTexts.FieldOf(_browser.Page, "SAMLResponse"), requestId).Value;
    }

    IdentityProvider Trusted => IdentityProviderMetadata.Read(System.Text.Encoding.UTF8.GetBytes(_idp.Metadata), null, _time.GetUtcNow())[0].ToIdentityProvider("dev", new());
}
