using System.Net;
using ControlPlane.Audit;
using ControlPlane.Server.Authorization;
using ControlPlane.Server.Tests.Running;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ControlPlane.Server.Tests.Web;

public sealed class PostLimitTests
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Too_many_posts_get_a_page_with_a_time_to_come_back_and_no_audit_event()
    {
        await using var server = await RunningServer.StartAsync(new Dictionary<string, string?>
        {
            ["Server:SamlPostsPerMinute"] = "10",
            ["Server:TrustedProxies:0"] = "127.0.0.1",
        });
        using var browser = server.Browser();
        for (var i = 0; i < 10; i++)
        {
            using var refused = await PostAsync(browser, "bm90IHNpZ25lZA==", "192.0.2.1");
            Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        }

        using var limited = await PostAsync(browser, server.Idp.CreateResponse("user1", "Team1"), "192.0.2.1");
        using var neighbour = await PostAsync(browser, server.Idp.CreateResponse("user1", "Team1"), "192.0.2.2");
        var page = await limited.TextAsync();
        var audited = await server.App.Services.GetRequiredService<AuditTrail>().ListAsync(newestFirst: false, null, 100, Ct);

        Assert.Equal(HttpStatusCode.TooManyRequests, limited.StatusCode);
        Assert.InRange(limited.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        Assert.Contains("TOO_MANY_REQUESTS", page, StringComparison.Ordinal);
        Assert.Contains("start again from your portal", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Found, neighbour.StatusCode);
        Assert.Equal(10, audited.Count(a => a.Event is { Outcome: "refused", Address: "192.0.2.1" }));
    }

    [Theory]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    [InlineData("192.0.2.1", "192.0.2.2", false)]
    public void Addresses_of_one_site_are_counted_together(string one, string other, bool together)
        => Assert.Equal(together, ClientPartition.Of(IPAddress.Parse(one)) == ClientPartition.Of(IPAddress.Parse(other)));

    static Task<HttpResponseMessage> PostAsync(HttpClient browser, string response, string address)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/saml/acs")
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string> { ["SAMLResponse"] = response }),
        };
        request.Headers.Add("X-Forwarded-For", address);
        return browser.SendAsync(request, Ct);
    }
}
