using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ControlPlane.Server.Tests.Browser;

/// <summary>What people do with the portal, in a real browser.</summary>
[Collection(Chromium.OneAtATime)]
public sealed class PortalTests(PortalDemo demo) : IClassFixture<PortalDemo>
{
    /// <summary>The pages that an admin has.</summary>
    public static TheoryData<string, bool> AdminPages { get; } = Pages();

    [Fact]
    public async Task Tiles_say_what_a_team_is_for_where_it_leads_and_how_it_stands()
    {
        var page = await demo.OpenAsync("user1");

        var tile = page.Locator("[data-team=fraud-signals]");
        await Expect(tile).ToContainTextAsync("Fraud Signals");
        await Expect(tile).ToContainTextAsync("Finds payments that do not look like their payer");
        await Expect(tile).ToContainTextAsync("analytics");
        await Expect(tile).ToContainTextAsync("us-east-1");
        await Expect(tile.Locator(".environment")).ToHaveTextAsync("prod");
        await Expect(tile).ToContainTextAsync("cost centre 4720");
        await Expect(tile).ToContainTextAsync("Sessions of 8 hours");
        await Expect(tile).ToContainTextAsync("Reads the data of Fraud Signals, trains models, deploys nothing");
        var link = tile.GetByRole(AriaRole.Link);
        Assert.Equal(
            ("_blank", "noopener", new Uri(demo.Gateway, "/launch/fraud-signals").AbsoluteUri),
            (await link.GetAttributeAsync("target"), await link.GetAttributeAsync("rel"), await link.EvaluateAsync<string>("e => e.href")));
        await Expect(page.Locator("[data-team=pricing]")).ToHaveAttributeAsync("data-state", "suspended");
        await Expect(page.Locator("[data-team=pricing]")).ToContainTextAsync("The team is suspended");
        await Chromium.PictureAsync(page, "portal-tiles");
    }

