using System.Net;
using System.Net.Http.Headers;
using System.Text;
using ControlPlane.Audit;
using ControlPlane.Entitlements;
using ControlPlane.Server.Tests.Running;
using ControlPlane.Teams;
using ControlPlane.Users;
using ControlPlane.V1;
using Google.Protobuf;
using Google.Rpc;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ControlPlane.Server.Tests.Api;

/// <summary>user1 owns Team1, through the real API: what they reach, and every way that we could think of to reach Team2.</summary>
public sealed class DelegatedApiTests : IAsyncLifetime
{
    RunningServer _server = null!;
    Grpc.Net.Client.GrpcChannel _channel = null!;
    EntitlementService.EntitlementServiceClient _entitlements = null!;
    TeamService.TeamServiceClient _teams = null!;

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    Metadata Owner => _server.As("user1");

    Metadata Operator => _server.As("operator");

    public async ValueTask InitializeAsync()
    {
        _server = await RunningServer.StartAsync();
        _channel = _server.Channel();
        (_entitlements, _teams) = (new(_channel), new(_channel));
        await OwnAsync(EntitlementSubject.Of(UserId.Parse("user1")));
    }

    public ValueTask DisposeAsync()
    {
        _channel.Dispose();
        return _server.DisposeAsync();
    }

    [Fact]
    public async Task Owner_manages_the_entitlements_of_the_team_from_beginning_to_end()
    {
        var made = await _entitlements.CreateEntitlementAsync(
            new() { Parent = "teams/Team1", Entitlement = new() { User = "users/user2", Reason = "Joins" } }, Owner, cancellationToken: Ct);
        made.Ticket = "OPS-17";
        var changed = await _entitlements.UpdateEntitlementAsync(new() { Entitlement = made }, Owner, cancellationToken: Ct);
        var ended = await _entitlements.RevokeEntitlementAsync(new() { Name = made.Name, Reason = "Leaves" }, Owner, cancellationToken: Ct);
        await _entitlements.DeleteEntitlementAsync(new() { Name = made.Name }, Owner, cancellationToken: Ct);

        Assert.Equal("teams/Team1/entitlements/user-user2", made.Name);
        Assert.Equal(["entitlements.delete", "entitlements.get", "entitlements.revoke", "entitlements.update"], made.AuthorizedActions);
        Assert.Equal("OPS-17", changed.Ticket);
        Assert.Equal(ControlPlane.V1.Entitlement.Types.State.Ended, ended.State);
        var audited = await AuditedAsync();
        Assert.All(
            new[] { "entitlements.create", "entitlements.update", "entitlements.revoke", "entitlements.delete" },
            action => Assert.Contains(audited, a => a.Action == action && a.Outcome is "allowed" && a.Actor is "dev/user1"));
    }

    [Fact]
    public async Task Lists_of_an_owner_hold_the_own_teams_alone_whatever_the_filter_says()
    {
        var teams = await _teams.ListTeamsAsync(new(), Owner, cancellationToken: Ct);
        var filtered = await _teams.ListTeamsAsync(new() { Filter = "name != \"teams/Team1\"" }, Owner, cancellationToken: Ct);
        var entitlements = await _entitlements.ListEntitlementsAsync(new() { Parent = "teams/-" }, Owner, cancellationToken: Ct);
        var theirs = await _entitlements.ListEntitlementsAsync(new() { Parent = "teams/-", Filter = "user = \"users/user2\"" }, Owner, cancellationToken: Ct);
        var all = await _entitlements.ListEntitlementsAsync(new() { Parent = "teams/-" }, Operator, cancellationToken: Ct);

        Assert.Equal(["teams/Team1"], teams.Teams.Select(t => t.Name));
        Assert.Equal(["teams.get"], teams.Teams[0].AuthorizedActions);
        Assert.Empty(filtered.Teams);
        Assert.Equal(["teams/Team1/entitlements/user-user1"], entitlements.Entitlements.Select(e => e.Name));
        Assert.Empty(theirs.Entitlements);
        Assert.Equal(3, all.Entitlements.Count);
    }

    [Fact]
    public async Task Whoever_owns_nothing_is_told_so()
    {
        var refusal = await RefusalAsync(_teams.ListTeamsAsync(new(), _server.As("user2"), cancellationToken: Ct));

        Assert.Equal((StatusCode.PermissionDenied, "PERMISSION_MISSING"), refusal);
    }

