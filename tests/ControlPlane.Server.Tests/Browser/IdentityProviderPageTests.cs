using ControlPlane.Sandbox.IdentityProvider;
using Microsoft.Playwright;
using Xunit;

namespace ControlPlane.Server.Tests.Browser;

public sealed class IdentityProviderPageTests(Chromium chromium) : IClassFixture<Chromium>, IAsyncLifetime
{
    DevIdentityProvider _idp = null!;

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _idp = await DevIdentityProvider.StartAsync(new(), Ct);

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
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).WaitForAsync();
        await Chromium.CheckAccessibilityAsync(page);
        await Chromium.GoAsync(page, new Uri(_idp.Address, "/device?user_code=BCDF-GHJK"));
        await Chromium.CheckAccessibilityAsync(page);
        await Chromium.GoAsync(page, new Uri(_idp.Address, "/saml/start/none"));
        await Chromium.CheckAccessibilityAsync(page);
    }
}
