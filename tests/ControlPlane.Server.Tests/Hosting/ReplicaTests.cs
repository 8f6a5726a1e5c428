using System.Net;
using ControlPlane.Server.Tests.Running;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ControlPlane.Server.Tests.Hosting;

public sealed class ReplicaTests
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_one_replica_protects_another_opens()
    {
        await using var first = await RunningServer.StartAsync();
        await using var second = ControlPlaneServer.Build([], builder => builder.Configuration.AddInMemoryCollection(first.Settings()));
        await second.StartAsync(Ct);

        var sealed_ = first.App.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("test").Protect("what was meant");
        var opened = second.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("test").Unprotect(sealed_);
        await second.StopAsync(Ct);

        Assert.Equal("what was meant", opened);
    }

    [Fact]
    public async Task Sign_in_that_began_at_one_replica_goes_on_at_another()
    {
        await using var first = await RunningServer.StartAsync();
        using var browser = first.Browser();
        using var posted = await RunningServer.PostAsync(browser, first.Idp.CreateResponse("user1"));
        var firstWeb = first.Web;
        await using var second = ControlPlaneServer.Build([], builder =>
        {
            builder.Configuration.AddInMemoryCollection(first.Settings());
            builder.Services.AddSingleton<Amazon.Runtime.AWSCredentials>(
                new Amazon.Runtime.SessionAWSCredentials(TestWorld.AccessKey, TestWorld.SecretKey, TestWorld.SessionToken));
        });
        await second.StartAsync(Ct);

        // Cookies know no ports, so the browser brings its ticket along.
        var page = await browser.GetStringAsync(new Uri(first.Web, posted.Location()), Ct);
        using var studio = await browser.PostAsync(
            new Uri(first.Web, posted.Location()), new FormUrlEncodedContent([new("token", Pages.FormToken(page)), new("team", "Team2")]), Ct);
        await second.StopAsync(Ct);

        Assert.NotEqual(firstWeb, first.Web);
        Assert.Equal(HttpStatusCode.Found, studio.StatusCode);
    }
}
