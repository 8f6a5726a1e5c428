using ControlPlane.Audit;
using ControlPlane.Server.Tests.Running;
using ControlPlane.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ControlPlane.Server.Tests.Api;

public sealed class AccessServiceTests : IAsyncLifetime
{
    RunningServer _server = null!;
    Grpc.Net.Client.GrpcChannel _channel = null!;
    AccessService.AccessServiceClient _client = null!;

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
    public async Task Targets_are_the_teams_of_the_caller_with_where_they_lead()
    {
        var targets = (await _client.ListLaunchTargetsAsync(new() { Parent = "users/me" }, _server.As("user1"), cancellationToken: Ct)).LaunchTargets;

        Assert.Equal(["users/user1/teams/Team1", "users/user1/teams/Team2"], targets.Select(t => t.Name));
        Assert.Equal([TestWorld.Account1, TestWorld.Account2], targets.Select(t => t.Route.Account));
        Assert.All(targets, t => Assert.Equal(Readiness.NotCreated, t.Readiness));
    }

    [Fact]
    public async Task Targets_come_in_pages_whose_tokens_belong_to_their_request()
    {
        var first = await _client.ListLaunchTargetsAsync(new() { Parent = "users/me", PageSize = 1 }, _server.As("user1"), cancellationToken: Ct);
        var second = await _client.ListLaunchTargetsAsync(
            new() { Parent = "users/me", PageSize = 1, PageToken = first.NextPageToken }, _server.As("user1"), cancellationToken: Ct);
        var stolen = await RefusalAsync(() => _client.ListLaunchTargetsAsync(
            new() { Parent = "users/me", PageToken = first.NextPageToken }, _server.As("user2"), cancellationToken: Ct));

        Assert.Equal("users/user1/teams/Team2", second.LaunchTargets.Single().Name);
        Assert.Equal("PAGE_TOKEN_INVALID", ReasonOf(stolen));
        Assert.DoesNotContain("Team1", first.NextPageToken, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Route_is_computed_without_a_trace_in_aws()
    {
        var route = await _client.ResolveRouteAsync(new() { Name = "users/me/teams/Team2" }, _server.As("user2"), cancellationToken: Ct);

        Assert.Equal(TestWorld.Account2, route.Account);
        Assert.Equal("user2-Team2", route.Profile);
        Assert.False(route.Assigned);
        Assert.Empty(_server.Emulator.World.Profiles);
    }

    [Fact]
    public async Task Launch_returns_a_url_that_opens_studio_and_leaves_a_flight_record()
    {
        var launch = await _client.CreateLaunchAsync(new() { Parent = "users/me/teams/Team1" }, _server.As("user1"), cancellationToken: Ct);
        using var browser = new HttpClient();
        var studio = await browser.GetStringAsync(launch.Url, Ct);
        var record = await _client.GetSignInAsync(new() { Name = launch.SignIn }, _server.As("user1"), cancellationToken: Ct);

        Assert.Contains(TestWorld.Account1, studio, StringComparison.Ordinal);
        Assert.Equal(ControlPlane.V1.SignIn.Types.Outcome.Launched, record.Outcome);
        Assert.Equal("users/user1", record.User);
        Assert.Contains(record.Steps, s => s.Step is "vend");
        Assert.NotEmpty(record.TraceId);
    }

    [Fact]
    public async Task Launch_that_is_only_validated_makes_nothing()
    {
        var launch = await _client.CreateLaunchAsync(
            new() { Parent = "users/me/teams/Team1", ValidateOnly = true }, _server.As("user1"), cancellationToken: Ct);

        Assert.Empty(launch.Url);
        Assert.Equal(TestWorld.Account1, launch.Route.Account);
        Assert.Empty(_server.Emulator.World.Profiles);
    }

    [Theory]
    [InlineData("not a space", "", "SPACE_INVALID")]
    [InlineData("", "https://elsewhere.example", "LANDING_URI_INVALID")]
    public async Task Launch_that_is_only_validated_is_refused_for_what_a_launch_is_refused_for(string space, string landing, string reason)
    {
        var refusal = await RefusalAsync(() => _client.CreateLaunchAsync(
            new() { Parent = "users/me/teams/Team1", Space = space, LandingUri = landing, ValidateOnly = true }, _server.As("user1"), cancellationToken: Ct));

        Assert.Equal(reason, ReasonOf(refusal));
    }

    [Fact]
    public async Task Profile_that_is_still_being_made_is_unavailable_with_a_time_to_retry()
    {
        _server.Emulator.World.SettleTime = TimeSpan.FromMinutes(1);

        var refusal = await RefusalAsync(() => _client.CreateLaunchAsync(
            new() { Parent = "users/me/teams/Team1", MaxWait = Duration.FromTimeSpan(TimeSpan.Zero) }, _server.As("user1"), cancellationToken: Ct));

        Assert.Equal(StatusCode.Unavailable, refusal.StatusCode);
        Assert.Equal("PROFILE_CREATING", ReasonOf(refusal));
        Assert.NotNull(refusal.GetRpcStatus()!.GetDetail<RetryInfo>());
    }

    [Fact]
    public async Task Refused_access_is_an_answer_of_explain_and_an_error_of_launch()
    {
        var explanation = await _client.ExplainAccessAsync(new() { Name = "users/me/teams/Team1" }, _server.As("user2"), cancellationToken: Ct);
        var refusal = await RefusalAsync(() => _client.CreateLaunchAsync(new() { Parent = "users/me/teams/Team1" }, _server.As("user2"), cancellationToken: Ct));

        Assert.False(explanation.Allowed);
        Assert.Equal("ENTITLEMENT_NOT_FOUND", explanation.Reason);
        Assert.Equal(StatusCode.PermissionDenied, refusal.StatusCode);
        Assert.Equal("ENTITLEMENT_NOT_FOUND", ReasonOf(refusal));
        Assert.Contains(refusal.GetRpcStatus()!.GetDetail<Help>()!.Links, l => l.Url.Contains("/v1/signIns/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Refusal_is_explained_with_the_policy_that_would_refuse_it_in_AWS_to_those_who_may_know_the_team()
    {
        await _client.CreateLaunchAsync(new() { Parent = "users/me/teams/Team2" }, _server.As("user2"), cancellationToken: Ct);

        var own = await _client.ExplainAccessAsync(new() { Name = "users/me/teams/Team1" }, _server.As("user2"), cancellationToken: Ct);
        var told = await _client.ExplainAccessAsync(new() { Name = "users/user2/teams/Team1" }, _server.As("operator"), cancellationToken: Ct);

        Assert.Empty(own.PolicyVerdicts);
        Assert.Equal(["VendSession", "Notebook"], told.PolicyVerdicts.Select(v => $"{v.Guise}"));
        Assert.All(told.PolicyVerdicts, v => Assert.False(v.Allowed));
        Assert.All(told.PolicyVerdicts, v => Assert.Equal("users/user2/teams/Team2", v.Seat));
        Assert.All(told.PolicyVerdicts, v => Assert.Contains("no policy that could open it to account 444455556666", v.Reason, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Other_user_needs_the_permission_to_act_for_them()
    {
        var denied = await RefusalAsync(() => _client.CreateLaunchAsync(new() { Parent = "users/user1/teams/Team1" }, _server.As("user2"), cancellationToken: Ct));
        var inspected = await _client.ResolveRouteAsync(new() { Name = "users/user1/teams/Team1" }, _server.As("operator"), cancellationToken: Ct);
        var opened = await RefusalAsync(() => _client.CreateLaunchAsync(new() { Parent = "users/user1/teams/Team1" }, _server.As("operator"), cancellationToken: Ct));
        var launch = await _client.CreateLaunchAsync(new() { Parent = "users/user1/teams/Team1" }, _server.As("portal"), cancellationToken: Ct);

        var audited = await _server.App.Services.GetRequiredService<AuditTrail>().ListAsync(newestFirst: false, null, 100, Ct);

        Assert.Equal("ON_BEHALF_DENIED", ReasonOf(denied));
        Assert.Contains(audited, a => a.Event is { Outcome: "refused", Reason: "ON_BEHALF_DENIED", Actor: "dev/user2" });
        Assert.Contains(audited, a => a.Event is { Outcome: "allowed", Action: "api.call", Actor: "dev/operator", User: "user1" });
        Assert.Contains(audited, a => a.Event is { Outcome: "allowed", Action: "signin.launch", Actor: "dev/portal", User: "user1" });
        Assert.Equal(TestWorld.Account1, inspected.Account);
        Assert.Equal("ON_BEHALF_DENIED", ReasonOf(opened));
        Assert.Equal("user1-Team1", launch.Route.Profile);
    }

    [Fact]
    public async Task Flight_record_of_somebody_else_reads_like_one_that_is_not_there()
    {
        var launch = await _client.CreateLaunchAsync(new() { Parent = "users/me/teams/Team1" }, _server.As("user1"), cancellationToken: Ct);

        var theirs = await RefusalAsync(() => _client.GetSignInAsync(new() { Name = launch.SignIn }, _server.As("user2"), cancellationToken: Ct));
        var nobodys = await RefusalAsync(() => _client.GetSignInAsync(new() { Name = "signIns/7F3K-92QD-M4XT" }, _server.As("user2"), cancellationToken: Ct));
        var read = await _client.GetSignInAsync(new() { Name = launch.SignIn }, _server.As("auditor"), cancellationToken: Ct);

        Assert.Equal(StatusCode.NotFound, theirs.StatusCode);
        Assert.Equal(
            nobodys.Status.Detail.Replace("7F3K-92QD-M4XT", "X", StringComparison.Ordinal),
            theirs.Status.Detail.Replace(launch.SignIn["signIns/".Length..], "X", StringComparison.Ordinal));
        Assert.Equal("users/user1", read.User);
    }

    [Fact]
    public async Task Call_without_a_token_or_with_a_forged_one_is_not_authenticated()
    {
        var token = _server.Idp.CreateAccessToken("user1");
        var missing = await RefusalAsync(() => _client.ListLaunchTargetsAsync(new() { Parent = "users/me" }, cancellationToken: Ct));
        var forged = await RefusalAsync(() => _client.ListLaunchTargetsAsync(
            new() { Parent = "users/me" }, new Metadata { { "authorization", $"Bearer {token[..^8]}AAAAAAAA" } }, cancellationToken: Ct));
        var foreign = await RefusalAsync(() => _client.ListLaunchTargetsAsync(
            new() { Parent = "users/me" },
            new Metadata { { "authorization", "Bearer eyJhbGciOiJub25lIn0.eyJpc3MiOiJodHRwczovL2V2aWwudGVzdCIsInN1YiI6InVzZXIxIn0." } },
            cancellationToken: Ct));

        Assert.Equal((StatusCode.Unauthenticated, "TOKEN_MISSING"), (missing.StatusCode, ReasonOf(missing)));
        Assert.Equal((StatusCode.Unauthenticated, "TOKEN_INVALID"), (forged.StatusCode, ReasonOf(forged)));
        Assert.Equal((StatusCode.Unauthenticated, "TOKEN_INVALID"), (foreign.StatusCode, ReasonOf(foreign)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("users/")]
    [InlineData("teams/Team1")]
    [InlineData("users/me/teams/Team1")]
    public async Task Name_that_is_malformed_is_told_with_its_field(string parent)
    {
        var refusal = await RefusalAsync(() => _client.ListLaunchTargetsAsync(new() { Parent = parent }, _server.As("user1"), cancellationToken: Ct));

        Assert.Equal(StatusCode.InvalidArgument, refusal.StatusCode);
        Assert.Equal("parent", refusal.GetRpcStatus()!.GetDetail<BadRequest>()!.FieldViolations.Single().Field);
    }

    static string ReasonOf(RpcException refusal) => refusal.GetRpcStatus()!.GetDetail<ErrorInfo>()!.Reason;

    static async Task<RpcException> RefusalAsync<T>(Func<AsyncUnaryCall<T>> call)
        where T : IMessage
        => await Assert.ThrowsAsync<RpcException>(async () => await call());
}
