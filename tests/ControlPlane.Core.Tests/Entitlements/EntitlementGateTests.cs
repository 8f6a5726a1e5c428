using System.Net;
using ControlPlane.SignIn;
using ControlPlane.Teams;
using ControlPlane.Users;
using Xunit;

namespace ControlPlane.Entitlements;

public sealed class EntitlementGateTests : IAsyncDisposable
{
    readonly World _world = new();

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    DateTimeOffset Now => _world.Time.GetUtcNow();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task Nothing_and_a_team_that_does_not_exist_read_the_same()
    {
        await _world.PutAsync(A.Team());

        var notTheirs = await RefusalAsync(A.Principal(), A.Team1);
        var notThere = await RefusalAsync(A.Principal(), A.Team2);

        Assert.Equal("ENTITLEMENT_NOT_FOUND", notTheirs.Reason);
        Assert.Equal(notTheirs.Message, notThere.Message.Replace("Team2", "Team1", StringComparison.Ordinal));
        Assert.Equal((notTheirs.Kind, notTheirs.Fix), (notThere.Kind, notThere.Fix));
    }

    [Fact]
    public async Task Groups_that_were_not_sent_are_named_as_a_possible_cause()
    {
        var refusal = await RefusalAsync(A.Principal() with { GroupsUnknown = true }, A.Team1);

        Assert.Equal("ENTITLEMENT_NOT_FOUND", refusal.Reason);
        Assert.Contains("link instead of the groups", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_entitlement_counts_from_its_begin_to_just_before_its_end()
    {
        await _world.PutAsync(A.Team(), A.Entitlement() with { NotBefore = Now, NotAfter = Now.AddHours(2) });

        var grant = await CheckAsync(A.Principal());
        _world.Time.Advance(TimeSpan.FromHours(2));
        var ended = await RefusalAsync(A.Principal(), A.Team1);

        Assert.Equal(TimeSpan.FromHours(2), grant.SessionLength);
        Assert.Equal("ENTITLEMENT_EXPIRED", ended.Reason);
    }

    [Fact]
    public async Task An_entitlement_that_begins_later_is_told_with_its_begin()
    {
        await _world.PutAsync(A.Team(), A.Entitlement() with { NotBefore = Now.AddSeconds(1) });

        Assert.Equal("ENTITLEMENT_NOT_YET", (await RefusalAsync(A.Principal(), A.Team1)).Reason);
    }

    [Fact]
    public async Task Of_a_persons_own_and_the_groups_entitlements_the_longest_counts()
    {
        await _world.PutAsync(
            A.Team(),
            A.Entitlement() with { NotAfter = Now.AddHours(1) },
            A.Entitlement() with { Subject = EntitlementSubject.Of(A.Scientists) });

        var alone = await CheckAsync(A.Principal());
        var inGroup = await CheckAsync(A.Principal() with { Groups = [A.Scientists] });

        Assert.Equal(TimeSpan.FromHours(1), alone.SessionLength);
        Assert.Equal(Team.MaximumSession, inGroup.SessionLength);
        Assert.Equal(A.Scientists, inGroup.Entitlement.Subject.Group);
    }

    [Fact]
    public async Task A_group_that_only_the_catalog_knows_counts_too()
    {
        await _world.PutAsync(A.Team(), A.Entitlement() with { Subject = EntitlementSubject.Of(A.Scientists) });

        var grant = await _world.Get<EntitlementGate>().CheckAsync(new(A.Principal(), A.User() with { Groups = [A.Scientists] }), A.Team1, Ct);

        Assert.Equal(A.Scientists, grant.Entitlement.Subject.Group);
    }

    [Theory]
    [InlineData("TEAM_UNKNOWN", null, false)]
    [InlineData("TEAM_SUSPENDED", TeamState.Suspended, false)]
    [InlineData("MFA_REQUIRED", TeamState.Active, true)]
    public async Task What_is_wrong_with_the_team_is_told_to_those_who_are_entitled(string reason, TeamState? state, bool mfa)
    {
        await _world.PutAsync(A.Entitlement());
        if (state is { } known)
        {
            await _world.PutAsync(A.Team() with { State = known, Conditions = new() { RequireMfa = mfa } });
        }

        var refusal = await RefusalAsync(A.Principal() with { MultiFactor = false }, A.Team1);

        Assert.Equal(reason, refusal.Reason);
        Assert.NotNull(refusal.Fix);
    }

    [Theory]
    [InlineData("192.0.2.0/24", "192.0.2.7", true)]
    [InlineData("192.0.2.0/24", "::ffff:192.0.2.7", true)]
    [InlineData("::ffff:192.0.2.0/120", "192.0.2.7", true)]
    [InlineData("2001:db8::/32", "2001:db8::1", true)]
    [InlineData("192.0.2.0/24", "198.51.100.7", false)]
    [InlineData("192.0.2.0/24", "::ffff:198.51.100.7", false)]
    [InlineData("2001:db8::/32", "192.0.2.7", false)]
    [InlineData("192.0.2.0/24", null, false)]
    public async Task Only_the_teams_networks_may_open_it(string network, string? address, bool allowed)
    {
        await _world.PutAsync(A.Entitlement(), A.Team() with { Conditions = new() { Networks = [IPNetwork.Parse(network)] } });
        var principal = A.Principal() with { Address = address is null ? null : IPAddress.Parse(address) };

        var refusal = await Record.ExceptionAsync(() => CheckAsync(principal));

        Assert.Equal(allowed ? null : "NETWORK_NOT_ALLOWED", (refusal as Errors.RefusedException)?.Reason);
    }

    [Theory]
    [InlineData(1800, true)]
    [InlineData(1799, false)]
    public async Task A_session_that_would_be_shorter_than_half_an_hour_is_refused(int seconds, bool allowed)
    {
        await _world.PutAsync(A.Team(), A.Entitlement() with { NotAfter = Now.AddSeconds(seconds) });
        var byEntitlement = await Record.ExceptionAsync(() => CheckAsync(A.Principal()));
        await _world.PutAsync(A.Entitlement());
        var byProvider = await Record.ExceptionAsync(() => CheckAsync(A.Principal() with { SessionNotOnOrAfter = Now.AddSeconds(seconds) }));

        Assert.Equal(allowed ? null : "ENTITLEMENT_ENDS_TOO_SOON", (byEntitlement as Errors.RefusedException)?.Reason);
        Assert.Equal(allowed ? null : "SESSION_TOO_SHORT", (byProvider as Errors.RefusedException)?.Reason);
    }

    [Fact]
    public async Task The_session_is_the_shortest_of_three_in_whole_seconds()
    {
        await _world.PutAsync(A.Team() with { SessionLength = TimeSpan.FromHours(4) }, A.Entitlement() with { NotAfter = Now.AddHours(3) });

        var byTeam = await CheckAsync(A.Principal(), A.Entitlement());
        var byEnd = await CheckAsync(A.Principal(), A.Entitlement() with { NotAfter = Now.AddHours(3) });
        var byProvider = await CheckAsync(A.Principal() with { SessionNotOnOrAfter = Now.AddSeconds(3600.9) }, A.Entitlement());

        Assert.Equal([TimeSpan.FromHours(4), TimeSpan.FromHours(3), TimeSpan.FromHours(1)], [byTeam.SessionLength, byEnd.SessionLength, byProvider.SessionLength]);
    }

    [Fact]
    public async Task Everything_that_does_not_hold_is_found_at_once()
    {
        await _world.PutAsync(A.Entitlement(), A.Team() with
        {
            State = TeamState.Suspended,
            Conditions = new() { RequireMfa = true, Networks = [IPNetwork.Parse("10.0.0.0/8")] },
        });

        var examination = await _world.Get<EntitlementGate>().ExamineAsync(Person(A.Principal() with { MultiFactor = false }), A.Team1, Ct);

        Assert.Null(examination.Grant);
        Assert.Equal(["TEAM_SUSPENDED", "MFA_REQUIRED", "NETWORK_NOT_ALLOWED"], examination.Findings.Select(f => f.Reason));
    }

    static Person Person(Principal principal) => new(principal, A.User());

    async Task<Grant> CheckAsync(Principal principal, Entitlement? entitlement = null)
    {
        if (entitlement is not null)
        {
            await _world.PutAsync(entitlement);
        }

        return await _world.Get<EntitlementGate>().CheckAsync(Person(principal), A.Team1, Ct);
    }

    Task<Errors.RefusedException> RefusalAsync(Principal principal, TeamId team)
        => _world.RefusalOfAsync(() => _world.Get<EntitlementGate>().CheckAsync(Person(principal), team, Ct));
}
