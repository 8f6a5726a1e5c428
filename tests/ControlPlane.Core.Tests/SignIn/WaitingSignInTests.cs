using System.Net;
using ControlPlane.Entitlements;
using ControlPlane.Errors;
using ControlPlane.Profiles;
using ControlPlane.Teams;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ControlPlane.SignIn;

public sealed class WaitingSignInTests
{
    static readonly ClientContext _client = new(IPAddress.Parse("192.0.2.7"));
    static readonly SamlWords _noTeam = new() { Attributes = [("ssouserid", "user1")] };

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_profile_that_is_not_ready_in_two_seconds_gives_the_waiting_page_and_then_the_URL_once()
    {
        await using var world = await new World().WithUser1Async();
        world.Accounts.CreationTakes = TimeSpan.FromSeconds(20);

        var wait = Assert.IsType<WaitOutcome>(await world.AcceptAsync());
        var pending = await world.Flow.FindPendingAsync(wait.Ticket, Ct);
        var seen = await WatchAsync(world, wait.Ticket);
        var launch = Assert.IsType<LaunchOutcome>(await world.RunAsync(world.Flow.ResumeAsync(wait.Ticket, _client, Ct)));
        var again = await world.RefusalOfAsync(() => world.Flow.ResumeAsync(wait.Ticket, _client, Ct));

        Assert.Equal(("User One", "The Team1", "alias-111"), (pending!.User, pending.Team!.DisplayName, pending.Team.Account));
        Assert.Empty(pending.Choices);
        Assert.Equal(WaitState.Preparing, seen[0].State);
        Assert.Equal(WaitState.Ready, seen[^1].State);
        Assert.Equal(wait.Reference, launch.Reference);
        Assert.Equal("SIGN_IN_NOT_FOUND", again.Reason);
        Assert.Null(await world.Flow.FindPendingAsync(wait.Ticket, Ct));
        Assert.Equal((1, 1), (world.Accounts.Creates, world.Accounts.Vends));
        var record = await world.RecordOfAsync(wait.Reference.ToString());
        Assert.Equal(FlightOutcome.Launched, record.Outcome);
        Assert.Equal(9, record.Steps.Count);
    }

    [Fact]
    public async Task Nothing_that_waits_holds_the_assertion_the_secret_or_a_URL()
    {
        await using var world = await new World().WithUser1Async();
        world.Accounts.CreationTakes = TimeSpan.FromSeconds(20);
        var post = world.Post();

        var wait = Assert.IsType<WaitOutcome>(await world.RunAsync(world.Flow.AcceptAsync(post, Ct)));

        var stored = string.Concat(await world.StoredTextAsync(""));
        Assert.Contains($"pending/{wait.Reference}", stored, StringComparison.Ordinal);
        Assert.DoesNotContain(wait.Ticket.Secret, stored, StringComparison.Ordinal);
        Assert.DoesNotContain(post.SamlResponse[..100], stored, StringComparison.Ordinal);
        Assert.DoesNotContain("Signature", stored, StringComparison.Ordinal);
        Assert.Equal(64, wait.Ticket.Secret.Length);
    }

    [Fact]
    public async Task A_wrong_secret_a_wrong_reference_and_an_old_ticket_read_the_same()
    {
        await using var world = await new World().WithUser1Async();
        world.Accounts.CreationTakes = TimeSpan.FromHours(2);
        var ticket = Assert.IsType<WaitOutcome>(await world.AcceptAsync()).Ticket;

        var secret = await world.RefusalOfAsync(() => world.Flow.ResumeAsync(ticket with { Secret = new('0', 64) }, _client, Ct));
        var reference = await world.RefusalOfAsync(() => world.Flow.ResumeAsync(ticket with { Reference = SignInReference.Create() }, _client, Ct));
        world.Time.Advance(TimeSpan.FromMinutes(15));
        var old = await world.RefusalOfAsync(() => world.Flow.ResumeAsync(ticket, _client, Ct));

        Assert.All([secret, reference, old], refusal => Assert.Equal(("SIGN_IN_NOT_FOUND", secret.Message), (refusal.Reason, refusal.Message)));
        Assert.Null(await world.Flow.FindPendingAsync(ticket, Ct));
    }

