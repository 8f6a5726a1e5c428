using ControlPlane.Server.Tests.Demo;
using Microsoft.Playwright;
using Xunit;

namespace ControlPlane.Server.Tests.Browser;

/// <summary>The demo process with a catalog that fills a portal, and a browser to look at it.</summary>
public sealed class PortalDemo : IAsyncLifetime
{
    readonly string _data = Directory.CreateTempSubdirectory("portal-").FullName;
    readonly HttpClient _http = new();
    DemoProcess _demo = null!;

    /// <summary>The browser.</summary>
    public Chromium Chromium { get; } = new();

    internal Uri Gateway => _demo.Gateway;

    internal Uri IdentityProvider => _demo.Start;

    internal Uri Emulator => _demo.Emulator;

    public async ValueTask InitializeAsync()
    {
        await Chromium.InitializeAsync();
        var catalog = Path.Combine(_data, "catalog.yaml");
        await File.WriteAllTextAsync(catalog, PortalCatalog.Text());
        _demo = await DemoProcess.StartAsync(Path.Combine(_data, "state"), "--catalog", catalog, "--profile-delay", "0");
    }

    public async ValueTask DisposeAsync()
    {
        await _demo.DisposeAsync();
        await Chromium.DisposeAsync();
        _http.Dispose();
        Directory.Delete(_data, recursive: true);
    }

    /// <summary>A page of a person's browser, on a path of the portal. The calls carry the person's token, which goes before any cookie.</summary>
    internal async Task<IPage> OpenAsync(string? person, string path = "/", bool dark = false, string language = "en", int width = 1280)
    {
        var page = await Chromium.OpenAsync(dark: dark);
        await page.SetViewportSizeAsync(width, 800);
        await page.AddInitScriptAsync($"if (!localStorage.getItem('portal.language')) localStorage.setItem('portal.language', '{language}');");
        if (person is not null)
        {
            var token = await _http.GetStringAsync(new Uri(IdentityProvider, $"/dev/token?user={person}"), TestContext.Current.CancellationToken);
            await page.Context.RouteAsync("**/controlplane.v1.*/*", route => route.ContinueAsync(new()
            {
                Headers = new Dictionary<string, string>(route.Request.Headers) { ["authorization"] = $"Bearer {token}" },
            }));
        }

        await Chromium.GoAsync(page, new Uri(Gateway, path));
        await page.Locator("main:not([aria-busy]) h1").WaitForAsync();
        return page;
    }

    /// <summary>The portal as a person has it who signed in at the identity provider: nothing but the session's cookie says who calls.</summary>
    internal async Task<IPage> SignInAsync(string name)
    {
        var page = await OpenAsync(null);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = $"Sign in as {name}" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = name })).ToBeVisibleAsync(new() { Timeout = 60_000 });
        return page;
    }
}
