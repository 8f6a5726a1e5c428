using System.Reflection;
using ControlPlane.Entitlements;
using ControlPlane.SignIn;
using ControlPlane.Storage.Sqlite;
using ControlPlane.Store;
using ControlPlane.Users;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ControlPlane.ReadModel;

/// <summary>Two replicas with a store of their own each over one file: what one decides after the other changed something.</summary>
public sealed class LaunchReadsTests : IAsyncLifetime
{
    readonly World _world = new();
    SqliteStore _theirs = null!;
    ServiceProvider _there = null!;

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _world.WithUser1Async();
        _theirs = _world.OpenAgain();
        _there = _world.Replica(services => services.AddSingleton<IStore>(_theirs));
    }

    public async ValueTask DisposeAsync()
    {
        await _there.DisposeAsync();
        await _theirs.DisposeAsync();
        await _world.DisposeAsync();
    }

    [Fact]
    public async Task A_launch_is_refused_at_once_after_a_revocation_on_another_replica()
    {
        await LaunchThereAsync();
        await CatchUpAsync();
        await TargetsThereAsync();

        // No time goes by: what the other replica keeps still says yes.
        await _world.Get<EntitlementCatalog>().RemoveAsync(A.Entitlement().Subject, A.Team1, Ct);

        var refusal = await _world.RefusalOfAsync(() => LaunchThereAsync());
        Assert.Equal("ENTITLEMENT_NOT_FOUND", refusal.Reason);
    }

    [Fact]
    public async Task A_launch_is_refused_at_once_after_a_suspension_on_another_replica()
    {
        await LaunchThereAsync();
        await CatchUpAsync();
        await TargetsThereAsync();

        await _world.PutAsync(A.User() with { State = UserState.Suspended });

        var refusal = await _world.RefusalOfAsync(() => LaunchThereAsync());
        Assert.Equal("USER_SUSPENDED", refusal.Reason);
    }

    [Fact]
    public async Task A_launch_is_let_in_at_once_after_a_grant_on_another_replica()
    {
        await _world.Get<EntitlementCatalog>().RemoveAsync(A.Entitlement().Subject, A.Team1, Ct);
        await CatchUpAsync();
        Assert.Empty(await TargetsThereAsync());
        await _world.RefusalOfAsync(() => LaunchThereAsync());

        await _world.PutAsync(A.Entitlement());

        await LaunchThereAsync();
    }

    [Fact]
    public async Task A_new_user_is_let_in_at_once_on_another_replica()
    {
        var newcomer = A.Principal() with { User = UserId.Parse("newcomer") };
        await CatchUpAsync();
        await _world.RefusalOfAsync(() => LaunchThereAsync(newcomer));

        await _world.PutAsync(A.User() with { Id = newcomer.User }, A.Entitlement() with { Subject = EntitlementSubject.Of(newcomer.User) });

        await LaunchThereAsync(newcomer);
    }

    [Fact]
    public async Task Launch_targets_follow_a_revocation_at_once_where_it_was_made_and_elsewhere_when_the_feed_got_there()
    {
        await CatchUpAsync();
        Assert.Single(await TargetsThereAsync());
        Assert.Single(await _world.Queries.ListTargetsAsync(A.Principal(), null, 10, Ct));

        await _world.Get<EntitlementCatalog>().RemoveAsync(A.Entitlement().Subject, A.Team1, Ct);
        var here = await _world.Queries.ListTargetsAsync(A.Principal(), null, 10, Ct);
        await CatchUpAsync();
        var there = await TargetsThereAsync();

        Assert.Empty(here);
        Assert.Empty(there);
    }

    [Fact]
    public async Task A_launch_follows_a_move_of_the_team_at_once()
    {
        var before = await LaunchThereAsync();
        await CatchUpAsync();
        await TargetsThereAsync();
        await _world.PutAsync(A.Team() with { Placements = [] });

        var refusal = await _world.RefusalOfAsync(() => LaunchThereAsync());

        Assert.NotNull(before.Url);
        Assert.Equal("PLACEMENT_REMOVED", refusal.Reason);
    }

    [Fact]
    public void Only_launches_and_listings_may_read_from_memory()
    {
        var readers = typeof(StoreCopy).Assembly.GetTypes()
            .Where(type => type.GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
                .SelectMany(c => c.GetParameters()).Any(p => p.ParameterType == typeof(LaunchReads) || p.ParameterType == typeof(StoreCopy)))
            .Select(type => type.Name);

        // Whoever is added here decides no change by it: catalogs, ResourceStore, placements and the audit log have the store itself.
        Assert.Equal(
            ["AccessQueries", "CopiedReads", "LaunchPad", "LaunchReads", "SignInFlow", "WaitingRoom"],
            readers.Where(name => !name.Contains('<', StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.Same(_world.Store, _world.Get<IStore>());
    }

    async Task<LaunchOutcome> LaunchThereAsync(Principal? principal = null)
        => await _world.RunAsync(_there.GetRequiredService<SignInFlow>().LaunchAsync(principal ?? A.Principal(), A.Command(), Ct));

    Task<IReadOnlyList<LaunchTarget>> TargetsThereAsync() => _there.GetRequiredService<AccessQueries>().ListTargetsAsync(A.Principal(), null, 10, Ct);

    async Task CatchUpAsync()
    {
        var copy = _there.GetRequiredService<StoreCopy>();
        copy.Start();
        var revision = await _world.Store.GetRevisionAsync(Ct);
        while (copy.State is not CopyState.Fresh || copy.Position < revision)
        {
            _world.Time.Advance(TimeSpan.FromMilliseconds(25));
            await Task.Delay(2, Ct);
        }
    }
}
