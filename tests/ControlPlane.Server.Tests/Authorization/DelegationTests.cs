using ControlPlane.Entitlements;
using ControlPlane.Errors;
using ControlPlane.Server.Authorization;
using ControlPlane.Server.Tests.Running;
using ControlPlane.Teams;
using ControlPlane.Users;
using ControlPlane.V1;
using Google.Protobuf;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ControlPlane.Server.Tests.Authorization;

/// <summary>user1 owns Team1 and nothing else; the group 'leads' owns Team2.</summary>
public sealed class DelegationTests : IAsyncLifetime
{
    const string Entitlements = "/controlplane.v1.EntitlementService/";
    const string Teams = "/controlplane.v1.TeamService/";
    static readonly UserId _user1 = UserId.Parse("user1");
    RunningServer _server = null!;

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await RunningServer.StartAsync();
        await OwnAsync("Team1", EntitlementSubject.Of(_user1));
        await OwnAsync("Team2", EntitlementSubject.Of(GroupId.Parse("leads")));
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    public static TheoryData<string, IMessage> OwnersOfTeam1May { get; } = new()
    {
        { Teams + "GetTeam", new GetTeamRequest { Name = "teams/Team1" } },
        { Entitlements + "GetEntitlement", new GetEntitlementRequest { Name = "teams/Team1/entitlements/user-user2" } },
        { Entitlements + "ListEntitlements", new ListEntitlementsRequest { Parent = "teams/Team1" } },
        { Entitlements + "WatchEntitlements", new WatchEntitlementsRequest { Parent = "teams/Team1" } },
        { Entitlements + "CreateEntitlement", Create("teams/Team1", "") },
        { Entitlements + "CreateEntitlement", Create("teams/Team1", "teams/Team1/entitlements/user-user2") },
        { Entitlements + "UpdateEntitlement", Update("teams/Team1/entitlements/user-user2") },
        { Entitlements + "DeleteEntitlement", new DeleteEntitlementRequest { Name = "teams/Team1/entitlements/user-user2" } },
        { Entitlements + "RevokeEntitlement", new RevokeEntitlementRequest { Name = "teams/Team1/entitlements/user-user2" } },
    };

    [Theory, MemberData(nameof(OwnersOfTeam1May))]
    public async Task Owner_may_what_is_delegated_and_the_answer_is_narrowed_to_the_team(string method, IMessage request)
    {
        var call = await EnterAsync(method, request, "user1");

        Assert.Equal(["Team1"], RpcGate.AccessOf(call).Teams!.Select(t => $"{t}"));
    }

    [Theory, MemberData(nameof(OwnersOfTeam1May))]
    public async Task Nobody_else_may(string method, IMessage request)
    {
        var refusal = await RefusalAsync(method, request, "user2");

        Assert.Equal("PERMISSION_MISSING", refusal.Reason);
    }