    public static TheoryData<string, string, string> MixedNames { get; } = new()
    {
        { "teams/Team1", "teams/Team2/entitlements/user-user1", "" },
        { "teams/Team2", "teams/Team1/entitlements/user-user1", "" },
        { "teams/Team2", "", "user-user1" },
        { "teams/Team1", "", "../../Team2/entitlements/user-user1" },
        { "teams/Team1", "", "user-user2/../../../Team2/entitlements/user-user1" },
        { "teams/Team1/../Team2", "", "user-user1" },
        { "teams/-", "teams/Team2/entitlements/user-user1", "" },
    };

    [Theory, MemberData(nameof(MixedNames))]
    public async Task Creating_by_mixed_names_makes_nothing_in_another_team(string parent, string name, string id)
    {
        // user1 has an entitlement to Team2 already; without it, a slip would show as a new one.
        await _entitlements.DeleteEntitlementAsync(new() { Name = "teams/Team2/entitlements/user-user1" }, Operator, cancellationToken: Ct);

        var (code, _) = await RefusalAsync(_entitlements.CreateEntitlementAsync(
            new() { Parent = parent, EntitlementId = id, Entitlement = new() { Name = name, User = "users/user1" } }, Owner, cancellationToken: Ct));

        Assert.True(code is StatusCode.PermissionDenied or StatusCode.InvalidArgument, $"{code}");
        var all = await _entitlements.ListEntitlementsAsync(new() { Parent = "teams/Team2" }, Operator, cancellationToken: Ct);
        Assert.Equal(["teams/Team2/entitlements/user-user2"], all.Entitlements.Select(e => e.Name));
    }

    [Fact]
    public async Task Updating_with_allow_missing_makes_nothing_in_another_team()
    {
        await _entitlements.DeleteEntitlementAsync(new() { Name = "teams/Team2/entitlements/user-user1" }, Operator, cancellationToken: Ct);

        var refusal = await RefusalAsync(_entitlements.UpdateEntitlementAsync(
            new() { AllowMissing = true, Entitlement = new() { Name = "teams/Team2/entitlements/user-user1" } }, Owner, cancellationToken: Ct));
        var own = await _entitlements.UpdateEntitlementAsync(
            new() { AllowMissing = true, Entitlement = new() { Name = "teams/Team1/entitlements/user-user2" } }, Owner, cancellationToken: Ct);

        Assert.Equal((StatusCode.PermissionDenied, "PERMISSION_MISSING"), refusal);
        Assert.Equal("teams/Team1/entitlements/user-user2", own.Name);
    }

    [Fact]
    public async Task Body_of_a_json_request_does_not_lead_past_its_path()
    {
        using var http = new HttpClient { BaseAddress = _server.Web };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", _server.Idp.CreateAccessToken("user1"));
        using var patch = new StringContent("""{"name":"teams/Team2/entitlements/user-user2","reason":"slipped"}""", Encoding.UTF8, "application/json");
        using var post = new StringContent("""{"name":"teams/Team2/entitlements/user-stranger","user":"users/user1"}""", Encoding.UTF8, "application/json");

        using var patched = await http.PatchAsync("/v1/teams/Team1/entitlements/user-user1", patch, Ct);
        using var posted = await http.PostAsync("/v1/teams/Team1/entitlements", post, Ct);
        using var encoded = await http.GetAsync("/v1/teams/Team1%2F..%2FTeam2/entitlements", Ct);

        var theirs = await _entitlements.ListEntitlementsAsync(new() { Parent = "teams/Team2" }, Operator, cancellationToken: Ct);
        Assert.All(theirs.Entitlements, e => Assert.Empty(e.Reason));
        Assert.Equal(2, theirs.Entitlements.Count);
        Assert.Equal(HttpStatusCode.Forbidden, posted.StatusCode);
        Assert.NotEqual(HttpStatusCode.OK, encoded.StatusCode);
    }

    [Fact]
    public async Task Tokens_and_request_ids_of_others_are_worth_nothing()
    {
        var page = await _entitlements.ListEntitlementsAsync(new() { Parent = "teams/-", PageSize = 1 }, Operator, cancellationToken: Ct);
        var id = Guid.CreateVersion7().ToString();
        await _entitlements.CreateEntitlementAsync(
            new() { Parent = "teams/Team1", Entitlement = new() { User = "users/user2", Ticket = "SECRET" }, RequestId = id }, Operator, cancellationToken: Ct);

        var stolen = await RefusalAsync(_entitlements.ListEntitlementsAsync(
            new() { Parent = "teams/-", PageSize = 1, PageToken = page.NextPageToken }, Owner, cancellationToken: Ct));
        var replayed = await RefusalAsync(_entitlements.CreateEntitlementAsync(
            new() { Parent = "teams/Team1", Entitlement = new() { User = "users/user2", Ticket = "SECRET" }, RequestId = id }, Owner, cancellationToken: Ct));

        Assert.Equal((StatusCode.InvalidArgument, "PAGE_TOKEN_INVALID"), stolen);
        Assert.Equal((StatusCode.AlreadyExists, "RESOURCE_EXISTS"), replayed);
    }

