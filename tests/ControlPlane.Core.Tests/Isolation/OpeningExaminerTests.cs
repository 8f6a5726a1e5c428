using ControlPlane.Entitlements;
using ControlPlane.Guardrails.Evaluation;
using ControlPlane.Guardrails.Proving;
using ControlPlane.LiveSessions;
using ControlPlane.SignIn;
using ControlPlane.Teams;
using Xunit;

namespace ControlPlane.Isolation;

public sealed class OpeningExaminerTests
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Open_access_names_the_policy_that_lets_the_session_in()
    {
        await using var world = await new World().WithUser1Async();

        var told = await world.Queries.ExplainAsync(A.Principal(), A.Team1, Ct);

        var opening = Assert.Single(told.Openings);
        Assert.Equal((ActorKind.Vend, Outcome.Allow), (opening.Actor.Kind, opening.Decision.Outcome));
        Assert.Equal(["vend-permissions"], opening.Policies);
        Assert.EndsWith(":user-profile/d-frankfurt/user1-Team1", opening.Resource, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refused_access_names_the_policies_that_refuse_what_the_person_has()
    {
        await using var world = await new World().WithUser1Async();
        await world.PutAsync(A.Team(A.Team2));
        await world.LaunchAsync();

        var told = await world.Queries.ExplainAsync(A.Principal(), A.Team2, Ct);

        Assert.False(told.Allowed);
        Assert.Equal([ActorKind.Vend, ActorKind.Studio], told.Openings.Select(o => o.Actor.Kind));
        Assert.All(told.Openings, o => Assert.False(o.Decision.IsAllowed));
        Assert.All(told.Openings, o => Assert.Equal("Team1", o.Actor.Seat.Team));
        Assert.All(told.Openings, o => Assert.NotEmpty(o.Policies));
        Assert.All(told.Openings, o => Assert.NotEmpty(o.Reason));
    }

    [Fact]
    public async Task Access_that_ended_is_denied_in_AWS_by_the_mark_on_the_profile()
    {
        await using var world = await new World().WithUser1Async();
        await world.LaunchAsync();
        var profile = (await world.Get<AssignmentCatalog>().FindAsync(A.User1, A.Team1, Ct))!.Profile;
        await world.Get<StudioAccesses>().ChangeAsync(
            profile, access => access! with { State = StudioAccessState.Ended, Since = world.Time.GetUtcNow() }, Ct);
        await world.PutAsync(A.Entitlement() with { NotAfter = world.Time.GetUtcNow() });

        var told = await world.Queries.ExplainAsync(A.Principal(), A.Team1, Ct);

        var opening = Assert.Single(told.Openings);
        Assert.Equal("ENTITLEMENT_EXPIRED", told.Reason);
        Assert.Equal(Outcome.ExplicitDeny, opening.Decision.Outcome);
        Assert.Contains("vend-permissions/DenyEnded", opening.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Person_without_any_profile_has_nothing_in_AWS_that_could_ask()
    {
        await using var world = await new World().WithUser1Async();
        await world.PutAsync(A.Team(A.Team2));

        Assert.Empty((await world.Queries.ExplainAsync(A.Principal(), A.Team2, Ct)).Openings);
        Assert.Empty((await world.Queries.ExplainAsync(A.Principal(), TeamId.Parse("Nowhere"), Ct)).Openings);
    }
}