    [Fact]
    public async Task Of_many_who_resume_at_once_one_gets_a_URL()
    {
        await using var world = await new World().WithUser1Async();
        await using var replica = world.Replica();
        world.Accounts.CreationTakes = TimeSpan.FromSeconds(5);
        var ticket = Assert.IsType<WaitOutcome>(await world.AcceptAsync()).Ticket;
        await WatchAsync(world, ticket);
        SignInFlow[] flows = [world.Flow, replica.GetRequiredService<SignInFlow>()];

        var ends = await world.RunAsync(Task.WhenAll(Enumerable.Range(0, 20).Select(i => World.EndOfAsync(() => flows[i % 2].ResumeAsync(ticket, _client, Ct)))));

        Assert.Single(ends, end => end is null);
        Assert.All(ends.Where(end => end is not null), end => Assert.Equal("SIGN_IN_NOT_FOUND", Assert.IsType<RefusedException>(end).Reason));
        Assert.Equal(1, world.Accounts.Vends);
    }

    [Fact]
    public async Task Access_that_ends_while_somebody_waits_ends_the_sign_in()
    {
        await using var world = await new World().WithUser1Async();
        world.Accounts.CreationTakes = TimeSpan.FromSeconds(5);
        var ticket = Assert.IsType<WaitOutcome>(await world.AcceptAsync()).Ticket;
        await WatchAsync(world, ticket);
        await world.Get<EntitlementCatalog>().RemoveAsync(EntitlementSubject.Of(A.User1), A.Team1, Ct);

        var refusal = await world.RefusalOfAsync(() => world.Flow.ResumeAsync(ticket, _client, Ct));

        Assert.Equal("ENTITLEMENT_NOT_FOUND", refusal.Reason);
        Assert.Equal(0, world.Accounts.Vends);
    }

    [Fact]
    public async Task The_network_is_checked_where_the_browser_is_now()
    {
        await using var world = await new World().WithUser1Async();
        await world.PutAsync(A.Team() with { Conditions = new() { Networks = [IPNetwork.Parse("192.0.2.0/24")] } });
        world.Accounts.CreationTakes = TimeSpan.FromSeconds(5);
        var ticket = Assert.IsType<WaitOutcome>(await world.AcceptAsync()).Ticket;
        await WatchAsync(world, ticket);

        var refusal = await world.RefusalOfAsync(() => world.Flow.ResumeAsync(ticket, new(IPAddress.Parse("198.51.100.7")), Ct));

        Assert.Equal("NETWORK_NOT_ALLOWED", refusal.Reason);
    }

    [Fact]
    public async Task A_resume_before_it_is_ready_keeps_the_same_ticket()
    {
        await using var world = await new World().WithUser1Async();
        world.Accounts.CreationTakes = TimeSpan.FromSeconds(60);
        var ticket = Assert.IsType<WaitOutcome>(await world.AcceptAsync()).Ticket;

        var again = Assert.IsType<WaitOutcome>(await world.RunAsync(world.Flow.ResumeAsync(ticket, _client, Ct)));

        Assert.Equal(ticket, again.Ticket);
        Assert.Equal(FlightOutcome.Pending, (await world.RecordOfAsync(ticket.Reference.ToString())).Outcome);
    }

    [Fact]
    public async Task Who_watches_on_another_replica_sees_it_through_even_when_the_first_one_stops()
    {
        await using var world = await new World().WithUser1Async();
        await using var replica = world.Replica();
        world.Accounts.CreationTakes = TimeSpan.FromSeconds(10);
        var ticket = Assert.IsType<WaitOutcome>(await world.AcceptAsync()).Ticket;
        world.Get<ProfileCatalog>().Dispose();

        var seen = await WatchAsync(world, ticket, replica.GetRequiredService<SignInFlow>());

        Assert.Equal(WaitState.Ready, seen[^1].State);
        Assert.Single(world.Accounts.Profiles);
    }

    [Fact]
    public async Task A_failure_while_somebody_waits_is_told_with_its_reason()
    {
        await using var world = await new World().WithUser1Async();
        world.Accounts.CreationTakes = TimeSpan.FromSeconds(10);
        world.Accounts.CreationEndsAs = ProfileStatus.Failed;
        var ticket = Assert.IsType<WaitOutcome>(await world.AcceptAsync()).Ticket;

        var seen = await WatchAsync(world, ticket);

        Assert.Equal((WaitState.Failed, "PROFILE_FAILED"), (seen[^1].State, seen[^1].Reason));
    }

    [Fact]
    public async Task A_page_that_is_opened_when_all_is_done_says_so_at_once()
    {
        await using var world = await new World().WithUser1Async();
        world.Accounts.CreationTakes = TimeSpan.FromSeconds(5);
        var ticket = Assert.IsType<WaitOutcome>(await world.AcceptAsync()).Ticket;
        await WatchAsync(world, ticket);

        Assert.Equal(WaitState.Ready, Assert.Single(await WatchAsync(world, ticket)).State);
    }

