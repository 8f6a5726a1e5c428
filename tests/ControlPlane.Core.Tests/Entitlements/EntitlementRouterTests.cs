using ControlPlane.Accounts;
using ControlPlane.Domains;
using ControlPlane.SignIn;
using ControlPlane.Teams;
using ControlPlane.Users;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ControlPlane.Entitlements;

public sealed class EntitlementRouterTests
{
    static readonly Team _both = A.Team(null, new Placement(A.Frankfurt), new Placement(A.Dublin));

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_heavier_domain_goes_first_and_headroom_decides_among_equals()
    {
        await using var world = await NewWorldAsync();
        await world.PutAsync(A.Domain(A.Frankfurt, limit: 5), A.Domain(A.Dublin, limit: 9));

        var roomier = await RouteAsync(world, A.User1, _both);
        var heavier = await RouteAsync(world, A.User2, A.Team(null, new Placement(A.Frankfurt, 200), new Placement(A.Dublin, 100)));

        Assert.Equal(A.Dublin, roomier.Domain.Name);
        Assert.Equal(A.Frankfurt, heavier.Domain.Name);
        Assert.True(heavier.Assigned);
        Assert.Equal("arn:aws:iam::111111111111:role/service-role/Studio", heavier.ExecutionRole);
    }

    [Fact]
    public async Task An_assignment_stays_when_another_domain_would_now_be_chosen()
    {
        await using var world = await NewWorldAsync();
        await world.PutAsync(A.Domain(A.Frankfurt, limit: 50), A.Domain(A.Dublin, limit: 9));
        var first = await RouteAsync(world, A.User1, _both);

        await world.PutAsync(A.Domain(A.Dublin, limit: 900));
        var second = await RouteAsync(world, A.User1, A.Team(null, new Placement(A.Frankfurt, 0), new Placement(A.Dublin, 500)));

        Assert.Equal(first.Profile, second.Profile);
    }

    [Fact]
    public async Task A_draining_domain_keeps_its_people_and_takes_nobody_new()
    {
        await using var world = await NewWorldAsync();
        var team = A.Team();
        var before = await RouteAsync(world, A.User1, team);
        await world.PutAsync(A.Domain() with { State = DomainState.Draining });

        var after = await RouteAsync(world, A.User1, team);
        var refusal = await world.RefusalOfAsync(() => RouteAsync(world, A.User2, team));

        Assert.Equal(before.Profile, after.Profile);
        Assert.Equal("NO_DOMAIN_AVAILABLE", refusal.Reason);
    }

    [Fact]
    public async Task No_domain_available_lists_why_each_was_passed_over()
    {
        await using var world = await NewWorldAsync();
        await world.PutAsync(A.Domain(A.Frankfurt, limit: 1), A.Domain(A.Dublin) with { AuthMode = AuthMode.Sso });
        await RouteAsync(world, A.User1, _both);

        var refusal = await world.RefusalOfAsync(() => RouteAsync(world, A.User2, _both));

        Assert.Equal("NO_DOMAIN_AVAILABLE", refusal.Reason);
        Assert.Equal([A.Frankfurt.ToString(), A.Dublin.ToString()], refusal.Violations.Select(v => v.Field));
        Assert.Contains("1 of 1", refusal.Violations[0].Description, StringComparison.Ordinal);
        Assert.Contains("IAM Identity Center", refusal.Violations[1].Description, StringComparison.Ordinal);
        Assert.NotNull(refusal.Fix);
    }

    [Fact]
    public async Task A_domain_of_weight_zero_takes_nobody_new()
    {
        await using var world = await NewWorldAsync();

        var refusal = await world.RefusalOfAsync(() => RouteAsync(world, A.User1, A.Team(null, new Placement(A.Frankfurt, 0))));

        Assert.Equal("NO_DOMAIN_AVAILABLE", refusal.Reason);
    }