    // Every one of these is a way to reach a team that is not one's own.
    public static TheoryData<string, IMessage> Attacks { get; } = new()
    {
        { Teams + "GetTeam", new GetTeamRequest { Name = "teams/Team2" } },
        { Teams + "GetTeam", new GetTeamRequest { Name = "teams/-" } },
        { Teams + "GetTeam", new GetTeamRequest { Name = "teams/team1" } },
        { Teams + "GetTeam", new GetTeamRequest { Name = "teams/Team%31" } },
        { Teams + "GetTeam", new GetTeamRequest { Name = " teams/Team1" } },
        { Teams + "GetTeam", new GetTeamRequest { Name = "/teams/Team1" } },
        { Teams + "UpdateTeam", new UpdateTeamRequest { Team = new() { Name = "teams/Team1", Owners = { "users/user2" } } } },
        { Teams + "DeleteTeam", new DeleteTeamRequest { Name = "teams/Team1" } },
        { Teams + "CreateTeam", new CreateTeamRequest { Team = new() { Name = "teams/Team1", Owners = { "users/user1" } } } },
        { Entitlements + "GetEntitlement", new GetEntitlementRequest { Name = "teams/Team2/entitlements/user-user2" } },
        { Entitlements + "GetEntitlement", new GetEntitlementRequest { Name = "teams/-/entitlements/user-user2" } },
        { Entitlements + "ListEntitlements", new ListEntitlementsRequest { Parent = "teams/Team2" } },
        { Entitlements + "ListEntitlements", new ListEntitlementsRequest { Parent = "" } },
        { Entitlements + "WatchEntitlements", new WatchEntitlementsRequest { Parent = "teams/Team2" } },
        { Entitlements + "CreateEntitlement", Create("teams/Team2", "") },
        { Entitlements + "CreateEntitlement", Create("teams/Team1", "teams/Team2/entitlements/user-user1") },
        { Entitlements + "CreateEntitlement", Create("teams/Team2", "teams/Team1/entitlements/user-user1") },
        { Entitlements + "CreateEntitlement", Create("", "teams/Team1/entitlements/user-user1") },
        { Entitlements + "CreateEntitlement", Create("teams/-", "teams/Team1/entitlements/user-user1") },
        { Entitlements + "CreateEntitlement", Create("teams/Team1", "teams/-/entitlements/user-user1") },
        { Entitlements + "CreateEntitlement", Create("teams/Team1", "users/user1") },
        { Entitlements + "UpdateEntitlement", Update("teams/Team2/entitlements/user-user1") },
        { Entitlements + "UpdateEntitlement", new UpdateEntitlementRequest { AllowMissing = true } },
        { Entitlements + "DeleteEntitlement", new DeleteEntitlementRequest { Name = "teams/Team2/entitlements/user-user2" } },
        { Entitlements + "RevokeEntitlement", new RevokeEntitlementRequest { Name = "teams/-/entitlements/user-user2" } },
        { Entitlements + "RevokeEntitlement", new RevokeEntitlementRequest { Name = "teams/Team2/../Team1/entitlements/user-user2" } },
        { "/controlplane.v1.AssignmentService/ListAssignments", new ListAssignmentsRequest { Parent = "users/user1" } },
        { "/controlplane.v1.UserService/ListUsers", new ListUsersRequest() },
    };

    [Theory, MemberData(nameof(Attacks))]
    public async Task Owner_of_one_team_reaches_nothing_of_another(string method, IMessage request)
    {
        var refusal = await RefusalAsync(method, request, "user1");

        Assert.Equal((RefusalKind.Denied, "PERMISSION_MISSING"), (refusal.Kind, refusal.Reason));
    }

    [Theory]
    [InlineData("/controlplane.v1.TeamService/GetTeam", "teams/{0}")]
    [InlineData("/controlplane.v1.EntitlementService/GetEntitlement", "teams/{0}/entitlements/user-user2")]
    public async Task Team_of_others_reads_like_one_that_is_not_there(string method, string name)
    {
        var theirs = await RefusalAsync(method, Request(name, "Team2"), "user1");
        var nobodys = await RefusalAsync(method, Request(name, "NoSuch"), "user1");

        Assert.Equal((nobodys.Kind, nobodys.Reason, nobodys.Fix), (theirs.Kind, theirs.Reason, theirs.Fix));
        Assert.Equal(nobodys.Message.Replace("NoSuch", "X", StringComparison.Ordinal), theirs.Message.Replace("Team2", "X", StringComparison.Ordinal));
        Assert.Equal(nobodys.Metadata.Keys, theirs.Metadata.Keys);

        IMessage Request(string pattern, string team)
        {
            var text = string.Format(null, pattern, team);
            return method.Contains("GetTeam", StringComparison.Ordinal) ? new GetTeamRequest { Name = text } : new GetEntitlementRequest { Name = text };
        }
    }