    [Fact]
    public async Task Owner_who_makes_others_owners_or_moves_the_team_is_refused_and_it_is_on_record()
    {
        var owners = await RefusalAsync(_teams.UpdateTeamAsync(
            new() { Team = new() { Name = "teams/Team1", Owners = { "users/user2" } }, UpdateMask = new() { Paths = { "owners" } } }, Owner, cancellationToken: Ct));
        var theirs = await RefusalAsync(_entitlements.GetEntitlementAsync(new() { Name = "teams/Team2/entitlements/user-user2" }, Owner, cancellationToken: Ct));

        Assert.Equal((StatusCode.PermissionDenied, "PERMISSION_MISSING"), owners);
        Assert.Equal((StatusCode.PermissionDenied, "PERMISSION_MISSING"), theirs);
        Assert.Equal(2, (await AuditedAsync()).Count(a => a is { Outcome: "refused", Reason: "PERMISSION_MISSING", Actor: "dev/user1" }));
    }

    [Fact]
    public async Task Stream_of_an_owner_who_is_none_any_more_ends()
    {
        using var stream = _entitlements.WatchEntitlements(new() { Parent = "teams/Team1" }, Owner, cancellationToken: Ct);
        Assert.True(await stream.ResponseStream.MoveNext(Ct));
        await OwnAsync();

        await _entitlements.CreateEntitlementAsync(
            new() { Parent = "teams/Team1", Entitlement = new() { User = "users/user2" } }, Operator, cancellationToken: Ct);
        var seen = new List<string>();
        var refusal = await Assert.ThrowsAsync<RpcException>(async () =>
        {
            while (await stream.ResponseStream.MoveNext(Ct))
            {
                seen.Add(stream.ResponseStream.Current.Entitlement?.Name ?? "");
            }
        });

        Assert.Equal("PERMISSION_MISSING", refusal.GetRpcStatus()!.GetDetail<ErrorInfo>()!.Reason);
        Assert.DoesNotContain("teams/Team1/entitlements/user-user2", seen);
    }

    [Fact]
    public async Task Stream_over_all_teams_tells_an_owner_nothing_of_others()
    {
        using var stream = _entitlements.WatchEntitlements(new() { Parent = "teams/-" }, Owner, cancellationToken: Ct);
        await _entitlements.CreateEntitlementAsync(new() { Parent = "teams/Team2", Entitlement = new() { Group = "groups/all" } }, Operator, cancellationToken: Ct);
        await _entitlements.DeleteEntitlementAsync(new() { Name = "teams/Team2/entitlements/group-all" }, Operator, cancellationToken: Ct);
        await _entitlements.CreateEntitlementAsync(new() { Parent = "teams/Team1", Entitlement = new() { Group = "groups/last" } }, Operator, cancellationToken: Ct);

        var seen = new List<string>();
        while (!seen.Contains("teams/Team1/entitlements/group-last") && await stream.ResponseStream.MoveNext(Ct))
        {
            seen.Add(stream.ResponseStream.Current.Entitlement?.Name ?? "");
        }

        Assert.DoesNotContain(seen, name => name.StartsWith("teams/Team2", StringComparison.Ordinal));
    }

    async Task OwnAsync(params EntitlementSubject[] owners)
    {
        var teams = _server.App.Services.GetRequiredService<TeamCatalog>();
        await teams.PutAsync((await teams.FindAsync(TeamId.Parse("Team1"), Ct))! with { Owners = owners }, "test", Ct);
    }

    async Task<IReadOnlyList<ControlPlane.Audit.AuditEvent>> AuditedAsync()
        => [.. (await _server.App.Services.GetRequiredService<AuditTrail>().ListAsync(newestFirst: false, null, 1000, Ct)).Select(r => r.Event)];

    static async Task<(StatusCode Code, string Reason)> RefusalAsync<T>(AsyncUnaryCall<T> call)
        where T : IMessage
    {
        var refusal = await Assert.ThrowsAsync<RpcException>(async () => await call);
        return (refusal.StatusCode, refusal.GetRpcStatus()!.GetDetail<ErrorInfo>()!.Reason);
    }
}