    [Fact]
    public async Task Several_teams_and_none_named_lets_the_person_choose_among_the_open_ones()
    {
        await using var world = await WithTwoTeamsAsync();
        await world.PutAsync(A.Team(TeamId.Parse("Team3")) with { State = TeamState.Suspended }, A.Entitlement(null, TeamId.Parse("Team3")));

        var pick = Assert.IsType<PickOutcome>(await world.AcceptAsync(_noTeam));
        var pending = await world.Flow.FindPendingAsync(pick.Ticket, Ct);
        var launch = Assert.IsType<LaunchOutcome>(await world.RunAsync(world.Flow.ChooseAsync(pick.Ticket, A.Team2, _client, Ct)));

        Assert.Equal(["The Team1", "The Team2"], pending!.Choices.Select(c => c.DisplayName));
        Assert.Equal(("alias-222", "eu-west-1", "dev"), (pending.Choices[1].Account, pending.Choices[1].Region, pending.Choices[1].Environment));
        Assert.Null(pending.Team);
        Assert.Equal(A.Team2, launch.Route.Team.Id);
        Assert.Equal("SIGN_IN_NOT_FOUND", (await world.RefusalOfAsync(() => world.Flow.ChooseAsync(pick.Ticket, A.Team1, _client, Ct))).Reason);
    }

    [Fact]
    public async Task A_team_that_was_not_offered_cannot_be_chosen()
    {
        await using var world = await WithTwoTeamsAsync();
        var pick = Assert.IsType<PickOutcome>(await world.AcceptAsync(_noTeam));
        var third = TeamId.Parse("Team3");
        await world.PutAsync(A.Team(third), A.Entitlement(null, third));

        var refusal = await world.RefusalOfAsync(() => world.Flow.ChooseAsync(pick.Ticket, third, _client, Ct));

        Assert.Equal("TEAM_NOT_OFFERED", refusal.Reason);
        Assert.IsType<LaunchOutcome>(await world.RunAsync(world.Flow.ChooseAsync(pick.Ticket, A.Team1, _client, Ct)));
    }

    [Fact]
    public async Task A_choice_that_is_refused_leaves_the_others_open()
    {
        await using var world = await WithTwoTeamsAsync();
        await world.PutAsync(A.Team() with { Conditions = new() { RequireMfa = true } });
        var pick = Assert.IsType<PickOutcome>(await world.AcceptAsync(_noTeam));

        var refusal = await world.RefusalOfAsync(() => world.Flow.ChooseAsync(pick.Ticket, A.Team1, _client, Ct));

        Assert.Equal("MFA_REQUIRED", refusal.Reason);
        Assert.IsType<LaunchOutcome>(await world.RunAsync(world.Flow.ChooseAsync(pick.Ticket, A.Team2, _client, Ct)));
    }

    [Fact]
    public async Task A_choice_whose_profile_is_not_ready_waits_with_the_same_ticket()
    {
        await using var world = await WithTwoTeamsAsync();
        world.Accounts.CreationTakes = TimeSpan.FromSeconds(20);
        var pick = Assert.IsType<PickOutcome>(await world.AcceptAsync(_noTeam));

        var wait = Assert.IsType<WaitOutcome>(await world.RunAsync(world.Flow.ChooseAsync(pick.Ticket, A.Team2, _client, Ct)));
        var pending = await world.Flow.FindPendingAsync(wait.Ticket, Ct);
        await WatchAsync(world, wait.Ticket);

        Assert.Equal(pick.Ticket, wait.Ticket);
        Assert.Equal(A.Team2, pending!.Team!.Team);
        Assert.Empty(pending.Choices);
        Assert.IsType<LaunchOutcome>(await world.RunAsync(world.Flow.ResumeAsync(wait.Ticket, _client, Ct)));
    }

    [Fact]
    public async Task A_resume_that_still_needs_a_choice_goes_back_to_the_picker()
    {
        await using var world = await WithTwoTeamsAsync();
        var pick = Assert.IsType<PickOutcome>(await world.AcceptAsync(_noTeam));

        Assert.Equal(new PickOutcome(pick.Ticket), await world.Flow.ResumeAsync(pick.Ticket, _client, Ct));
    }

    static async Task<World> WithTwoTeamsAsync()
    {
        var world = await new World().WithUser1Async();
        await world.PutAsync(A.Account(A.Dublin), A.Domain(A.Dublin), A.Team(A.Team2, new Placement(A.Dublin)), A.Entitlement(null, A.Team2));
        return world;
    }

    static Task<List<WaitProgress>> WatchAsync(World world, SignInTicket ticket, SignInFlow? flow = null) => world.RunAsync(Task.Run(async () =>
    {
        var seen = new List<WaitProgress>();
        await foreach (var progress in (flow ?? world.Flow).WatchAsync(ticket, Ct))
        {
            seen.Add(progress);
        }

        return seen;
    }));
}
