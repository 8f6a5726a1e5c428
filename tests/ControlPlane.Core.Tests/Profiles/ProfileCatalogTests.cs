using ControlPlane.Entitlements;
using ControlPlane.Errors;
using ControlPlane.SignIn;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ControlPlane.Profiles;

public sealed class ProfileCatalogTests
{
    static readonly TimeSpan _long = TimeSpan.FromMinutes(20);

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_missing_profile_is_made_with_role_settings_and_tags_that_a_team_cannot_set()
    {
        await using var world = new World();
        var route = Route();
        route = route with
        {
            Team = route.Team with
            {
                UserSettingsJson = """{"SharingSettings":{}}""",
                Tags = new Dictionary<string, string> { ["cost-centre"] = "42", ["StudioUserId"] = "mallory", ["team"] = "Team2" },
            },
        };

        var ready = await EnsureAsync(world, route);

        var desired = Assert.Single(world.Accounts.Desired);
        Assert.NotNull(ready);
        Assert.Equal(route.ExecutionRole, desired.ExecutionRole);
        Assert.Equal("""{"SharingSettings":{}}""", desired.UserSettingsJson);
        Assert.Equal(
            [new("cost-centre", "42"), new("studiouserid", "user1"), new("team", "Team1")],
            desired.Tags.OrderBy(tag => tag.Key, StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_hundred_first_sign_ins_of_one_user_make_one_call_to_create()
    {
        await using var world = new World();
        world.Accounts.CreationTakes = TimeSpan.FromSeconds(10);
        var profiles = world.Get<ProfileCatalog>();

        var ready = await world.RunAsync(Task.WhenAll(Enumerable.Range(0, 100).Select(_ => profiles.EnsureAsync(Route(), _long, Ct))));

        Assert.All(ready, Assert.NotNull);
        Assert.Equal(1, world.Accounts.Creates);
        Assert.InRange(world.Accounts.Describes, 2, 20);
    }

    [Fact]
    public async Task Who_is_ready_at_the_last_look_needs_no_call()
    {
        await using var world = new World();
        await EnsureAsync(world, Route());
        var before = world.Accounts.Describes;

        var again = await EnsureAsync(world, Route());

        Assert.False(again!.Looked);
        Assert.Equal(before, world.Accounts.Describes);
    }

    [Fact]
    public async Task The_first_who_waits_may_leave_and_the_others_still_get_their_profile()
    {
        await using var world = new World();
        world.Accounts.CreationTakes = TimeSpan.FromSeconds(10);
        using var leaves = new CancellationTokenSource();
        var first = world.Get<ProfileCatalog>().EnsureAsync(Route(), _long, leaves.Token);
        var second = world.Get<ProfileCatalog>().EnsureAsync(Route(), _long, Ct);

        await leaves.CancelAsync();

        Assert.IsAssignableFrom<OperationCanceledException>(await World.EndOfAsync(first));
        Assert.NotNull(await world.RunAsync(second));
        Assert.Equal(1, world.Accounts.Creates);
    }

    [Fact]
    public async Task Patience_ends_before_the_work_does()
    {
        await using var world = new World();
        world.Accounts.CreationTakes = TimeSpan.FromSeconds(10);

        var early = await world.RunAsync(world.Get<ProfileCatalog>().EnsureAsync(Route(), TimeSpan.FromSeconds(2), Ct));
        var late = await EnsureAsync(world, Route());

        Assert.Null(early);
        Assert.NotNull(late);
        Assert.Equal(1, world.Accounts.Creates);
    }

    [Fact]
    public async Task A_rival_who_was_first_is_success_when_the_profile_is_ours()
    {
        await using var world = new World();
        world.Accounts.OnCreate = _ =>
        {
            world.Accounts.Put(Observed(Route()));
            return null;
        };

        Assert.NotNull(await EnsureAsync(world, Route()));
    }

    [Theory]
    [InlineData("PROFILE_NOT_OURS", null, null)]
    [InlineData("PROFILE_NOT_OURS", null, "Team1")]
    [InlineData("PROFILE_TAKEN", "user2", "Team1")]
    [InlineData("PROFILE_TAKEN", "user1", "Team2")]
    [InlineData("PROFILE_TAKEN", "user1", null)]
    [InlineData("PROFILE_TAKEN", "USER1", "Team1")]
    public async Task A_profile_of_someone_else_is_refused_and_not_touched(string reason, string? user, string? team)
    {
        await using var world = new World();
        var tags = new Dictionary<string, string> { ["other"] = "tag" };
        AddTag(tags, "studiouserid", user);
        AddTag(tags, "team", team);
        var found = Observed(Route()) with { Tags = tags };
        world.Accounts.Put(found);

        var refusal = await world.RefusalOfAsync(() => EnsureAsync(world, Route()));

        Assert.Equal(reason, refusal.Reason);
        Assert.NotNull(refusal.Fix);
        Assert.Equal(0, world.Accounts.Creates);
        Assert.Same(found.Tags, Assert.Single(world.Accounts.Profiles).Tags);
    }

    [Fact]
    public async Task A_rivals_profile_of_someone_else_is_refused_too()
    {
        await using var world = new World();
        world.Accounts.OnCreate = _ =>
        {
            world.Accounts.Put(Observed(Route()) with { Tags = new Dictionary<string, string> { ["studiouserid"] = "user2", ["team"] = "Team1" } });
            return null;
        };

        Assert.Equal("PROFILE_TAKEN", (await world.RefusalOfAsync(() => EnsureAsync(world, Route()))).Reason);
    }

    [Fact]
    public async Task Tags_that_show_late_on_a_new_profile_are_waited_for_but_not_for_ever()
    {
        await using var world = new World();
        world.Accounts.OnCreate = _ =>
        {
            world.Accounts.Put(Observed(Route()) with { Tags = new Dictionary<string, string>() });
            return null;
        };
        var waiting = world.Get<ProfileCatalog>().EnsureAsync(Route(), _long, Ct);
        for (var i = 0; world.Accounts.Describes < 3; i++)
        {
            await Task.Delay(2, Ct);
            world.Time.Advance(TimeSpan.FromMilliseconds(50));
        }

        world.Accounts.Put(Observed(Route()));

        Assert.NotNull(await world.RunAsync(waiting));
    }

    [Fact]
    public async Task A_new_profile_whose_tags_never_show_is_not_ours()
    {
        await using var world = new World();
        world.Accounts.OnCreate = _ =>
        {
            world.Accounts.Put(Observed(Route()) with { Tags = new Dictionary<string, string>() });
            return null;
        };

        Assert.Equal("PROFILE_NOT_OURS", (await world.RefusalOfAsync(() => EnsureAsync(world, Route()))).Reason);
    }

    [Fact]
    public async Task A_failed_profile_is_told_with_AWSs_reason_and_looked_at_again_the_next_time()
    {
        await using var world = new World();
        world.Accounts.CreationEndsAs = ProfileStatus.Failed;

        var refusal = await world.RefusalOfAsync(() => EnsureAsync(world, Route()));
        world.Accounts.Put(Observed(Route()));

        Assert.Equal("PROFILE_FAILED", refusal.Reason);
        Assert.Contains("The subnet has no free addresses.", refusal.Message, StringComparison.Ordinal);
        Assert.NotNull(await EnsureAsync(world, Route()));
    }

    [Theory]
    [InlineData(ProfileStatus.Deleting, "PROFILE_DELETING")]
    [InlineData(ProfileStatus.DeleteFailed, "PROFILE_FAILED")]
    [InlineData(ProfileStatus.Updating, "PROFILE_TIMED_OUT")]
    public async Task A_profile_that_does_not_become_ready_is_refused(ProfileStatus status, string reason)
    {
        await using var world = new World();
        world.Accounts.Put(Observed(Route()) with { Status = status });

        Assert.Equal(reason, (await world.RefusalOfAsync(() => EnsureAsync(world, Route()))).Reason);
    }

    [Fact]
    public async Task A_profile_whose_update_failed_works_as_before()
    {
        await using var world = new World();
        world.Accounts.Put(Observed(Route()) with { Status = ProfileStatus.UpdateFailed });

        Assert.NotNull(await EnsureAsync(world, Route()));
    }

    [Fact]
    public async Task Another_execution_role_is_told_and_left_as_it_is()
    {
        await using var world = new World();
        world.Accounts.Put(Observed(Route()) with { ExecutionRole = "arn:aws:iam::111111111111:role/Other" });

        var first = await EnsureAsync(world, Route());
        var second = await EnsureAsync(world, Route());

        Assert.Contains("role/Other", first!.Drift, StringComparison.Ordinal);
        Assert.Equal(first.Drift, second!.Drift);
        Assert.Equal("arn:aws:iam::111111111111:role/Other", Assert.Single(world.Accounts.Profiles).ExecutionRole);
    }

    [Fact]
    public async Task A_throttled_look_while_AWS_makes_the_profile_does_not_end_the_wait()
    {
        await using var world = new World();
        world.Accounts.CreationTakes = TimeSpan.FromSeconds(3);
        world.Accounts.OnDescribe = _ => world.Accounts.Describes == 2
            ? new RefusedException(RefusalKind.Unavailable, "AWS_THROTTLED", "Too many calls.")
            : null;

        Assert.NotNull(await EnsureAsync(world, Route()));
    }

    [Fact]
    public async Task What_the_account_refuses_comes_out_for_each_who_waits()
    {
        await using var world = new World();
        world.Accounts.OnDescribe = _ => new RefusedException(RefusalKind.Precondition, "ASSUME_ROLE_DENIED", "The trust policy does not let us in.");
        var profiles = world.Get<ProfileCatalog>();

        var ends = await world.RunAsync(Task.WhenAll(Enumerable.Range(0, 5).Select(_ => World.EndOfAsync(() => profiles.EnsureAsync(Route(), _long, Ct)))));

        Assert.All(ends, end => Assert.Equal("ASSUME_ROLE_DENIED", Assert.IsType<RefusedException>(end).Reason));
        Assert.Equal(ends.Length, ends.Distinct().Count());
    }

    [Fact]
    public async Task A_defect_comes_out_as_it_is()
    {
        await using var world = new World();
        world.Accounts.OnDescribe = _ => new InvalidOperationException("A defect.");

        await Assert.ThrowsAsync<InvalidOperationException>(() => EnsureAsync(world, Route()));
    }

    [Fact]
    public async Task Two_replicas_at_once_make_one_profile()
    {
        await using var world = new World();
        await using var replica = world.Replica();
        world.Accounts.CreationTakes = TimeSpan.FromSeconds(3);

        await world.RunAsync(Task.WhenAll(
            world.Get<ProfileCatalog>().EnsureAsync(Route(), _long, Ct),
            replica.GetRequiredService<ProfileCatalog>().EnsureAsync(Route(), _long, Ct)));

        Assert.Single(world.Accounts.Profiles);
    }

    static void AddTag(Dictionary<string, string> tags, string key, string? value)
    {
        if (value is not null)
        {
            tags[key] = value;
        }
    }

    static Task<ReadyProfile?> EnsureAsync(World world, Route route) => world.RunAsync(world.Get<ProfileCatalog>().EnsureAsync(route, _long, Ct));

    static Route Route() => new()
    {
        User = A.User1,
        Team = A.Team(),
        Account = A.Account(A.Frankfurt),
        Domain = A.Domain(),
        Profile = new(A.Frankfurt, "user1-Team1"),
        ExecutionRole = "arn:aws:iam::111111111111:role/service-role/Studio",
        SessionLength = TimeSpan.FromHours(1),
        Assigned = true,
    };

    static ObservedProfile Observed(Route route) => new()
    {
        Name = route.Profile,
        Status = ProfileStatus.InService,
        ExecutionRole = route.ExecutionRole,
        Tags = new Dictionary<string, string> { ["studiouserid"] = "user1", ["team"] = "Team1" },
    };
}
