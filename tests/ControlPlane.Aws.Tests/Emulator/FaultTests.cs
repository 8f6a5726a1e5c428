using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Amazon.SecurityToken;
using ControlPlane.Sandbox.Emulator.Faults;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ControlPlane.Aws.Tests.Emulator;

public sealed class FaultTests
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Throttle_strikes_as_often_as_its_count_and_only_its_operation()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        var broker = await emulator.BrokerAsync();
        emulator.World.Faults.Add(new(FaultKind.Throttle) { Service = "sagemaker", Operation = "ListDomains", Count = 1 });

        await broker.JsonAsync("ListUserProfiles", [], Ct);
        var struck = await Assert.ThrowsAsync<WireException>(() => broker.JsonAsync("ListDomains", [], Ct));
        await broker.JsonAsync("ListDomains", [], Ct);

        Assert.Equal(("ThrottlingException", 400), (struck.Code, struck.Status));
        Assert.Empty(emulator.World.Faults.Current);
    }

    [Fact]
    public async Task Fault_of_an_account_strikes_AssumeRole_into_it_and_no_other_call()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        emulator.World.Faults.Add(new(FaultKind.Throttle) { Service = "sts", Account = Seeds.Account });

        await emulator.Sts().GetCallerIdentityAsync(new(), Ct);
        var struck = await Assert.ThrowsAnyAsync<AmazonSecurityTokenServiceException>(
            () => emulator.Sts().AssumeRoleAsync(EmulatorFixture.BrokerRequest(), Ct));

        Assert.Equal("Throttling", struck.ErrorCode);
    }

    [Theory]
    [InlineData(500, "InternalFailure")]
    [InlineData(503, "ServiceUnavailable")]
    public async Task Server_error_has_its_status_and_does_nothing(int status, string code)
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        var broker = await emulator.BrokerAsync();
        emulator.World.Faults.Add(new(FaultKind.ServerError) { Status = status });

        var struck = await Assert.ThrowsAsync<WireException>(
            () => broker.JsonAsync("CreateUserProfile", LaunchTests.Profile("user-1", "A1"), Ct));

        Assert.Equal((status, code), (struck.Status, struck.Code));
        Assert.Empty(emulator.World.Profiles);
    }

    [Theory]
    [InlineData(FaultKind.DropBefore, 0)]
    [InlineData(FaultKind.DropAfter, 1)]
    public async Task Dropped_connection_comes_before_or_after_the_work(FaultKind kind, int profiles)
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        var broker = await emulator.BrokerAsync();
        emulator.World.Faults.Add(new(kind) { Operation = "CreateUserProfile" });

        await Assert.ThrowsAsync<HttpRequestException>(
            () => broker.JsonAsync("CreateUserProfile", LaunchTests.Profile("user-1", "A1"), Ct));

        Assert.Equal(profiles, emulator.World.Profiles.Count);
        Assert.Equal("dropped", emulator.World.Calls.All[^1].Outcome);
    }

    [Fact]
    public async Task Delay_holds_the_answer_until_the_time_has_passed()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var emulator = await EmulatorFixture.StartAsync(o => o with { Time = time, SignatureTime = TimeProvider.System });
        var broker = await emulator.BrokerAsync();
        emulator.World.Faults.Add(new(FaultKind.Delay) { Operation = "ListDomains", Delay = TimeSpan.FromSeconds(30), Count = 1 });

        var call = broker.JsonAsync("ListDomains", [], Ct);
        while (emulator.World.Faults.Current.Count > 0)
        {
            await Task.Yield();
        }

        Assert.False(call.IsCompleted);
        while (!call.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(30));
            await Task.Yield();
        }

        Assert.Single((await call)["Domains"]!.AsArray());
    }

    [Fact]
    public async Task Stale_reader_sees_the_world_as_it_was()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var emulator = await EmulatorFixture.StartAsync(o => o with { Time = time, SignatureTime = TimeProvider.System });
        var broker = await emulator.BrokerAsync();
        time.Advance(TimeSpan.FromSeconds(10));
        await broker.JsonAsync("CreateUserProfile", LaunchTests.Profile("user-1", "A1"), Ct);
        emulator.World.Faults.Add(new(FaultKind.Stale) { Operation = "DescribeUserProfile", Delay = TimeSpan.FromSeconds(2) });

        var early = await Assert.ThrowsAsync<WireException>(
            () => broker.JsonAsync("DescribeUserProfile", LaunchTests.Named("user-1"), Ct));
        var rival = await Assert.ThrowsAsync<WireException>(
            () => broker.JsonAsync("CreateUserProfile", LaunchTests.Profile("user-1", "A1"), Ct));
        time.Advance(TimeSpan.FromSeconds(3));
        var late = await broker.JsonAsync("DescribeUserProfile", LaunchTests.Named("user-1"), Ct);

        Assert.Equal(("ResourceNotFound", "ResourceInUse"), (early.Code, rival.Code));
        Assert.Equal("InService", late["Status"]!.ToString());
    }

    [Fact]
    public async Task Creation_fails_on_demand_with_its_reason()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        var broker = await emulator.BrokerAsync();
        emulator.World.Faults.Add(new(FaultKind.Fail) { Operation = "CreateUserProfile", Message = "The file system is full." });

        await broker.JsonAsync("CreateUserProfile", LaunchTests.Profile("user-1", "A1"), Ct);
        var profile = await broker.JsonAsync("DescribeUserProfile", LaunchTests.Named("user-1"), Ct);

        Assert.Equal(("Failed", "The file system is full."), (profile["Status"]!.ToString(), profile["FailureReason"]!.ToString()));
    }

    [Fact]
    public async Task Admin_endpoint_arms_faults_shows_calls_and_resets()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        var vend = await emulator.VendAsync("A1", "user-1");
        await (await emulator.BrokerAsync()).JsonAsync("CreateUserProfile", LaunchTests.Profile("user-1", "A1"), Ct);
        var url = (await vend.JsonAsync("CreatePresignedDomainUrl", LaunchTests.Named("user-1"), Ct))["AuthorizedUrl"]!.ToString();
        using var http = new HttpClient { BaseAddress = emulator.Host.Endpoint };

        using var armed = await PostAsync(http, "/_emulator/faults", """{"kind":"delay","service":"sts","delayMs":250,"count":3}""");
        using var wrong = await PostAsync(http, "/_emulator/faults", """{"kind":"earthquake"}""");
        using var impossible = await PostAsync(http, "/_emulator/faults", """{"kind":"throttle","probability":2}""");
        var calls = await http.GetStringAsync("/_emulator/calls", Ct);

        Assert.Equal(HttpStatusCode.OK, armed.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, impossible.StatusCode);
        Assert.Equal(TimeSpan.FromMilliseconds(250), Assert.Single(emulator.World.Faults.Current).Delay);
        Assert.Equal(
            ["AssumeRole", "AssumeRole", "CreateUserProfile", "CreatePresignedDomainUrl"],
            JsonNode.Parse(calls)!.AsArray().Select(c => c!["operation"]!.ToString()));
        Assert.DoesNotContain(url[(url.IndexOf("token=", StringComparison.Ordinal) + 6)..], calls, StringComparison.Ordinal);
        Assert.DoesNotContain(Seeds.ExternalId, calls, StringComparison.Ordinal);

        using var reset = await http.PostAsync("/_emulator/reset", null, Ct);
        Assert.Equal(HttpStatusCode.NoContent, reset.StatusCode);
        Assert.Empty(emulator.World.Profiles);
        Assert.Empty(emulator.World.Calls.All);
        Assert.Empty(emulator.World.Faults.Current);
    }

    [Fact]
    public async Task Admin_endpoint_refuses_pages_of_other_origins()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        using var http = new HttpClient { BaseAddress = emulator.Host.Endpoint };
        http.DefaultRequestHeaders.Add("Origin", "https://evil.example");

        using var response = await http.PostAsync("/_emulator/reset", null, Ct);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    static async Task<HttpResponseMessage> PostAsync(HttpClient http, string path, string json)
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        return await http.PostAsync(path, content, Ct);
    }
}
