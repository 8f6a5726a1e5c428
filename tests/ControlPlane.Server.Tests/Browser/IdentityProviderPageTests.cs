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

        await page.GotoAsync(_idp.Address.AbsoluteUri);
        await Chromium.CheckAccessibilityAsync(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in as User 1" }).ClickAsync();
        await Chromium.CheckAccessibilityAsync(page);
        await page.GotoAsync(new Uri(_idp.Address, "/device?user_code=BCDF-GHJK").AbsoluteUri);
        await Chromium.CheckAccessibilityAsync(page);
        await page.GotoAsync(new Uri(_idp.Address, "/saml/start/none").AbsoluteUri);
        await Chromium.CheckAccessibilityAsync(page);
    }
}
