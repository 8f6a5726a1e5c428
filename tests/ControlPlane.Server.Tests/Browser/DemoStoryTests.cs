using System.Text.Json;
using ControlPlane.Server.Tests.Demo;
using Microsoft.Playwright;
using Xunit;

namespace ControlPlane.Server.Tests.Browser;

/// <summary>What a newcomer does with the demo, in a real browser.</summary>
[Collection(Chromium.OneAtATime)]
public sealed class DemoStoryTests(Chromium chromium) : IClassFixture<Chromium>, IDisposable
{
    readonly string _data = Directory.CreateTempSubdirectory("story-").FullName;

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Fact]
    public async Task Users_and_teams_lead_to_three_profiles_each_in_its_account_and_role()
    {
        await using var demo = await DemoProcess.StartAsync(_data);
        var page = await chromium.OpenAsync();

        await SignInAsync(page, demo, "User 1", "quickstart-start");
        Assert.Equal(["SageMaker Studio Team 1", "SageMaker Studio Team 2", "SageMaker Studio"], await TilesAsync(page));
        await Chromium.PictureAsync(page, "quickstart-portal");
        await page.GetByRole(AriaRole.Link, new() { Name = "SageMaker Studio Team 1" }).ClickAsync();
        await page.GetByText("Preparing").First.WaitForAsync();
        await Chromium.PictureAsync(page, "quickstart-waiting");
        await ExpectStudioAsync(page, demo, "user1-Team1", "111122223333", "eu-central-1", "SageMakerStudioExecutionRoleTeam1");
        await Chromium.PictureAsync(page, "quickstart-studio");

        await OpenAsync(page, demo, "SageMaker Studio Team 2");
        await ExpectStudioAsync(page, demo, "user1-Team2", "444455556666", "us-east-1", "SageMakerStudioExecutionRoleTeam2");

        await Chromium.GoAsync(page, new Uri(demo.Start, "/portal"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out", Exact = true }).ClickAsync();
        await SignInAsync(page, demo, "User 2");
        Assert.Equal(["SageMaker Studio Team 2", "SageMaker Studio"], await TilesAsync(page));
        await page.GetByRole(AriaRole.Link, new() { Name = "SageMaker Studio Team 2" }).ClickAsync();
        await ExpectStudioAsync(page, demo, "user2-Team2", "444455556666", "us-east-1", "SageMakerStudioExecutionRoleTeam2");

        Assert.Equal(["user1-Team1", "user1-Team2", "user2-Team2"], await ProfilesMadeAsync());
    }

    [Fact]
    public async Task One_application_for_all_teams_asks_which_one()
    {
        await using var demo = await DemoProcess.StartAsync(_data, "--profile-delay", "0");
        var page = await chromium.OpenAsync();

        await SignInAsync(page, demo, "User 1");
        await page.GetByRole(AriaRole.Link, new() { Name = "SageMaker Studio", Exact = false }).Last.ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "Where would you like to work?" }).WaitForAsync();
        await Chromium.CheckAccessibilityAsync(page);
        await Chromium.PictureAsync(page, "quickstart-picker");
        await page.GetByRole(AriaRole.Button, new() { Name = "Team 2" }).ClickAsync();

        await ExpectStudioAsync(page, demo, "user1-Team2", "444455556666", "us-east-1", "SageMakerStudioExecutionRoleTeam2");
    }

    [Fact]
    public async Task Picker_and_studio_are_reached_by_keyboard_alone()
    {
        await using var demo = await DemoProcess.StartAsync(_data, "--profile-delay", "0");
        var page = await chromium.OpenAsync();
        await Chromium.GoAsync(page, demo.Start);

        await Chromium.PressUntilFocusedAsync(page, "Sign in as User 1");
        await page.Keyboard.PressAsync("Enter");
        await Chromium.ArriveAsync(page, "/portal");
        await Chromium.PressUntilFocusedAsync(page, "All teams");
        await page.Keyboard.PressAsync("Enter");
        await Chromium.ArriveAsync(page, "/pick");
        await Chromium.PressUntilFocusedAsync(page, "Team 1");
        await page.Keyboard.PressAsync("Enter");

        await ExpectStudioAsync(page, demo, "user1-Team1", "111122223333", "eu-central-1", "SageMakerStudioExecutionRoleTeam1");
    }

    [Fact]
    public async Task Without_javascript_the_waiting_page_goes_on_by_itself()
    {
        await using var demo = await DemoProcess.StartAsync(_data);
        var page = await chromium.OpenAsync(javaScript: false);

        await SignInAsync(page, demo, "User 1");
        await page.GetByRole(AriaRole.Link, new() { Name = "SageMaker Studio Team 1" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Continue" }).ClickAsync();
        await page.GetByText("Preparing").First.WaitForAsync();

        await ExpectStudioAsync(page, demo, "user1-Team1", "111122223333", "eu-central-1", "SageMakerStudioExecutionRoleTeam1");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Waiting_page_tells_how_far_it_is_and_holds_to_wcag(bool dark)
    {
        await using var demo = await DemoProcess.StartAsync(_data, "--profile-delay", "60");
        var page = await chromium.OpenAsync(dark: dark);

        await SignInAsync(page, demo, "User 1");
        await page.GetByRole(AriaRole.Link, new() { Name = "SageMaker Studio Team 1" }).ClickAsync();
        await page.GetByText("Preparing").First.WaitForAsync();
        await Chromium.CheckAccessibilityAsync(page);
        var before = await page.Locator("#clock").InnerTextAsync();
        await page.WaitForFunctionAsync("before => document.getElementById('clock').textContent !== before", before);

        Assert.NotEmpty(await page.GetByRole(AriaRole.Status).InnerTextAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Refusal_says_what_happened_what_to_do_and_the_reference(bool dark)
    {
        await using var demo = await DemoProcess.StartAsync(_data);
        var page = await chromium.OpenAsync(dark: dark);

        await SignInAsync(page, demo, "User 2");
        await Chromium.GoAsync(page, new Uri(demo.Start, "/saml/start/studio?RelayState=/launch/Team1"));
        await page.Locator("code.reference").WaitForAsync();
        await Chromium.CheckAccessibilityAsync(page);
        await page.GetByText("Details").ClickAsync();
        if (!dark)
        {
            await Chromium.PictureAsync(page, "quickstart-refused");
        }

        Assert.Matches("^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$", await page.Locator("code.reference").InnerTextAsync());
        Assert.Contains("ENTITLEMENT_NOT_FOUND", await page.Locator("details").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Contains("What to do", await page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
        await Chromium.CheckAccessibilityAsync(page);
    }

    static async Task SignInAsync(IPage page, DemoProcess demo, string user, string? picture = null)
    {
        await Chromium.GoAsync(page, demo.Start);
        if (picture is not null)
        {
            await Chromium.PictureAsync(page, picture);
        }

        await page.GetByRole(AriaRole.Button, new() { Name = $"Sign in as {user}" }).ClickAsync();
        await Chromium.ArriveAsync(page, "/portal");
    }

    static async Task OpenAsync(IPage page, DemoProcess demo, string application)
    {
        await Chromium.GoAsync(page, new Uri(demo.Start, "/portal"));
        await page.GetByRole(AriaRole.Link, new() { Name = application }).ClickAsync();
    }

    static async Task<IReadOnlyList<string>> TilesAsync(IPage page) => await page.Locator(".card strong").AllInnerTextsAsync();

    static async Task ExpectStudioAsync(IPage page, DemoProcess demo, string profile, string account, string region, string role)
    {
        await Chromium.ArriveAsync(page, demo.Emulator);
        var text = await page.Locator("main").InnerTextAsync();
        Assert.Equal(profile, await page.Locator("h1").InnerTextAsync());
        Assert.Contains(account, text, StringComparison.Ordinal);
        Assert.Contains(region, text, StringComparison.Ordinal);
        Assert.Contains($"arn:aws:iam::{account}:role/{role}", text, StringComparison.Ordinal);
        // The token of the presigned URL is gone from the address bar.
        Assert.DoesNotContain("token", page.Url, StringComparison.Ordinal);
    }

    // What emulated AWS keeps in its file.
    async Task<IReadOnlyList<string>> ProfilesMadeAsync()
    {
        using var world = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(_data, "emulated-aws.json"), Ct));
        return
        [
            .. world.RootElement.GetProperty("Resources").EnumerateArray()
                .Where(resource => resource.GetProperty("Kind").GetString() == "UserProfile")
                .Select(resource => resource.GetProperty("Name").GetString()!)
                .Order(StringComparer.Ordinal),
        ];
    }
}