    [Fact]
    public async Task Time_left_is_told_when_access_ends()
    {
        var page = await demo.OpenAsync("user2");

        await Expect(page.Locator("[data-team=genomics] time")).ToHaveTextAsync("Access ends in 4 days");
        await Expect(page.Locator("[data-team=pricing]")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Search_and_favourites_work_by_keyboard_alone_and_favourites_stay()
    {
        var page = await demo.OpenAsync("user1");
        await Expect(page.Locator("[data-team]")).ToHaveCountAsync(6);

        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync("ANALYTICS forecast");
        await Expect(page.Locator("[data-team]")).ToHaveCountAsync(1);
        await Expect(page.Locator("p[role=status]")).ToHaveTextAsync("1 team");
        // The order, the tile's link, and its star.
        foreach (var _ in Enumerable.Range(0, 3))
        {
            await page.Keyboard.PressAsync("Tab");
        }

        await page.Keyboard.PressAsync("Space");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Favourite: Demand Forecast" })).ToHaveAttributeAsync("aria-pressed", "true");
        await page.ReloadAsync(new() { WaitUntil = WaitUntilState.Commit });

        var favourites = page.GetByRole(AriaRole.Region, new() { Name = "Favourites" });
        await Expect(favourites.Locator("[data-team]")).ToHaveCountAsync(1);
        await Expect(favourites).ToContainTextAsync("Demand Forecast");
    }

    [Fact]
    public async Task Search_without_a_hit_leads_to_why()
    {
        var page = await demo.OpenAsync("user2");
        await page.GetByRole(AriaRole.Searchbox).FillAsync("speech");
        await Expect(page.GetByText("No team matches “speech”")).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Link, new() { Name = "Why can I not see a team?" }).ClickAsync();

        await Expect(page.Locator("h1")).ToBeFocusedAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "This team is not assigned to you" })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Whom to ask" })).ToBeVisibleAsync();
        await Expect(page.Locator(".steps .failed")).ToContainTextAsync("Is the person entitled to the team?");
        await Expect(page.Locator(".steps .skipped")).ToHaveCountAsync(4);
        await Chromium.PictureAsync(page, "portal-why");
    }

    [Fact]
    public async Task Whoever_is_not_signed_in_is_asked_to()
    {
        var page = await demo.OpenAsync(null, "/portal/access?team=genomics");

        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Welcome to Studio" })).ToBeVisibleAsync();
        await Chromium.CheckAccessibilityAsync(page);
        await Chromium.PictureAsync(page, "portal-welcome");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();

        await Chromium.ArriveAsync(page, demo.IdentityProvider);
    }

    [Fact]
    public async Task Whoever_signed_out_is_told_so()
    {
        var page = await demo.OpenAsync(null, "/?signed-out");

        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "You are signed out" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Pages_of_admins_are_hidden_from_others_and_refused_when_their_address_is_typed()
    {
        var page = await demo.OpenAsync("user1", "/portal/audit");

        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "This page is not for you" })).ToBeVisibleAsync();
        Assert.Equal(["Teams", "Access help"], await page.GetByRole(AriaRole.Navigation).GetByRole(AriaRole.Link).AllInnerTextsAsync());
    }

    [Fact]
    public async Task Japanese_speaks_japanese_and_stays_chosen()
    {
        var page = await demo.OpenAsync("user1");
        await page.GetByRole(AriaRole.Combobox, new() { Name = "Language" }).SelectOptionAsync("ja");

        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "チーム一覧" })).ToBeVisibleAsync();
        await page.ReloadAsync(new() { WaitUntil = WaitUntilState.Commit });
        await Expect(page.Locator("[data-team=genomics]")).ToContainTextAsync("1 回のセッションは8 時間");
        await Expect(page.Locator("[data-team=pricing]")).ToContainTextAsync("このチームは停止中です");
        await Expect(page.Locator("html")).ToHaveAttributeAsync("lang", "ja");
        await Chromium.CheckAccessibilityAsync(page);
        await Chromium.PictureAsync(page, "portal-japanese");
    }

    [Fact]
    public async Task Dark_colours_follow_the_system_and_the_switch_goes_before_it()
    {
        var page = await demo.OpenAsync("user1", dark: true);
        await page.Locator("[data-team]").First.WaitForAsync();
        const string Ground = "getComputedStyle(document.documentElement).backgroundColor";
        var dark = await page.EvaluateAsync<string>(Ground);
        await Chromium.PictureAsync(page, "portal-dark");

        await page.GetByRole(AriaRole.Combobox, new() { Name = "Colours" }).SelectOptionAsync("light");
        var light = await page.EvaluateAsync<string>(Ground);
        await page.ReloadAsync(new() { WaitUntil = WaitUntilState.Commit });
        await page.Locator("[data-team]").First.WaitForAsync();

        Assert.NotEqual(dark, light);
        Assert.Equal(light, await page.EvaluateAsync<string>(Ground));
    }

    [Theory]
    [MemberData(nameof(AdminPages))]
    public async Task Every_page_holds_to_wcag(string path, bool dark)
    {
        var page = await demo.OpenAsync("admin", path, dark);
        await SettleAsync(page);

        await Chromium.CheckAccessibilityAsync(page);
    }

    [Theory]
    [MemberData(nameof(AdminPages))]
    public async Task Every_page_fits_a_phone(string path, bool dark)
    {
        var page = await demo.OpenAsync("admin", path, dark, dark ? "ja" : "en", width: 320);
        await SettleAsync(page);

        Assert.Equal(320, await page.EvaluateAsync<int>("Math.max(document.documentElement.scrollWidth, innerWidth)"));
        await Chromium.CheckAccessibilityAsync(page);
    }

    [Fact]
    public async Task Menu_of_a_phone_unfolds_and_folds_after_a_choice()
    {
        var page = await demo.OpenAsync("admin", "/portal/audit", width: 320);
        var link = page.GetByRole(AriaRole.Navigation).GetByRole(AriaRole.Link, new() { Name = "Accounts" });
        await Expect(link).ToBeHiddenAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Menu", Exact = true }).ClickAsync();
        await link.ClickAsync();

        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Accounts", Exact = true, Level = 1 })).ToBeVisibleAsync();
        await Expect(link).ToBeHiddenAsync();
    }

    [Fact]
    public async Task Nothing_jumps_while_the_tiles_come()
    {
        var page = await demo.OpenAsync("user1");
        await page.AddInitScriptAsync(
            """
            window.shift = 0;
            new PerformanceObserver(list => list.getEntries().forEach(e => window.shift += e.value)).observe({ type: 'layout-shift', buffered: true });
            """);
        await page.ReloadAsync(new() { WaitUntil = WaitUntilState.Commit });
        await page.Locator("[data-team]").First.WaitForAsync();
        await page.EvaluateAsync("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");

        // 0.1 is what web.dev calls good.
        Assert.InRange(await page.EvaluateAsync<double>("window.shift"), 0, 0.05);
    }

    internal static async Task SettleAsync(IPage page)
    {
        await Expect(page.Locator(".skeleton")).ToHaveCountAsync(0, new() { Timeout = 30_000 });
        await Expect(page.Locator("[role=alert]")).ToHaveCountAsync(0);
    }

    static TheoryData<string, bool> Pages()
    {
        var data = new TheoryData<string, bool>();
        foreach (var path in new[] { "/", "/portal/access?team=genomics", "/portal/people", "/portal/signins", "/portal/accounts", "/portal/capacity", "/portal/operations", "/portal/audit", "/portal/audit/1", "/portal/none" })
        {
            data.Add(path, false);
            data.Add(path, true);
        }

        return data;
    }
}
