using System.Text.RegularExpressions;
using ControlPlane.Server.Tests.Running;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Xunit;

namespace ControlPlane.Server.Tests.Browser;

/// <summary>A real Chromium, the system's own.</summary>
public sealed class Chromium : IAsyncLifetime
{
    /// <summary>The collection of all browser tests: one browser at a time is enough for a small machine.</summary>
    public const string OneAtATime = "browser";

    // What the accessibility rules of WCAG 2.2 AA consist of in axe.
    static readonly List<string> _wcag = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

    readonly List<(string Test, IBrowserContext Context)> _open = [];
    IPlaywright _playwright = null!;
    IBrowser _browser = null!;

    public async ValueTask InitializeAsync()
    {
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Environment.GetEnvironmentVariable("CHROMIUM_PATH") ?? "/usr/bin/chromium",
            Headless = true,
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync",
            ],
        });
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }

    /// <summary>A new person's browser: no cookies, its own window. Those of earlier tests are closed: a page that stays open goes on asking
    /// the server.</summary>
    public async Task<IPage> OpenAsync(bool javaScript = true, bool dark = false)
    {
        var test = TestContext.Current.Test?.UniqueID ?? "";
        foreach (var earlier in _open.Where(o => o.Test != test).ToList())
        {
            _open.Remove(earlier);
            await earlier.Context.CloseAsync();
        }

        var context = await _browser.NewContextAsync(new()
        {
            JavaScriptEnabled = javaScript,
            ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
            ViewportSize = new() { Width = 1000, Height = 700 },
            ReducedMotion = ReducedMotion.Reduce,
        });
        context.SetDefaultTimeout(60_000);
        _open.Add((test, context));
        return await context.NewPageAsync();
    }

    /// <summary>Opens an address. The load event gets lost now and then on a busy machine: what a test looks for on the page, it waits for.</summary>
    public static Task GoAsync(IPage page, Uri address) => page.GotoAsync(address.AbsoluteUri, new() { WaitUntil = WaitUntilState.Commit });

    /// <summary>Waits until the page's address starts with this one, whether the load event comes or not.</summary>
    public static Task ArriveAsync(IPage page, Uri start) =>
        Assertions.Expect(page).ToHaveURLAsync(new Regex($"^{Regex.Escape(start.AbsoluteUri)}"), new() { Timeout = 60_000 });

    /// <summary>Waits until the page's address ends with this path.</summary>
    public static Task ArriveAsync(IPage page, string path) =>
        Assertions.Expect(page).ToHaveURLAsync(new Regex($"{Regex.Escape(path)}$"), new() { Timeout = 60_000 });

    /// <summary>Fails with every violation of WCAG 2.2 AA that axe finds on the page.</summary>
    public static async Task CheckAccessibilityAsync(IPage page)
    {
        await page.WaitForFunctionAsync("() => document.readyState === 'complete'");
        var result = await page.RunAxe(new AxeRunOptions { RunOnly = new() { Type = "tag", Values = _wcag } });
        var found = result.Violations.Select(v => $"{v.Id}: {v.Help}\n    {string.Join("\n    ", v.Nodes.Select(n => n.Html))}");
        Assert.True(result.Violations.Length == 0, $"{await page.TitleAsync()}\n{string.Join("\n", found)}");
        Assert.NotEmpty(result.Passes);
    }

    /// <summary>Presses Tab until the element with this text has the focus, as somebody without a mouse does.</summary>
    public static async Task PressUntilFocusedAsync(IPage page, string text)
    {
        await page.GetByText(text).First.WaitForAsync();
        for (var presses = 0; presses < 20; presses++)
        {
            await page.Keyboard.PressAsync("Tab");
            if ((await page.EvaluateAsync<string>("document.activeElement === document.body ? '' : document.activeElement.innerText"))?.Contains(text, StringComparison.Ordinal) == true)
            {
                return;
            }
        }

        Assert.Fail($"'{text}' cannot be reached with the Tab key.");
    }

    /// <summary>Writes the page into the documentation's pictures when <c>DOCS_SCREENSHOTS</c> is 1.</summary>
    public static async Task PictureAsync(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("DOCS_SCREENSHOTS") == "1")
        {
            await page.ScreenshotAsync(new() { Path = Path.Combine(Repository.Folder, "docs", "images", $"{name}.png"), FullPage = true });
        }
    }
}