    public static TheoryData<string, object> Faults() => new()
    {
        { "DOMAIN_AUTH_MODE_SSO", A.Domain() with { AuthMode = AuthMode.Sso } },
        { "DOMAIN_SUSPENDED", A.Domain() with { State = DomainState.Suspended } },
        { "ACCOUNT_SUSPENDED", A.Account(A.Frankfurt) with { State = AccountState.Suspended } },
        { "REGION_NOT_ENABLED", A.Account(A.Frankfurt) with { Regions = [RegionName.Parse("us-east-1")] } },
        { "PLACEMENT_REMOVED", A.Team(null, new Placement(A.Dublin)) },
        { "EXECUTION_ROLE_OF_OTHER_ACCOUNT", A.Team() with { ExecutionRole = "arn:aws:iam::999999999999:role/Studio" } },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Whoever_has_a_profile_is_refused_when_its_place_may_not_be_entered(string reason, object fault)
    {
        await using var world = await NewWorldAsync();
        await RouteAsync(world, A.User1, A.Team());
        await world.PutAsync(fault is Team ? A.Domain() : fault);

        var refusal = await world.RefusalOfAsync(() => RouteAsync(world, A.User1, fault as Team ?? A.Team()));

        Assert.Equal(reason, refusal.Reason);
        Assert.NotNull(refusal.Fix);
    }

    [Theory]
    [InlineData("DOMAIN_UNKNOWN", "accounts/111111111111/regions/eu-central-1/domains/d-unknown")]
    [InlineData("ACCOUNT_UNKNOWN", "accounts/333333333333/regions/eu-central-1/domains/d-unknown")]
    public async Task A_place_that_the_catalog_does_not_know_is_passed_over_with_its_reason(string reason, string domain)
    {
        await using var world = await NewWorldAsync();
        var survey = world.Get<PlacementSurvey>();

        var refusal = await world.RefusalOfAsync(() => survey.GetUsableAsync(new(DomainName.Parse(domain)), Ct));

        Assert.Equal(reason, refusal.Reason);
    }

    [Fact]
    public async Task A_placements_own_role_goes_before_the_teams()
    {
        await using var world = await NewWorldAsync();
        var team = A.Team(null, new Placement(A.Frankfurt, 100, "arn:aws:iam::111111111111:role/Own"));

        Assert.Equal("arn:aws:iam::111111111111:role/Own", (await RouteAsync(world, A.User1, team)).ExecutionRole);
    }

    [Fact]
    public async Task Two_users_whose_ids_differ_by_case_alone_never_share_a_profile()
    {
        await using var world = await NewWorldAsync();
        await RouteAsync(world, UserId.Parse("alice"), A.Team());

        var refusal = await world.RefusalOfAsync(() => RouteAsync(world, UserId.Parse("Alice"), A.Team()));

        Assert.Equal("PROFILE_NAME_TAKEN", refusal.Reason);
        Assert.Single(await world.StoredTextAsync("profiles/"));
    }

    [Fact]
    public async Task A_preview_writes_nothing()
    {
        await using var world = await NewWorldAsync();
        var before = await world.Store.GetRevisionAsync(Ct);

        var route = await world.Get<EntitlementRouter>().PreviewAsync(Grant(A.User1, A.Team()), Ct);

        Assert.False(route.Assigned);
        Assert.Equal("user1-Team1", route.Profile.Profile);
        Assert.Equal(before, await world.Store.GetRevisionAsync(Ct));
    }

    [Fact]
    public async Task A_name_that_was_reserved_without_an_assignment_goes_to_the_pair_that_it_belongs_to()
    {
        await using var world = await NewWorldAsync();
        var route = await RouteAsync(world, A.User1, A.Team());
        await world.Store.TryWriteAsync([new("assignments/user1/Team1", null)], Ct);

        Assert.Equal(route.Profile, (await RouteAsync(world, A.User1, A.Team())).Profile);
    }

    [Fact]
    public async Task A_hundred_first_sign_ins_into_ten_places_give_ten_profiles_and_the_rest_goes_next_door()
    {
        await using var world = await NewWorldAsync();
        await using var replica = world.Replica();
        await world.PutAsync(A.Domain(A.Frankfurt, limit: 10), A.Domain(A.Dublin, limit: 85));
        var team = A.Team(null, new Placement(A.Frankfurt, 200), new Placement(A.Dublin, 100));
        EntitlementRouter[] routers = [world.Get<EntitlementRouter>(), replica.GetRequiredService<EntitlementRouter>()];

        var ends = await Task.WhenAll(Enumerable.Range(0, 100).Select(async i =>
        {
            var user = UserId.Parse($"user{i}");
            return await Record.ExceptionAsync(async () => await routers[i % 2].RouteAsync(Grant(user, team), Ct));
        }));

        var assigned = await world.StoredTextAsync("assignments/");
        Assert.Equal(10, assigned.Count(a => a.Contains("d-frankfurt", StringComparison.Ordinal)));
        Assert.Equal(85, assigned.Count(a => a.Contains("d-dublin", StringComparison.Ordinal)));
        Assert.Equal(5, ends.Count(end => end is Errors.RefusedException { Reason: "NO_DOMAIN_AVAILABLE" }));
        Assert.Equal(95, ends.Count(end => end is null));
    }

    [Fact]
    public async Task A_hundred_first_sign_ins_of_one_user_on_two_replicas_make_one_assignment()
    {
        await using var world = await NewWorldAsync();
        await using var replica = world.Replica();
        EntitlementRouter[] routers = [world.Get<EntitlementRouter>(), replica.GetRequiredService<EntitlementRouter>()];

        var routes = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => routers[i % 2].RouteAsync(Grant(A.User1, _both), Ct)));

        Assert.Single(routes.Select(r => r.Profile).Distinct());
        Assert.Single(await world.StoredTextAsync("assignments/"));
        Assert.Single(await world.StoredTextAsync("profiles/"));
    }

    [Fact]
    public async Task A_place_that_another_replica_takes_between_count_and_write_is_not_given_twice()
    {
        await using var world = await NewWorldAsync();
        await using var replica = world.Replica();
        await world.PutAsync(A.Domain(A.Frankfurt, limit: 1));
        var rival = replica.GetRequiredService<EntitlementRouter>();
        world.Store.BeforeWrite = async writes =>
        {
            if (writes.Any(w => w.Key.StartsWith("assignments/user1/", StringComparison.Ordinal)))
            {
                world.Store.BeforeWrite = _ => Task.CompletedTask;
                await rival.RouteAsync(Grant(A.User2, A.Team()), Ct);
            }
        };

        var refusal = await world.RefusalOfAsync(() => RouteAsync(world, A.User1, A.Team()));

        Assert.Equal("NO_DOMAIN_AVAILABLE", refusal.Reason);
        Assert.Single(await world.StoredTextAsync("profiles/"));
    }

    static async Task<World> NewWorldAsync()
    {
        var world = new World();
        await world.PutAsync(A.Account(A.Frankfurt), A.Account(A.Dublin), A.Domain(A.Frankfurt), A.Domain(A.Dublin));
        return world;
    }

    static Task<Route> RouteAsync(World world, UserId user, Team team) => world.Get<EntitlementRouter>().RouteAsync(Grant(user, team), Ct);

    static Grant Grant(UserId user, Team team) => new()
    {
        User = user,
        Team = team,
        Entitlement = A.Entitlement(user, team.Id),
        SessionLength = team.SessionLength,
    };
}
