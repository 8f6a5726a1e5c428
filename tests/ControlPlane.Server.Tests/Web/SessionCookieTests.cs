using System.Net;
using ControlPlane.Server.Tests.Running;
using Xunit;

namespace ControlPlane.Server.Tests.Web;

/// <summary>The session's cookie as browsers get it in production, where the address is https and a proxy ends TLS.</summary>
public sealed class SessionCookieTests
{
    [Fact]
    public async Task Cookie_by_https_is_bound_to_the_host_and_to_https()
    {
        await using var server = await RunningServer.StartAsync(
            new Dictionary<string, string?> { ["Server:PublicUrl"] = "https://studio.example.com" });
        server.Idp.ServiceProvider = new("https://studio.example.com/saml/metadata", new("https://studio.example.com/saml/acs"));
        using var browser = server.Browser();

        using var answer = await RunningServer.PostAsync(browser, server.Idp.CreateResponse("user1", "Team1"));

        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        var cookie = answer.Headers.GetValues("Set-Cookie").Single(c => c.Contains("cp-session", StringComparison.Ordinal));
        // RFC 6265bis 4.1.3.2: with this prefix a browser takes the cookie only with Secure and Path=/ and without Domain.
        Assert.StartsWith("__Host-cp-session=", cookie, StringComparison.Ordinal);
        Assert.Contains("; secure", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("; path=/;", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("domain=", cookie, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task No_session_begins_where_they_are_off()
    {
        await using var server = await RunningServer.StartAsync(new Dictionary<string, string?> { ["Server:BrowserSession:Enabled"] = "false" });
        using var browser = server.Browser();

        using var answer = await RunningServer.PostAsync(browser, server.Idp.CreateResponse("user1", "Team1"));
        using var second = await browser.GetAsync("/launch/Team2", TestContext.Current.CancellationToken);

        Assert.DoesNotContain(
            answer.Headers.TryGetValues("Set-Cookie", out var cookies) ? cookies : [], c => c.Contains("cp-session", StringComparison.Ordinal));
        Assert.Equal(server.Idp.Address.Authority, second.Headers.Location!.Authority);
    }
}
