using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ControlPlane.Aws.Tests.Emulator;

public sealed class LaunchTests
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Vend_session_opens_its_own_profile_and_no_other()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        var broker = await emulator.BrokerAsync();
        await broker.JsonAsync("CreateUserProfile", Profile("user-1", "A1"), Ct);
        await broker.JsonAsync("CreateUserProfile", Profile("user-2", "A2"), Ct);
        var vend = await emulator.VendAsync("A1", "user-1");

        var own = await vend.JsonAsync("CreatePresignedDomainUrl", Named("user-1"), Ct);
        var other = await Assert.ThrowsAsync<WireException>(() => vend.JsonAsync("CreatePresignedDomainUrl", Named("user-2"), Ct));

        Assert.StartsWith($"{emulator.Host.Endpoint}studio/d-abc123def456.studio.us-east-1", own["AuthorizedUrl"]!.ToString(), StringComparison.Ordinal);
        Assert.Equal("AccessDeniedException", other.Code);
        Assert.Equal(
            "User: arn:aws:sts::111122223333:assumed-role/StudioVend/A1 is not authorized to perform: sagemaker:CreatePresignedDomainUrl on resource: "
            + "arn:aws:sagemaker:us-east-1:111122223333:user-profile/d-abc123def456/user-2 because no identity-based policy allows the "
            + "sagemaker:CreatePresignedDomainUrl action", other.Text);
    }

    [Fact]
    public async Task Presigned_url_opens_studio_once_and_shows_whose_it_is()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        var broker = await emulator.BrokerAsync();
        await broker.JsonAsync("CreateUserProfile", Profile("user-1", "A1"), Ct);
        var vend = await emulator.VendAsync("A1", "user-1");
        var url = (await vend.JsonAsync("CreatePresignedDomainUrl", Named("user-1"), Ct))["AuthorizedUrl"]!.ToString();

        using var browser = new HttpClient();
        using var page = await browser.GetAsync(url, Ct);
        var html = await page.Content.ReadAsStringAsync(Ct);
        using var again = await browser.GetAsync(url, Ct);

        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.DoesNotContain("token", page.RequestMessage!.RequestUri!.ToString(), StringComparison.Ordinal);
        Assert.All(
            ["111122223333", "us-east-1", "d-abc123def456", "user-1", Seeds.TeamRole, "studiouserid", "A1", "12 h 0 min"],
            fact => Assert.Contains(fact, html, StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.Forbidden, again.StatusCode);
        Assert.Contains("used already", await again.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Profile_is_pending_until_it_has_settled()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var emulator = await EmulatorFixture.StartAsync(o => o with
        {
            Time = time,
            SignatureTime = TimeProvider.System,
            SettleTime = TimeSpan.FromSeconds(40),
        });
        var broker = await emulator.BrokerAsync();
        await broker.JsonAsync("CreateUserProfile", Profile("user-1", "A1"), Ct);

        var before = await broker.JsonAsync("DescribeUserProfile", Named("user-1"), Ct);
        time.Advance(TimeSpan.FromSeconds(41));
        var after = await broker.JsonAsync("DescribeUserProfile", Named("USER-1"), Ct);

        Assert.Equal("Pending", before["Status"]!.ToString());
        Assert.Equal("InService", after["Status"]!.ToString());
        Assert.Equal("user-1", after["UserProfileName"]!.ToString());
        Assert.Equal("200000", after["HomeEfsFileSystemUid"]!.ToString());
    }

    internal static JsonObject Named(string name) => new() { ["DomainId"] = Seeds.Domain, ["UserProfileName"] = name };

    internal static JsonObject Profile(string name, string user)
    {
        var profile = Named(name);
        profile["UserSettings"] = new JsonObject { ["ExecutionRole"] = Seeds.TeamRole };
        profile["Tags"] = new JsonArray(
            new JsonObject { ["Key"] = "studiouserid", ["Value"] = user }, new JsonObject { ["Key"] = "team", ["Value"] = "Team1" });
        return profile;
    }
}
