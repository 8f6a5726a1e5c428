using ControlPlane.Accounts;
using ControlPlane.Domains;
using ControlPlane.Entitlements;
using ControlPlane.Errors;
using ControlPlane.Operations;
using ControlPlane.Profiles;
using ControlPlane.SignIn;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ControlPlane.LiveSessions;

/// <summary>Accesses that end, over a real store and with a clock that the test moves.</summary>
public sealed class LiveSessionTests : IAsyncLifetime
{
    static readonly ObservedApp _notebook = new("JupyterLab", "default", null, "mine", AppState.InService, null);
    static readonly ObservedApp _server = new("JupyterServer", "default", "user1-Team1", null, AppState.InService, null);

    readonly World _world = new(Add);
    ProfileName _profile;

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    AccessWarden Warden => _world.Get<AccessWarden>();

    public async ValueTask InitializeAsync()
    {
        await _world.WithUser1Async();
        _profile = (await _world.LaunchAsync()).Route.Profile;
        await _world.Get<OperationRunner>().StartAsync(Ct);
        _world.Accounts.Put(new ObservedSpace("mine", false, "InService", null));
        _world.Accounts.Put(_server);
        _world.Accounts.Put(_notebook);
    }

    public async ValueTask DisposeAsync()
    {
        await _world.Get<OperationRunner>().StopAsync(CancellationToken.None);
        await _world.DisposeAsync();
    }

    [Fact]
    public async Task Mark_comes_first_then_the_apps_and_a_JupyterServer_last()
    {
        await RevokeAsync();
        var ended = await UntilAsync(StudioAccessState.Ended);

        Assert.Equal(["tag access-ended", "stop app JupyterLab/default in space mine", "stop app JupyterServer/default"], _world.Accounts.Changes);
        Assert.Equal(("ENTITLEMENT_REVOKED", null), (ended.Reason, ended.Missing));
    }

    [Fact]
    public async Task Entitlement_that_ends_by_time_ends_the_access_then_and_not_before()
    {
        var end = _world.Time.GetUtcNow() + TimeSpan.FromHours(2);
        await _world.PutAsync(A.Entitlement() with { NotAfter = end });
        await LookAsync();
        _world.Time.Advance(TimeSpan.FromHours(2) - TimeSpan.FromMilliseconds(1));
        await Warden.LookDueAsync(Ct);
        var before = await AccessAsync();

        _world.Time.Advance(TimeSpan.FromMilliseconds(1));
        await Warden.LookDueAsync(Ct);
        var ended = await UntilAsync(StudioAccessState.Ended);

        Assert.Equal(StudioAccessState.Active, before.State);
        Assert.Equal("ENTITLEMENT_EXPIRED", ended.Reason);
    }

    [Fact]
    public async Task Launch_alone_remembers_when_its_entitlement_ends()
    {
        await _world.PutAsync(A.Entitlement() with { NotAfter = _world.Time.GetUtcNow() + TimeSpan.FromHours(2) });
        await _world.LaunchAsync();

        _world.Time.Advance(TimeSpan.FromHours(2));
        await Warden.LookDueAsync(Ct);

        await UntilAsync(StudioAccessState.Ended);
    }

