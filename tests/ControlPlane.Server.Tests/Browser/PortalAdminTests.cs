using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ControlPlane.Server.Tests.Browser;

/// <summary>What those who run the control plane do in the portal.</summary>
[Collection(Chromium.OneAtATime)]
public sealed class PortalAdminTests(PortalDemo demo) : IClassFixture<PortalDemo>
{
    [Fact]
    public async Task Person_signs_in_once_opens_two_teams_in_two_accounts_and_an_admin_follows_the_sign_in()
    {
        var tiles = await demo.SignInAsync("Alma Berg");
        await Expect(tiles.Locator("[data-team]")).ToHaveCountAsync(6);
        await OpenStudioAsync(tiles, "Genomics", "user1-genomics", "111122223333");
        await OpenStudioAsync(tiles, "Fraud Signals", "user1-fraud-signals", "444455556666");
        await Expect(tiles.GetByRole(AriaRole.Region, new() { Name = "Continue where you were" }).GetByRole(AriaRole.Link)).ToHaveCountAsync(2);

        var admin = await demo.SignInAsync("Dora Lindqvist");
        await admin.GetByRole(AriaRole.Navigation).GetByRole(AriaRole.Link, new() { Name = "Audit", Exact = true }).ClickAsync();
        await Chromium.GoAsync(admin, new Uri(demo.Gateway, "/portal/audit?user=user1&team=fraud-signals&action=signin.launch"));
        var reference = admin.Locator("a[href^='/portal/signins/']").First;
        await reference.WaitForAsync();
        var text = await reference.InnerTextAsync();
        await admin.GetByRole(AriaRole.Link, new() { Name = "Sign-ins" }).ClickAsync();
        await admin.GetByLabel("Reference").FillAsync(text.ToLowerInvariant().Replace("-", " ", StringComparison.Ordinal));
        await admin.Keyboard.PressAsync("Enter");

        await Expect(admin.GetByRole(AriaRole.Heading, new() { Name = $"Sign-in {text}" })).ToBeVisibleAsync();
        var summary = admin.GetByRole(AriaRole.Region, new() { Name = "Sign-in Launched" });
        await Expect(summary).ToContainTextAsync("user1");
        await Expect(summary).ToContainTextAsync("fraud-signals");
        await Expect(admin.Locator(".steps .passed").Filter(new() { HasText = "Get the link to Studio" })).ToBeVisibleAsync();
        await Expect(admin.Locator(".chain")).ToContainTextAsync("Session of the vend role");
        await Expect(admin.GetByText("the browser's session proved who it is")).ToBeVisibleAsync();
        await PortalTests.SettleAsync(admin);
        await Chromium.CheckAccessibilityAsync(admin);
        await Chromium.PictureAsync(admin, "portal-signin");
    }

    [Fact]
    public async Task Matrix_shows_own_rights_and_those_of_groups_with_source_and_end()
    {
        var page = await demo.OpenAsync("admin", "/portal/people");
        await page.Locator(".matrix").WaitForAsync();
        await Chromium.PictureAsync(page, "portal-people");

        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Ben Okafor, Pricing: Ended. Show details" })).ToBeVisibleAsync();
        await page.GetByLabel("Person or group").FillAsync("tanaka");
        await Expect(page.Locator(".matrix tbody tr")).ToHaveCountAsync(1);
        await page.GetByRole(AriaRole.Button, new() { Name = "Chiyo Tanaka, Speech: Active. Show details" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await Expect(dialog).ToContainTextAsync("the group leads");
        await Expect(dialog).ToContainTextAsync("Catalog file");
        await Expect(dialog).ToContainTextAsync("never");
        await Chromium.CheckAccessibilityAsync(page);
        await page.Keyboard.PressAsync("Escape");

        await Expect(dialog).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Verification_of_an_account_is_followed_to_its_findings_and_is_among_the_operations()
    {
        var page = await demo.OpenAsync("admin", "/portal/accounts");
        var card = page.Locator("[data-account='777788889999']");

        await card.GetByRole(AriaRole.Button, new() { Name = "Verify factory" }).ClickAsync();
        await Expect(card).ToContainTextAsync("Healthy", new() { Timeout = 30_000 });
        await Expect(card.Locator(".steps .passed").First).ToContainTextAsync("can be assumed");
        await Chromium.CheckAccessibilityAsync(page);
        await Chromium.PictureAsync(page, "portal-accounts");
        await page.GetByRole(AriaRole.Navigation).GetByRole(AriaRole.Link, new() { Name = "Operations" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Verify an account · 777788889999" }).First.ClickAsync();

        await Expect(page.GetByText("Done", new() { Exact = true })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "7 findings" })).ToBeVisibleAsync();
        await Chromium.CheckAccessibilityAsync(page);
    }

    [Fact]
    public async Task Capacity_draws_every_domain_and_says_it_in_words()
    {
        var page = await demo.OpenAsync("admin", "/portal/capacity");

        // AWS is asked for each domain, which takes longer than an assertion waits.
        await page.GetByRole(AriaRole.Img, new() { NameString = "Places taken in each domain" }).WaitForAsync();
        await Expect(page.Locator("section.capacity")).ToHaveCountAsync(3);
        await Expect(page.Locator("section.capacity").First).ToContainTextAsync("Nearest limit: Places taken");
        await Chromium.PictureAsync(page, "portal-capacity");
    }

    [Fact]
    public async Task Audit_log_is_filtered_by_address_verified_and_read_event_by_event()
    {
        var page = await demo.OpenAsync("admin", "/portal/audit?action=catalog.load");
        await Expect(page.Locator(".rows li")).ToHaveCountAsync(1);

        await page.GetByRole(AriaRole.Button, new() { Name = "Verify now" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "The chain is whole" })).ToBeVisibleAsync();
        await Chromium.PictureAsync(page, "portal-audit");
        await page.GetByRole(AriaRole.Link, new() { Name = "Catalog loaded" }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Catalog loaded" })).ToBeVisibleAsync();
        await Expect(page.Locator("main")).ToContainTextAsync("0000000000000000000000000000000000000000000000000000000000000000");
        await page.GoBackAsync(new() { WaitUntil = WaitUntilState.Commit });
        await Expect(page.GetByLabel("Action")).ToHaveValueAsync("catalog.load");
    }

    [Fact]
    public async Task Signing_out_of_the_portal_signs_out_at_the_identity_provider_too()
    {
        var page = await demo.SignInAsync("Ben Okafor");

        await page.GetByRole(AriaRole.Button, new() { Name = "Ben Okafor" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "You are signed out" })).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();

        // Whoever was still signed in there would not be asked.
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Sign in as Ben Okafor" })).ToBeVisibleAsync(new() { Timeout = 60_000 });
    }

    // A tile opens in a new tab, and nobody signs in again.
    async Task OpenStudioAsync(IPage tiles, string team, string profile, string account)
    {
        var tab = await tiles.Context.RunAndWaitForPageAsync(() => tiles.Locator(".tile").GetByRole(AriaRole.Link, new() { Name = team }).ClickAsync());
        await Chromium.ArriveAsync(tab, demo.Emulator);
        await Expect(tab.Locator("h1")).ToContainTextAsync(profile);
        await Expect(tab.Locator("main")).ToContainTextAsync(account);
        await tab.CloseAsync();
    }
}