    [Fact]
    public async Task Lists_over_all_teams_are_narrowed_to_those_that_are_owned()
    {
        var teams = await EnterAsync(Teams + "ListTeams", new ListTeamsRequest(), "user1");
        var entitlements = await EnterAsync(Entitlements + "ListEntitlements", new ListEntitlementsRequest { Parent = "teams/-" }, "user1");
        var both = await EnterAsync(Teams + "WatchTeams", new WatchTeamsRequest(), "user1", ("groups", "leads"));
        var all = await EnterAsync(Teams + "ListTeams", new ListTeamsRequest(), "user1", ("roles", "auditor"));

        Assert.Equal(["Team1"], RpcGate.AccessOf(teams).Teams!.Select(t => $"{t}"));
        Assert.Equal(["Team1"], RpcGate.AccessOf(entitlements).Teams!.Select(t => $"{t}"));
        Assert.Equal(["Team1", "Team2"], RpcGate.AccessOf(both).Teams!.Select(t => $"{t}"));
        Assert.Null(RpcGate.AccessOf(all).Teams);
    }

    [Fact]
    public async Task Groups_own_by_the_token_and_by_the_catalog()
    {
        await _server.App.Services.GetRequiredService<UserCatalog>().PutAsync(
            new() { Id = UserId.Parse("user2"), Groups = [GroupId.Parse("leads")] }, "test", Ct);

        await EnterAsync(Teams + "GetTeam", new GetTeamRequest { Name = "teams/Team2" }, "user1", ("groups", "leads"));
        await EnterAsync(Teams + "GetTeam", new GetTeamRequest { Name = "teams/Team2" }, "user2");
        await RefusalAsync(Teams + "GetTeam", new GetTeamRequest { Name = "teams/Team2" }, "user1", ("groups", "Leads"));
    }

    [Fact]
    public async Task Who_is_no_owner_any_more_is_none_at_the_next_call()
    {
        var call = await EnterAsync(Teams + "WatchTeams", new WatchTeamsRequest(), "user1");
        Assert.True(await RpcGate.AccessOf(call).MayAsync("teams.list", TeamId.Parse("Team1"), Ct));

        await OwnAsync("Team1");

        Assert.False(await RpcGate.AccessOf(call).MayAsync("teams.list", TeamId.Parse("Team1"), Ct));
        await RefusalAsync(Teams + "GetTeam", new GetTeamRequest { Name = "teams/Team1" }, "user1");
    }

    [Fact]
    public async Task Suspended_and_unknown_people_own_nothing()
    {
        await OwnAsync("Team1", EntitlementSubject.Of(_user1), EntitlementSubject.Of(UserId.Parse("stranger")));
        await _server.App.Services.GetRequiredService<UserCatalog>().PutAsync(new() { Id = _user1, State = UserState.Suspended }, "test", Ct);

        await RefusalAsync(Teams + "GetTeam", new GetTeamRequest { Name = "teams/Team1" }, "user1");
        await RefusalAsync(Teams + "GetTeam", new GetTeamRequest { Name = "teams/Team1" }, "stranger");
    }

    [Fact]
    public async Task Same_id_at_an_identity_provider_that_may_not_speak_for_the_owner_owns_nothing()
    {
        await _server.App.Services.GetRequiredService<UserCatalog>().PutAsync(new() { Id = _user1, IdentityProviders = ["other"] }, "test", Ct);

        await RefusalAsync(Teams + "GetTeam", new GetTeamRequest { Name = "teams/Team1" }, "user1");
    }

    [Fact]
    public async Task Credential_that_names_no_user_owns_nothing()
    {
        var call = new GateCall(Teams + "ListTeams", ("azp", "user1"), ("groups", "leads"));

        var refusal = await Assert.ThrowsAsync<RefusedException>(() => Gate.CheckAsync(call, new ListTeamsRequest()));

        Assert.Equal("PERMISSION_MISSING", refusal.Reason);
    }

    [Fact]
    public async Task Owner_who_creates_by_updating_may_do_it_in_the_own_team_alone()
    {
        var call = await EnterAsync(Entitlements + "UpdateEntitlement", Update("teams/Team1/entitlements/user-user2"), "user1");
        var access = RpcGate.AccessOf(call);

        Assert.True(await access.MayAsync("entitlements.create", TeamId.Parse("Team1"), Ct));
        Assert.False(await access.MayAsync("entitlements.create", TeamId.Parse("Team2"), Ct));
        Assert.False(await access.MayAsync("teams.update", TeamId.Parse("Team1"), Ct));
    }

