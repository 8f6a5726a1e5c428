using ControlPlane.Server.Tests.Running;
using Xunit;

namespace ControlPlane.Server.Tests.Web;

public sealed class HeaderTests
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/")]
    [InlineData("/no/such/page")]
    [InlineData("/saml/metadata")]
    [InlineData("/healthz/live")]
    public async Task Every_answer_is_locked_down(string path)
    {
        await using var server = await RunningServer.StartAsync();
        using var browser = server.Browser();

        using var answer = await browser.GetAsync(path, Ct);

        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        Assert.StartsWith("default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; connect-src 'self'; form-action 'self'", policy, StringComparison.Ordinal);
        Assert.EndsWith("frame-ancestors 'none'; base-uri 'none'", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("no-referrer", answer.Headers.GetValues("Referrer-Policy").Single());
        Assert.False(answer.Headers.Contains("Server"));
        // Browsers come by http here; a pledge of https would lock them out.
        Assert.False(answer.Headers.Contains("Strict-Transport-Security"));
    }

    [Fact]
    public async Task Public_address_of_https_pledges_https_and_marks_its_cookies()
    {
        await using var server = await RunningServer.StartAsync(new Dictionary<string, string?> { ["Server:PublicUrl"] = "https://studio.example.com" });
        using var browser = server.Browser();

        using var answer = await browser.GetAsync("/saml/login/dev", Ct);

        Assert.Contains("max-age=31536000", answer.Headers.GetValues("Strict-Transport-Security").Single(), StringComparison.Ordinal);
        var cookie = answer.Headers.GetValues("Set-Cookie").Single();
        Assert.Contains("secure", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=none", cookie, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Style_sheet_is_kept_for_ever_under_an_address_that_changes_with_it()
    {
        await using var server = await RunningServer.StartAsync();
        using var browser = server.Browser();
        var page = await browser.GetStringAsync("/", Ct);
        var style = page.Split("rel=\"stylesheet\" href=\"")[^1].Split('"')[0];

        using var answer = await browser.GetAsync(style, Ct);

        Assert.Equal("text/css", answer.Content.Headers.ContentType!.MediaType);
        Assert.Contains("immutable", answer.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
    }
}
