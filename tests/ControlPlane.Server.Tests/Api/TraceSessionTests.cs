using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using ControlPlane.Domains;
using ControlPlane.Server.Tests.Running;
using ControlPlane.Store;
using ControlPlane.V1;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ControlPlane.Server.Tests.Api;

public sealed class TraceSessionTests : IAsyncLifetime
{
    RunningServer _server = null!;
    Grpc.Net.Client.GrpcChannel _channel = null!;
    DiagnosticsService.DiagnosticsServiceClient _client = null!;

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await RunningServer.StartAsync();
        _channel = _server.Channel();
        _client = new(_channel);
    }

    public ValueTask DisposeAsync()
    {
        _channel.Dispose();
        return _server.DisposeAsync();
    }

    [Fact]
    public async Task Sign_in_is_followed_from_its_assertion_to_what_cloudtrail_shows()
    {
        var domains = _server.App.Services.GetRequiredService<DomainCatalog>();
        var domain = (await domains.ListAsync(null, null, 10, Ct)).Single(d => d.Name.Account.ToString() is TestWorld.Account1);
        await domains.PutAsync(domain with { SourceIdentity = true }, "test", Ct);

        var trace = await TraceAsync(await SignInAsync("user1", "Team1", "_the-assertion"));

        Assert.Equal(
            ["assertion", "assignment", "decision", "presigned-url", "profile", "trace", "vend-session"], trace.Links.Select(l => l.Kind).Order(StringComparer.Ordinal));
        Assert.Equal(trace.Links.Select(l => l.Time.ToDateTimeOffset()).Order(), trace.Links.Select(l => l.Time.ToDateTimeOffset()));
        Assert.Equal("_the-assertion", Link(trace, "assertion").Value);
        Assert.Equal("user1", Link(trace, "vend-session").Value);
        Assert.Equal("user1", Link(trace, "vend-session").Facts["source_identity"]);
        Assert.Equal("Team1", Link(trace, "vend-session").Facts["session_tag.team"]);
        Assert.Equal(["AssumeRole", "CreatePresignedDomainUrl", ""], trace.Queries.Select(q => q.EventName));
        Assert.All(trace.Queries, q => Assert.Equal(TestWorld.Account1, q.Account));
        Assert.Equal("user1", trace.Queries[0].Fields["requestParameters.roleSessionName"]);
        Assert.Equal($"arn:aws:sts::{TestWorld.Account1}:assumed-role/Vend/user1", trace.Queries[1].Fields["userIdentity.arn"]);
        Assert.Equal("user1-Team1", trace.Queries[2].Fields["userIdentity.sessionContext.sourceIdentity"]);
        Assert.DoesNotContain("token=", trace.ToString(), StringComparison.Ordinal);
        Assert.Contains(trace.Gaps, g => g.Contains("shared spaces", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Domain_without_source_identity_is_a_gap()
    {
        var trace = await TraceAsync(await SignInAsync("user1", "Team1", "_a"));

        Assert.Equal(["AssumeRole", "CreatePresignedDomainUrl"], trace.Queries.Select(q => q.EventName));
        Assert.Contains(trace.Gaps, g => g.Contains("ExecutionRoleIdentityConfig", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Refused_sign_in_has_no_query_and_says_where_it_ended()
    {
        using var browser = _server.Browser();
        using var answer = await RunningServer.PostAsync(browser, _server.Idp.CreateResponse("user2", "Team1"));
        var trace = await TraceAsync($"signIns/{Pages.Reference(await answer.TextAsync())}");

        Assert.Equal("ENTITLEMENT_NOT_FOUND", Link(trace, "decision").Value);
        Assert.Empty(trace.Queries);
        Assert.Contains(trace.Gaps, g => g.Contains("'entitlement'", StringComparison.Ordinal) && g.Contains("was not asked", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Sign_in_whose_record_is_gone_is_followed_through_the_audit_log()
    {
        var name = await SignInAsync("user1", "Team1", "_old");
        await _server.App.Services.GetRequiredService<IStore>().TryWriteAsync([new(name.Replace("signIns", "signins", StringComparison.Ordinal), null)], Ct);

        var trace = await TraceAsync(name);

        Assert.Equal("_old", Link(trace, "assertion").Value);
        Assert.Contains("user1-Team1", Link(trace, "profile").Value, StringComparison.Ordinal);
        Assert.Contains(trace.Gaps, g => g.Contains("FlightRecordRetention", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Unknown_sign_in_is_not_found_and_tracing_needs_its_permission()
    {
        using var client = new HttpClient { BaseAddress = _server.Web };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", _server.Idp.CreateAccessToken("operator"));

        using var answer = await client.GetAsync("/v1/signIns/AAAA-BBBB-CCCC:trace", Ct);
        var error = await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
        var denied = await Assert.ThrowsAsync<RpcException>(
            async () => await _client.TraceSessionAsync(new() { Name = "signIns/AAAA-BBBB-CCCC" }, _server.As("user1"), cancellationToken: Ct));

        Assert.Equal("SIGN_IN_NOT_FOUND", error.GetProperty("details")[0].GetProperty("reason").GetString());
        Assert.Equal(StatusCode.PermissionDenied, denied.StatusCode);
    }

    async Task<string> SignInAsync(string user, string team, string assertion)
    {
        using var browser = _server.Browser();
        using var answer = await RunningServer.PostAsync(browser, _server.Idp.CreateResponse(user, team, change: order => order with { AssertionId = assertion }));
        Assert.NotEmpty(answer.Location());
        var store = _server.App.Services.GetRequiredService<IStore>();
        return (await store.ListAsync("signins/", null, 10, Ct)).Single().Key.Replace("signins", "signIns", StringComparison.Ordinal);
    }

    async Task<SessionTrace> TraceAsync(string name) => await _client.TraceSessionAsync(new() { Name = name }, _server.As("operator"), cancellationToken: Ct);

    static SessionTrace.Types.Link Link(SessionTrace trace, string kind) => trace.Links.First(l => l.Kind == kind);
}