    [Fact]
    public async Task Of_many_replicas_that_look_one_begins_the_end()
    {
        await using var replica = _world.Replica(Add);
        await _world.PutAsync(A.Entitlement() with { NotAfter = _world.Time.GetUtcNow() });

        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => (i % 2 == 0 ? Warden : replica.GetRequiredService<AccessWarden>())
            .LookAsync(A.Team1, A.User1, null, Ct)));
        await UntilAsync(StudioAccessState.Ended);

        Assert.Single(await _world.Get<OperationCatalog>().ListAsync(null, 100, Ct));
        Assert.Single(_world.Accounts.Changes, c => c is "tag access-ended");
    }

    [Fact]
    public async Task Throttled_end_stays_on_its_way_says_why_and_is_tried_again()
    {
        _world.Accounts.OnAddTags = () => new RefusedException(RefusalKind.Unavailable, "AWS_THROTTLED", "AWS throttles.");
        await RevokeAsync();
        var failed = await UntilAsync(a => a.Missing is "AWS throttles.");
        await NextAttemptAsync();
        var again = await UntilAsync(a => a.Attempts == 2);
        _world.Accounts.OnAddTags = () => null;
        await NextAttemptAsync();
        var ended = await UntilAsync(StudioAccessState.Ended);

        Assert.Equal(StudioAccessState.Ending, failed.State);
        Assert.NotEqual(failed.Operation, again.Operation);
        Assert.Equal(failed.Turn, ended.Turn);
        Assert.Empty(_world.Accounts.Apps);
    }

    [Fact]
    public async Task Stopped_apps_without_a_mark_are_not_an_end()
    {
        await RevokeAsync();
        // Somebody takes the mark away as soon as it is there.
        _world.Accounts.OnRemoveApp = _ => Unmark();
        var ending = await UntilAsync(a => a.Missing?.Contains("does not show the tag", StringComparison.Ordinal) is true);
        _world.Accounts.OnRemoveApp = _ => null;
        await NextAttemptAsync();
        await UntilAsync(StudioAccessState.Ended);

        Assert.Equal(StudioAccessState.Ending, ending.State);
        Assert.Contains(ProfileTags.Ended, Assert.Single(_world.Accounts.Profiles).Tags);
    }

    [Fact]
    public async Task App_that_an_open_browser_begins_anew_is_found_and_stopped()
    {
        await RevokeAsync();
        var first = await UntilAsync(StudioAccessState.Ended);
        _world.Accounts.Put(_notebook);

        _world.Time.Advance(TimeSpan.FromSeconds(31));
        await Warden.LookDueAsync(Ct);
        var second = await UntilAsync(a => a.Turn > first.Turn && a.State is StudioAccessState.Ended);

        Assert.Equal("ENTITLEMENT_REVOKED", second.Reason);
        Assert.Empty(_world.Accounts.Apps);
    }

    [Fact]
    public async Task Nobody_looks_any_more_once_the_last_session_is_over()
    {
        await RevokeAsync();
        await UntilAsync(StudioAccessState.Ended);
        _world.Time.Advance(TimeSpan.FromHours(13));
        await Warden.LookDueAsync(Ct);

        Assert.Null((await AccessAsync()).DueAt);
    }

    [Fact]
    public async Task Entitled_again_on_the_way_stops_nothing_more_and_the_next_launch_takes_the_mark_away()
    {
        _world.Accounts.OnRemoveApp = _ => Entitle();
        await RevokeAsync();
        await UntilAsync(a => a.Missing is "AWS is away.");
        _world.Accounts.OnRemoveApp = _ => new InvalidOperationException("Stopped after all.");
        await NextAttemptAsync();
        await UntilAsync(StudioAccessState.Active);

        await _world.LaunchAsync();

        Assert.DoesNotContain(ProfileTags.Ended, Assert.Single(_world.Accounts.Profiles).Tags);
        Assert.Contains("untag access-ended", _world.Accounts.Changes);

        Exception? Entitle()
        {
            _world.PutAsync(A.Entitlement()).GetAwaiter().GetResult();
            return new RefusedException(RefusalKind.Unavailable, "AWS_UNAVAILABLE", "AWS is away.");
        }
    }

    [Fact]
    public async Task Person_whose_group_still_has_the_team_is_left_alone()
    {
        await _world.PutAsync(A.Entitlement() with { Subject = EntitlementSubject.Of(A.Scientists) });
        await _world.LaunchAsync(A.Principal() with { Groups = [A.Scientists] });

        await RevokeAsync();

        Assert.Equal(StudioAccessState.Active, (await AccessAsync()).State);
        Assert.Empty(_world.Accounts.Changes);
    }

    [Fact]
    public async Task Group_that_the_person_is_not_in_keeps_nobody_in()
    {
        await _world.PutAsync(A.Entitlement() with { Subject = EntitlementSubject.Of(A.Scientists) });

        await RevokeAsync();

        await UntilAsync(StudioAccessState.Ended);
    }

    [Fact]
    public async Task Revoked_group_throws_out_whom_it_let_in_and_nobody_else()
    {
        await _world.PutAsync(A.User(A.User2), A.Entitlement() with { Subject = EntitlementSubject.Of(A.Scientists) });
        var other = (await _world.LaunchAsync(A.Principal(A.User2) with { Groups = [A.Scientists] })).Route.Profile;

        await _world.PutAsync(A.Entitlement() with { Subject = EntitlementSubject.Of(A.Scientists), NotAfter = _world.Time.GetUtcNow() });
        await Warden.LookAsync(A.Team1, null, null, Ct);
        await UntilAsync(a => a.State is StudioAccessState.Ended, other);

        Assert.Equal(StudioAccessState.Active, (await AccessAsync()).State);
    }

    [Fact]
    public async Task Launch_that_was_let_through_just_before_the_revocation_is_found_out()
    {
        await RevokeAsync();
        await UntilAsync(StudioAccessState.Ended);
        // What a launch does that was found entitled a moment too early.
        await _world.Get<StudioAccesses>().ReopenAsync(_profile, Ct);
        Unmark();

        _world.Time.Advance(TimeSpan.FromSeconds(31));
        await Warden.LookDueAsync(Ct);
        await UntilAsync(StudioAccessState.Ended);

        Assert.Contains(ProfileTags.Ended, Assert.Single(_world.Accounts.Profiles).Tags);
    }

    [Fact]
    public async Task Launch_that_calls_off_an_end_looks_at_the_entitlement_once_more()
    {
        await RevokeAsync();
        await UntilAsync(StudioAccessState.Ended);
        await _world.PutAsync(A.Entitlement());
        var vends = _world.Accounts.Vends;
        // Between the first look and the note of the launch the right is taken away again.
        var taken = false;
        _world.Store.BeforeWrite = async writes =>
        {
            if (!taken && writes.Any(w => w.Key.StartsWith("profile-access/", StringComparison.Ordinal)))
            {
                taken = true;
                await _world.PutAsync(A.Entitlement().Revoke("admin", "", "", _world.Time.GetUtcNow()));
            }
        };

        var refusal = await _world.RefusalOfAsync(() => _world.LaunchAsync());

        Assert.Equal("ENTITLEMENT_EXPIRED", refusal.Reason);
        Assert.Equal(vends, _world.Accounts.Vends);
    }

    [Fact]
    public async Task Sweep_finds_whom_nobody_told_about()
    {
        await _world.PutAsync(A.Entitlement() with { NotAfter = _world.Time.GetUtcNow() });

        await Warden.SweepAsync(Ct);

        await UntilAsync(StudioAccessState.Ended);
    }

    [Fact]
    public async Task Retired_profile_is_forgotten()
    {
        await RevokeAsync();
        await UntilAsync(StudioAccessState.Ended);
        await _world.Get<AssignmentCatalog>().TryRemoveAsync((await _world.Get<AssignmentCatalog>().FindAsync(A.User1, A.Team1, Ct))!, ProfileStates.KeyOf(_profile), Ct);

        _world.Time.Advance(TimeSpan.FromMinutes(1));
        await Warden.LookDueAsync(Ct);

        Assert.Null(await _world.Get<StudioAccesses>().FindAsync(_profile, Ct));
        Assert.Empty(await _world.StoredTextAsync("access-due/"));
    }

    static void Add(IServiceCollection services)
    {
        services.AddSingleton<IRoleProbe, NoProbe>();
        services.AddOperations();
    }

    async Task RevokeAsync()
    {
        await _world.PutAsync(A.Entitlement().Revoke("admin", "", "", _world.Time.GetUtcNow()));
        await LookAsync();
    }

    Task LookAsync() => Warden.LookAsync(A.Team1, A.User1, null, Ct);

    Exception? Unmark()
    {
        var seen = Assert.Single(_world.Accounts.Profiles);
        _world.Accounts.Put(seen with { Tags = seen.Tags.Where(t => t.Key != ProfileTags.Ended).ToDictionary(), Arn = "arn" });
        return null;
    }

    // The pause before the next attempt goes by, and its time is noticed. While the attempt of before still writes its end, a look begins none.
    async Task NextAttemptAsync()
    {
        var access = await AccessAsync();
        var last = OperationId.Parse(access.Operation!, null);
        await WaitAsync(async () => await _world.Get<OperationCatalog>().FindAsync(last, Ct) is { Done: true } done ? done : null);
        var pause = access.DueAt!.Value - _world.Time.GetUtcNow();
        _world.Time.Advance(pause > TimeSpan.Zero ? pause : TimeSpan.Zero);
        await Warden.LookDueAsync(Ct);
    }

    async Task<StudioAccess> AccessAsync(ProfileName? profile = null) => (await _world.Get<StudioAccesses>().FindAsync(profile ?? _profile, Ct))!;

    // As in the running product, somebody looks now and then.
    Task<StudioAccess> UntilAsync(StudioAccessState state) => WaitAsync(async () =>
    {
        await Warden.LookDueAsync(Ct);
        return await AccessAsync() is var access && access.State == state ? access : null;
    });

    Task<StudioAccess> UntilAsync(Func<StudioAccess, bool> isIt, ProfileName? profile = null)
        => WaitAsync(async () => await AccessAsync(profile) is var access && isIt(access) ? access : null);

    Task<T> WaitAsync<T>(Func<Task<T?>> look)
        where T : class
        => _world.RunAsync(Task.Run(async () =>
        {
            while (true)
            {
                if (await look() is { } found)
                {
                    return found;
                }

                await Task.Delay(5, Ct);
            }
        }, Ct));

    sealed class NoProbe : IRoleProbe
    {
        public Task OpenAsync(Account account, StudioRole role, RegionName region, CancellationToken ct) => throw new NotSupportedException();

        public Task<bool> CanOpenWithAsync(Account account, StudioRole role, RegionName region, string? externalId, CancellationToken ct)
            => throw new NotSupportedException();

        public Task<bool> CanVendRoleListDomainsAsync(Account account, RegionName region, CancellationToken ct) => throw new NotSupportedException();
    }
}
