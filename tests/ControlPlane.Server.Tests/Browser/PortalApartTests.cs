using ControlPlane.Server.Tests.Demo;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ControlPlane.Server.Tests.Browser;

/// <summary>The portal of an origin of its own, whose people sign in at an OpenID Connect issuer.</summary>
[Collection(Chromium.OneAtATime)]
public sealed class PortalApartTests(Chromium chromium) : IClassFixture<Chromium>, IDisposable
{
    readonly string _data = Directory.CreateTempSubdirectory("apart-").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Fact]
    public async Task Person_signs_in_with_tokens_and_opens_a_team()
    {
        await using var apart = await PortalApart.StartAsync();
        await using var demo = await DemoProcess.StartAsync(
            _data, "--profile-delay", "0", "--set", $"Api:CorsOrigins:0={apart.Address.GetLeftPart(UriPartial.Authority)}");
        apart.Demo = demo;
        var page = await chromium.OpenAsync();

        await Chromium.GoAsync(page, apart.Address);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in as User 1" }).ClickAsync();
        await Expect(page.Locator("[data-team]")).ToHaveCountAsync(2, new() { Timeout = 60_000 });
        // The code is used up and must not stay in the address, where a reload would send it again.
        Assert.Equal("/", new Uri(page.Url).PathAndQuery);
        var studio = await page.Context.RunAndWaitForPageAsync(() => page.Locator("[data-team=Team1]").GetByRole(AriaRole.Link).ClickAsync());

        // The gateway's own sign-in: the identity provider knows the person and does not ask again.
        await Chromium.ArriveAsync(studio, demo.Emulator);
        await Expect(studio.Locator("h1")).ToContainTextAsync("user1-Team1");
        Assert.Equal(0, await page.EvaluateAsync<int>("Object.keys(localStorage).concat(Object.keys(sessionStorage)).filter(k => k.includes('oidc')).length"));
    }

    [Fact]
    public async Task Portal_that_the_server_does_not_know_is_told_so()
    {
        await using var apart = await PortalApart.StartAsync();
        await using var demo = await DemoProcess.StartAsync(_data, "--profile-delay", "0");
        apart.Demo = demo;
        var page = await chromium.OpenAsync();

        await Chromium.GoAsync(page, apart.Address);

        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "That did not work" })).ToBeVisibleAsync(new() { Timeout = 60_000 });
    }
}