    [Fact]
    public async Task Role_from_a_token_counts_for_every_team()
    {
        var call = await EnterAsync(Entitlements + "CreateEntitlement", Create("teams/Team2", ""), "user2", ("roles", "controlplane.teamowner"));

        Assert.Null(RpcGate.AccessOf(call).Teams);
    }

    [Fact]
    public async Task Actions_on_a_resource_are_those_that_the_gate_would_let_through()
    {
        var owner = RpcGate.AccessOf(await EnterAsync(Entitlements + "GetEntitlement", new GetEntitlementRequest { Name = "teams/Team1/entitlements/user-user2" }, "user1"));
        var auditor = RpcGate.AccessOf(await EnterAsync(Teams + "ListTeams", new ListTeamsRequest(), "user1", ("roles", "auditor")));
        var admin = RpcGate.AccessOf(await EnterAsync(Teams + "ListTeams", new ListTeamsRequest(), "user2", ("roles", "admin")));
        string[] all = ["entitlements.delete", "entitlements.get", "entitlements.revoke", "entitlements.update"];

        Assert.Equal(all, await owner.ActionsAsync("entitlements", TeamId.Parse("Team1"), Ct));
        Assert.Empty(await owner.ActionsAsync("entitlements", TeamId.Parse("Team2"), Ct));
        Assert.Equal(["teams.get"], await owner.ActionsAsync("teams", TeamId.Parse("Team1"), Ct));
        Assert.Equal(all, await auditor.ActionsAsync("entitlements", TeamId.Parse("Team1"), Ct));
        Assert.Equal(["entitlements.get"], await auditor.ActionsAsync("entitlements", TeamId.Parse("Team2"), Ct));
        Assert.Equal(["teams.delete", "teams.get", "teams.update"], await admin.ActionsAsync("teams", TeamId.Parse("Team2"), Ct));
        Assert.Equal(["accounts.delete", "accounts.get", "accounts.update", "accounts.verify"], await admin.ActionsAsync("accounts", null, Ct));
        Assert.Equal(["accounts.get"], await auditor.ActionsAsync("accounts", null, Ct));
    }

    [Fact]
    public async Task Expensive_method_is_limited_for_each_caller_apart()
    {
        const string Method = "/controlplane.v1.DiagnosticsService/TestSignIn";
        for (var i = 0; i < RpcPolicy.CallsPerMinute[Method]; i++)
        {
            await EnterAsync(Method, new TestSignInRequest(), "user1", ("roles", "operator"));
        }

        var refusal = await RefusalAsync(Method, new TestSignInRequest(), "user1", ("roles", "operator"));
        await EnterAsync(Method, new TestSignInRequest(), "user2", ("roles", "operator"));

        Assert.Equal((RefusalKind.Exhausted, "TOO_MANY_REQUESTS"), (refusal.Kind, refusal.Reason));
        Assert.True(refusal.RetryAfter > TimeSpan.Zero);
    }

    RpcGate Gate => _server.App.Services.GetRequiredService<RpcGate>();

    static CreateEntitlementRequest Create(string parent, string name) => new() { Parent = parent, Entitlement = new() { Name = name, User = "users/user2" } };

    static UpdateEntitlementRequest Update(string name) => new() { Entitlement = new() { Name = name } };

    async Task<GateCall> EnterAsync(string method, IMessage request, string user, params (string, string)[] claims)
    {
        var call = new GateCall(method, [("sub", user), .. claims]);
        await Gate.CheckAsync(call, request);
        return call;
    }

    Task<RefusedException> RefusalAsync(string method, IMessage request, string user, params (string, string)[] claims)
        => Assert.ThrowsAsync<RefusedException>(() => EnterAsync(method, request, user, claims));

    async Task OwnAsync(string team, params EntitlementSubject[] owners)
    {
        var teams = _server.App.Services.GetRequiredService<TeamCatalog>();
        var found = await teams.FindAsync(TeamId.Parse(team), Ct);
        await teams.PutAsync(found! with { Owners = owners }, "test", Ct);
    }
}
