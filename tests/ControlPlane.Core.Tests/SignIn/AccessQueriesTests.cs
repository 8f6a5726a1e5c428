using ControlPlane.Domains;
using ControlPlane.Profiles;
using ControlPlane.Teams;
using Xunit;

namespace ControlPlane.SignIn;

public sealed class AccessQueriesTests
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_list_has_every_entitled_team_with_its_route_or_what_blocks_it_and_changes_nothing()
    {
        await using var world = await WithFourTeamsAsync();
        await world.LaunchAsync();
        var revision = await world.Store.GetRevisionAsync(Ct);

        var targets = await world.Queries.ListTargetsAsync(A.Principal() with { MultiFactor = false }, null, 50, Ct);

        Assert.Equal(
            ["Team1 Ready assigned -", "Team2 NotCreated preview -", "Team3 NotCreated preview MFA_REQUIRED", "Team4 NotCreated nowhere NO_DOMAIN_AVAILABLE"],
            targets.Select(t => $"{t.Team.Id} {t.Readiness} {(t.Route is null ? "nowhere" : t.Route.Assigned ? "assigned" : "preview")} {t.BlockedReason ?? "-"}"));
        Assert.Equal(revision, await world.Store.GetRevisionAsync(Ct));
    }

    [Fact]
    public async Task The_list_pages_by_team()
    {
        await using var world = await WithFourTeamsAsync();

        var first = await world.Queries.ListTargetsAsync(A.Principal(), null, 3, Ct);
        var second = await world.Queries.ListTargetsAsync(A.Principal(), first[^1].Team.Id, 3, Ct);

        Assert.Equal(["Team1", "Team2", "Team3"], first.Select(t => t.Team.Id.ToString()));
        Assert.Equal(["Team4"], second.Select(t => t.Team.Id.ToString()));
    }

    [Fact]
    public async Task A_failed_profile_blocks_and_is_shown_as_failed()
    {
        await using var world = await new World().WithUser1Async();
        world.Accounts.CreationEndsAs = ProfileStatus.Failed;
        await world.RefusalOfAsync(() => world.LaunchAsync());

        var target = Assert.Single(await world.Queries.ListTargetsAsync(A.Principal(), null, 50, Ct));
        var told = await world.Queries.ExplainAsync(A.Principal() with { Actor = "dev/operator" }, target.Team.Id, Ct);

        Assert.Equal((ProfileReadiness.Failed, "PROFILE_FAILED"), (target.Readiness, target.BlockedReason));
        Assert.StartsWith("An operator", told.Steps.Single(s => s.Verdict is StepVerdict.Failed).Fix, StringComparison.Ordinal);
        Assert.Contains("second factor", told.Steps[0].Facts["not_known"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_route_is_resolved_as_a_sign_in_would_and_throws_what_it_would()
    {
        await using var world = await WithFourTeamsAsync();
        var revision = await world.Store.GetRevisionAsync(Ct);

        var route = await world.Queries.ResolveAsync(A.Principal(), A.Team1, Ct);
        var refusal = await world.RefusalOfAsync(() => world.Queries.ResolveAsync(A.Principal(A.User2), A.Team1, Ct));

        Assert.Equal(("user1-Team1", false), (route.Profile.Profile, route.Assigned));
        Assert.Equal("USER_UNKNOWN", refusal.Reason);
        Assert.Equal(revision, await world.Store.GetRevisionAsync(Ct));
    }

    [Fact]
    public async Task An_explanation_goes_past_the_first_failure_and_says_whose_move_each_is()
    {
        await using var world = await WithFourTeamsAsync();
        await world.PutAsync(A.Team(TeamId.Parse("Team3"), new Placement(A.Dublin)) with
        {
            State = TeamState.Suspended,
            Conditions = new() { RequireMfa = true },
        });
        var revision = await world.Store.GetRevisionAsync(Ct);

        var told = await world.Queries.ExplainAsync(A.Principal() with { MultiFactor = false }, TeamId.Parse("Team3"), Ct);

        Assert.False(told.Allowed);
        Assert.Equal("TEAM_SUSPENDED", told.Reason);
        Assert.Equal(
            ["identify Passed", "entitlement Failed TEAM_SUSPENDED", "entitlement Failed MFA_REQUIRED", "route Failed NO_DOMAIN_AVAILABLE"],
            told.Steps.Where(s => s.Verdict != StepVerdict.Skipped).Select(s => $"{s.Step} {s.Verdict} {s.Reason}".TrimEnd()));
        Assert.All(told.Steps.Where(s => s.Verdict == StepVerdict.Failed), s => Assert.NotNull(s.Fix));
        Assert.Equal(revision, await world.Store.GetRevisionAsync(Ct));
        Assert.Equal(0, world.Accounts.Describes);
    }

    [Fact]
    public async Task An_explanation_of_open_access_has_the_route()
    {
        await using var world = await new World().WithUser1Async();

        var told = await world.Queries.ExplainAsync(A.Principal(), A.Team1, Ct);

        Assert.True(told.Allowed);
        Assert.Null(told.Reason);
        Assert.Equal("user1-Team1", told.Route!.Profile.Profile);
        Assert.Equal(["audit", "vend"], told.Steps.Where(s => s.Verdict == StepVerdict.Skipped).Select(s => s.Step));
    }

    [Fact]
    public async Task An_explanation_tells_nothing_of_a_team_that_somebody_has_nothing_to_do_with()
    {
        await using var world = await new World().WithUser1Async();
        await world.PutAsync(A.Team(A.Team2) with { DisplayName = "Secret project" });

        var real = await world.Queries.ExplainAsync(A.Principal(), A.Team2, Ct);
        var none = await world.Queries.ExplainAsync(A.Principal(), TeamId.Parse("Team9"), Ct);

        Assert.Null(real.Route);
        Assert.Equal(real.Message, none.Message.Replace("Team9", "Team2", StringComparison.Ordinal));
        Assert.Equal(real.Steps.Select(s => s.Verdict), none.Steps.Select(s => s.Verdict));
    }

    [Fact]
    public async Task An_unknown_user_is_explained_and_not_thrown()
    {
        await using var world = await new World().WithUser1Async();

        Assert.Equal("USER_UNKNOWN", (await world.Queries.ExplainAsync(A.Principal(A.User2), A.Team1, Ct)).Reason);
    }

    [Fact]
    public async Task There_is_no_record_of_a_reference_that_was_never_given_out()
    {
        await using var world = new World();

        Assert.Null(await world.Queries.FindSignInAsync(SignInReference.Create(), Ct));
    }

    static async Task<World> WithFourTeamsAsync()
    {
        var world = await new World().WithUser1Async();
        await world.PutAsync(A.Account(A.Dublin), A.Domain(A.Dublin) with { State = DomainState.Draining });
        await world.PutAsync(A.Team(A.Team2), A.Entitlement(null, A.Team2));
        await world.PutAsync(A.Team(TeamId.Parse("Team3")) with { Conditions = new() { RequireMfa = true } }, A.Entitlement(null, TeamId.Parse("Team3")));
        await world.PutAsync(A.Team(TeamId.Parse("Team4"), new Placement(A.Dublin)), A.Entitlement(null, TeamId.Parse("Team4")));
        await world.PutAsync(A.Entitlement(null, TeamId.Parse("Team5")) with { NotAfter = world.Time.GetUtcNow() });
        return world;
    }
}
