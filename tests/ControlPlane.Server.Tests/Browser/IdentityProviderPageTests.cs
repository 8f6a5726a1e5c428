using System.Text;
using ControlPlane.Saml;
using ControlPlane.Saml.Bindings;
using ControlPlane.Saml.Metadata;
using ControlPlane.Sandbox.IdentityProvider;
using Microsoft.Playwright;
using Xunit;

namespace ControlPlane.Server.Tests.Browser;

[Collection(Chromium.OneAtATime)]
public sealed class IdentityProviderPageTests(Chromium chromium) : IClassFixture<Chromium>, IAsyncLifetime
{
    static readonly ServiceProvider Us = new() { EntityId = "https://gateway.test/saml/metadata", AssertionConsumerService = new("http://127.0.0.1:9/saml/acs") };
    DevIdentityProvider _idp = null!;

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _idp = await DevIdentityProvider.StartAsync(new() { ServiceProvider = new(Us.EntityId, Us.AssertionConsumerService) }, Ct);

    public ValueTask DisposeAsync() => _idp.DisposeAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Pages_hold_to_wcag_in_both_colour_schemes(bool dark)
    {
        var page = await chromium.OpenAsync(dark: dark);

        await Chromium.GoAsync(page, _idp.Address);
        await Chromium.CheckAccessibilityAsync(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in as User 1" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out", Exact = true }).WaitForAsync();
        await Chromium.CheckAccessibilityAsync(page);
        await Chromium.GoAsync(page, new Uri(_idp.Address, "/device?user_code=BCDF-GHJK"));
        await Chromium.CheckAccessibilityAsync(page);
        await Chromium.GoAsync(page, new Uri(_idp.Address, "/saml/start/none"));
        await Chromium.CheckAccessibilityAsync(page);
        await Chromium.GoAsync(page, StepUp());
        await page.GetByRole(AriaRole.Button, new() { Name = "Confirm the second factor" }).WaitForAsync();
        await Chromium.CheckAccessibilityAsync(page);
        await Chromium.GoAsync(page, new Uri(_idp.Address, "/portal"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out everywhere" }).ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "You are signed out" }).WaitForAsync();
        await Chromium.CheckAccessibilityAsync(page);
    }

    /// <summary>Where a gateway sends someone who must confirm a second factor.</summary>
    Uri StepUp()
    {
        var trusted = IdentityProviderMetadata.Read(Encoding.UTF8.GetBytes(_idp.Metadata), null, TimeProvider.System.GetUtcNow())[0].ToIdentityProvider("dev", new());
        var request = new AuthnRequestBuilder(Us, TimeProvider.System)
            .Build(trusted, null, new() { AuthnContextClasses = ["https://refeds.org/profile/mfa"] });
        return ((RedirectAuthnRequest)request).Location;
    }
}
