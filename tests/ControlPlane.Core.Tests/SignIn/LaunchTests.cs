using ControlPlane.Entitlements;
using ControlPlane.Errors;
using Xunit;

namespace ControlPlane.SignIn;

public sealed class LaunchTests
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_token_opens_the_same_path_without_the_steps_of_an_assertion()
    {
        await using var world = await new World().WithUser1Async();

        var launch = await world.LaunchAsync();

        Assert.Equal("user1-Team1", launch.Route.Profile.Profile);
        var record = await world.RecordOfAsync(launch.Reference.ToString());
        Assert.Equal(["accept", "identify", "entitlement", "route", "profile", "audit", "vend"], record.Steps.Select(s => s.Step));
        Assert.Equal("https://issuer.example", record.IdentityProvider);
    }

    [Fact]
    public async Task A_warm_launch_asks_AWS_for_nothing_but_the_URL()
    {
        await using var world = await new World().WithUser1Async();
        await world.LaunchAsync();
        var before = (world.Accounts.Describes, world.Accounts.Creates, world.Accounts.Vends);

        await world.LaunchAsync();

        Assert.Equal((before.Describes, before.Creates, before.Vends + 1), (world.Accounts.Describes, world.Accounts.Creates, world.Accounts.Vends));
    }

    [Fact]
    public async Task A_hundred_first_launches_of_one_user_make_one_profile_and_one_assignment()
    {
        await using var world = await new World().WithUser1Async();
        world.Accounts.CreationTakes = TimeSpan.FromSeconds(5);

        var launches = await world.RunAsync(Task.WhenAll(Enumerable.Range(0, 100).Select(_ => world.Flow.LaunchAsync(A.Principal(), A.Command(), Ct))));

        Assert.Equal(1, world.Accounts.Creates);
        Assert.Single(await world.StoredTextAsync("assignments/"));
        Assert.Equal(100, launches.Select(l => l.Reference).Distinct().Count());
        Assert.Single(launches.Select(l => l.Route.Profile).Distinct());
    }

    [Fact]
    public async Task A_profile_that_is_not_ready_in_time_is_told_with_a_time_to_come_back_and_goes_on()
    {
        await using var world = await new World().WithUser1Async();
        world.Accounts.CreationTakes = TimeSpan.FromSeconds(20);

        var refusal = await world.RefusalOfAsync(() => world.LaunchAsync(null, A.Command() with { MaxWait = TimeSpan.FromSeconds(1) }));
        var launch = await world.LaunchAsync();

        Assert.Equal((RefusalKind.Unavailable, "PROFILE_CREATING"), (refusal.Kind, refusal.Reason));
        Assert.NotNull(refusal.RetryAfter);
        Assert.Equal(FlightOutcome.Pending, (await world.RecordOfAsync(refusal.Metadata["sign_in"])).Outcome);
        Assert.Equal(1, world.Accounts.Creates);
        Assert.NotNull(launch);
    }

    [Fact]
    public async Task A_profile_that_AWS_lost_is_made_once_more()
    {
        await using var world = await new World().WithUser1Async();
        var first = await world.LaunchAsync();
        world.Accounts.Remove(first.Route.Profile);

        var second = await world.LaunchAsync();

        Assert.Equal(2, world.Accounts.Creates);
        Assert.Equal(first.Route.Profile, second.Route.Profile);
        Assert.Equal(3, (await world.StoredTextAsync("audit/")).Count(e => e.Contains(second.Reference.ToString(), StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_refusal_that_another_look_does_not_explain_stands()
    {
        await using var world = await new World().WithUser1Async();
        await world.LaunchAsync();
        world.Accounts.OnVend = _ => throw new RefusedException(RefusalKind.Precondition, "PRESIGN_DENIED", "A policy denies it.");
        var (creates, vends) = (world.Accounts.Creates, world.Accounts.Vends);

        var refusal = await world.RefusalOfAsync(() => world.LaunchAsync());

        Assert.Equal("PRESIGN_DENIED", refusal.Reason);
        Assert.Equal((creates, vends + 2), (world.Accounts.Creates, world.Accounts.Vends));
    }

    public static TheoryData<string, LaunchCommand> Commands() => new()
    {
        { "MAX_WAIT_INVALID", A.Command() with { MaxWait = TimeSpan.FromSeconds(31) } },
        { "MAX_WAIT_INVALID", A.Command() with { MaxWait = TimeSpan.FromTicks(-1) } },
        { "SPACE_INVALID", A.Command() with { Space = "-space" } },
        { "SPACE_INVALID", A.Command() with { Space = new string('s', 64) } },
        { "LANDING_URI_INVALID", A.Command() with { LandingUri = "https://evil.example/" } },
        { "LANDING_URI_INVALID", A.Command() with { LandingUri = "studio::a b" } },
        { "LANDING_URI_INVALID", A.Command() with { LandingUri = "app:" + new string('x', 1020) } },
    };

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task An_order_that_cannot_be_carried_out_is_refused_with_its_field(string reason, LaunchCommand command)
    {
        await using var world = await new World().WithUser1Async();

        var refusal = await world.RefusalOfAsync(() => world.LaunchAsync(null, command));

        Assert.Equal((RefusalKind.Invalid, reason), (refusal.Kind, refusal.Reason));
        Assert.Single(refusal.Violations);
    }

    [Fact]
    public async Task The_callers_landing_page_and_space_go_before_the_teams()
    {
        await using var world = await new World().WithUser1Async();
        await world.PutAsync(A.Team() with { LandingUri = "app:JupyterLab:", Space = "team-space" });

        await world.LaunchAsync();
        await world.LaunchAsync(null, A.Command() with { LandingUri = "studio::home", Space = "own-space" });

        Assert.Equal(
            [("app:JupyterLab:", "team-space"), ("studio::home", "own-space")],
            world.Accounts.Orders.Select(o => (o.LandingUri, o.Space)));
    }

    [Fact]
    public async Task A_user_who_is_pinned_to_a_provider_is_not_opened_by_a_token_of_another_but_by_a_portal_that_may_act_for_them()
    {
        await using var world = await new World().WithUser1Async();
        await world.PutAsync(A.User() with { IdentityProviders = ["corp"] });

        var refusal = await world.RefusalOfAsync(() => world.LaunchAsync());
        var onBehalf = await world.LaunchAsync(A.Principal() with { Actor = "portal" });

        Assert.Equal("IDENTITY_PROVIDER_NOT_ALLOWED", refusal.Reason);
        Assert.Contains(
            await world.StoredTextAsync("audit/"),
            e => e.Contains("portal", StringComparison.Ordinal) && e.Contains(onBehalf.Reference.ToString(), StringComparison.Ordinal));
    }

    // What must never happen, 1: try every state of an entitlement and every other team.
    [Fact]
    public async Task No_URL_is_vended_without_a_current_entitlement_to_that_team()
    {
        await using var world = await new World().WithUser1Async();
        await world.LaunchAsync();
        var vends = world.Accounts.Vends;
        var now = world.Time.GetUtcNow();
        await world.PutAsync(A.Team(A.Team2), A.User(A.User2), A.Entitlement(A.User2, A.Team2));

        await world.PutAsync(A.Entitlement() with { NotAfter = now });
        var ended = await world.RefusalOfAsync(() => world.LaunchAsync());
        await world.PutAsync(A.Entitlement() with { NotBefore = now.AddMinutes(10) });
        var early = await world.RefusalOfAsync(() => world.LaunchAsync());
        await world.Get<EntitlementCatalog>().RemoveAsync(EntitlementSubject.Of(A.User1), A.Team1, Ct);
        var removed = await world.RefusalOfAsync(() => world.LaunchAsync());
        var others = await world.RefusalOfAsync(() => world.LaunchAsync(null, A.Command(A.Team2)));
        var swapped = await world.RefusalOfAsync(() => world.LaunchAsync(A.Principal(A.User2)));

        Assert.Equal(
            ["ENTITLEMENT_EXPIRED", "ENTITLEMENT_NOT_YET", "ENTITLEMENT_NOT_FOUND", "ENTITLEMENT_NOT_FOUND", "ENTITLEMENT_NOT_FOUND"],
            new[] { ended, early, removed, others, swapped }.Select(r => r.Reason));
        Assert.Equal(vends, world.Accounts.Vends);
    }

    [Fact]
    public async Task Access_that_ends_while_the_profile_is_made_opens_nothing()
    {
        await using var world = await new World().WithUser1Async();
        world.Accounts.CreationTakes = TimeSpan.FromSeconds(10);
        world.Accounts.OnCreate = _ =>
        {
            world.Store.BeforeWrite = async writes =>
            {
                if (writes[0].Key.StartsWith("profile-states/", StringComparison.Ordinal))
                {
                    world.Store.BeforeWrite = _ => Task.CompletedTask;
                    await world.Get<EntitlementCatalog>().RemoveAsync(EntitlementSubject.Of(A.User1), A.Team1, Ct);
                }
            };
            return null;
        };

        var refusal = await world.RefusalOfAsync(() => world.LaunchAsync());

        Assert.Equal("ENTITLEMENT_NOT_FOUND", refusal.Reason);
        Assert.Equal(StepVerdict.Failed, (await world.RecordOfAsync(refusal.Metadata["sign_in"])).Steps.Single(s => s.Step == "profile").Verdict);
        Assert.Equal(0, world.Accounts.Vends);
        Assert.DoesNotContain(await world.StoredTextAsync("audit/"), e => e.Contains("\"outcome\":\"allowed\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_launch_that_is_refused_before_its_route_assigns_nothing()
    {
        await using var world = await new World().WithUser1Async();
        await world.PutAsync(A.Team() with { Conditions = new() { RequireMfa = true } });

        await world.RefusalOfAsync(() => world.LaunchAsync(A.Principal() with { MultiFactor = false }));

        Assert.Empty(await world.StoredTextAsync("assignments/"));
        Assert.Empty(await world.StoredTextAsync("profiles/"));
    }

    // What must never happen, 4 and 8.
    [Fact]
    public async Task Users_and_teams_never_share_a_profile_and_every_profile_carries_its_own_tags()
    {
        await using var world = await new World().WithUser1Async();
        await world.PutAsync(A.Team(A.Team2) with { Tags = new Dictionary<string, string> { ["studiouserid"] = "user1", ["Team"] = "Team1" } });
        await world.PutAsync(A.User(A.User2), A.Entitlement(A.User2), A.Entitlement(A.User2, A.Team2), A.Entitlement(null, A.Team2));

        foreach (var (user, team) in new[] { (A.User1, A.Team1), (A.User1, A.Team2), (A.User2, A.Team1), (A.User2, A.Team2) })
        {
            await world.LaunchAsync(A.Principal(user), A.Command(team));
        }

        Assert.Equal(
            ["user1 Team1 user1-Team1", "user1 Team2 user1-Team2", "user2 Team1 user2-Team1", "user2 Team2 user2-Team2"],
            world.Accounts.Profiles.Select(p => $"{p.Tags["studiouserid"]} {p.Tags["team"]} {p.Name.Profile}").Order(StringComparer.Ordinal));
        Assert.All(world.Accounts.Profiles, p => Assert.DoesNotContain("Team", p.Tags.Keys));
    }
}
