using System.Text;
using ControlPlane.Audit;
using ControlPlane.Catalog;
using ControlPlane.Entitlements;
using ControlPlane.Errors;
using ControlPlane.Storage.Sqlite;
using ControlPlane.Teams;
using ControlPlane.Users;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace ControlPlane.Core.Tests.Catalog;

public sealed class CatalogLoaderTests : IAsyncLifetime
{
    readonly TemporaryStore _file = new();
    SqliteStore _store = null!;

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        _store = _file.Open();
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => _file.DisposeAsync();

    [Fact]
    public async Task What_the_file_says_is_found_in_the_catalogs()
    {
        var load = await LoadAsync(CatalogYaml.Valid);

        var team = TeamId.Parse("Team1");
        Assert.Equal(new(7, 0, 0, 0, 0), load);
        Assert.Equal("Team1Role", (await new TeamCatalog(_store).FindAsync(team, Ct))!.ExecutionRole);
        Assert.Equal("User 1", (await new UserCatalog(_store).FindAsync(UserId.Parse("user1"), Ct))!.DisplayName);
        Assert.Equal("All", (await new GroupCatalog(_store).FindAsync(GroupId.Parse("people/all"), Ct))!.DisplayName);
        var entitlements = new EntitlementCatalog(_store);
        Assert.Equal(2, (await entitlements.FindAsync(UserId.Parse("user1"), [GroupId.Parse("people/all")], team, Ct)).Count);
        Assert.Equal(2, (await entitlements.ListByTeamAsync(team, null, 10, Ct)).Count);
    }

    [Fact]
    public async Task A_second_load_changes_nothing()
    {
        await LoadAsync(CatalogYaml.Valid);

        var again = await LoadAsync(CatalogYaml.Valid);

        Assert.Equal(new(0, 0, 0, 7, 0), again);
    }

    [Fact]
    public async Task A_load_keeps_when_it_made_and_changed_each_thing()
    {
        await LoadAsync(CatalogYaml.Valid);
        var kind = new TeamKind(_store, new(_store), new(_store), new(_store));
        var created = kind.Read((await _store.FindAsync("teams/Team1", Ct))!);
        await LoadAsync(CatalogYaml.Valid);
        var untouched = kind.Read((await _store.FindAsync("teams/Team1", Ct))!);

        await LoadAsync(CatalogYaml.Valid.Replace("Team1Role", "Team1RoleB", StringComparison.Ordinal));

        var changed = kind.Read((await _store.FindAsync("teams/Team1", Ct))!);
        Assert.NotNull(created.CreatedAt);
        Assert.Equal(created.CreatedAt, created.UpdatedAt);
        Assert.Equal(created.Version, untouched.Version);
        Assert.Equal(created.CreatedAt, changed.CreatedAt);
        Assert.True(changed.UpdatedAt > created.UpdatedAt);
        Assert.Equal("Team1RoleB", changed.Value.ExecutionRole);
    }

    [Fact]
    public async Task A_load_updates_what_differs_and_removes_what_is_no_longer_named()
    {
        await LoadAsync(CatalogYaml.Valid);

        var load = await LoadAsync(CatalogYaml.Valid
            .Replace("User 1", "User One", StringComparison.Ordinal)
            .Replace("kind: Entitlement\nspec: { user: user1, team: Team1 }\n---\n", "", StringComparison.Ordinal));

        Assert.Equal(new(0, 1, 1, 5, 0), load);
        Assert.Equal(EntitlementSubject.Of(GroupId.Parse("people/all")), Assert.Single(await new EntitlementCatalog(_store).ListByTeamAsync(TeamId.Parse("Team1"), null, 10, Ct)).Subject);
        Assert.Empty(await new EntitlementCatalog(_store).FindAsync(UserId.Parse("user1"), [], TeamId.Parse("Team1"), Ct));
    }

    [Fact]
    public async Task A_user_may_change_the_case_of_an_id()
    {
        await LoadAsync(CatalogYaml.Valid);

        var load = await LoadAsync(CatalogYaml.Valid.Replace("user1", "USER1", StringComparison.Ordinal));

        Assert.Equal((2, 2), (load.Created, load.Removed));
        Assert.Null(await new UserCatalog(_store).FindAsync(UserId.Parse("user1"), Ct));
        Assert.NotNull(await new UserCatalog(_store).FindAsync(UserId.Parse("USER1"), Ct));
        await Assert.ThrowsAsync<RefusedException>(() => new UserCatalog(_store).PutAsync(new() { Id = UserId.Parse("User1") }, "manual", Ct));
    }

    [Fact]
    public async Task What_came_from_elsewhere_is_neither_changed_nor_removed()
    {
        var (users, entitlements) = (new UserCatalog(_store), new EntitlementCatalog(_store));
        var (user, other, team) = (UserId.Parse("user1"), UserId.Parse("other"), TeamId.Parse("Team1"));
        await users.PutAsync(new() { Id = user, DisplayName = "By hand" }, "manual", Ct);
        await users.PutAsync(new() { Id = other }, "manual", Ct);
        await entitlements.PutAsync(new() { Subject = EntitlementSubject.Of(other), Team = team, Source = "request" }, Ct);

        var load = await LoadAsync(CatalogYaml.Valid);
        await LoadAsync("# nothing\n");

        Assert.Equal((6, 1), (load.Created, load.LeftAlone));
        Assert.Equal("By hand", (await users.FindAsync(user, Ct))!.DisplayName);
        Assert.NotNull(await users.FindAsync(other, Ct));
        Assert.Equal(other, Assert.Single(await entitlements.ListByTeamAsync(team, null, 10, Ct)).Subject.User);
        Assert.Null(await new TeamCatalog(_store).FindAsync(team, Ct));
    }

    [Fact]
    public async Task A_spelling_that_something_else_holds_refuses_the_whole_load()
    {
        await new TeamCatalog(_store).PutAsync(new() { Id = TeamId.Parse("TEAM1"), Placements = [], ExecutionRole = "x" }, "manual", Ct);

        var refusal = await Assert.ThrowsAsync<RefusedException>(() => LoadAsync(CatalogYaml.Valid));

        Assert.Equal("CATALOG_DIFFERS_BY_CASE", refusal.Reason);
        Assert.Equal(0, await _store.CountAsync("accounts/", Ct));
    }

    [Fact]
    public async Task A_broken_file_changes_nothing_but_is_in_the_audit_trail()
    {
        await LoadAsync(CatalogYaml.Valid);

        var refusal = await Assert.ThrowsAsync<RefusedException>(() => LoadAsync(CatalogYaml.Valid.Replace("12h", "13h", StringComparison.Ordinal).Replace("User 1", "Someone", StringComparison.Ordinal)));

        Assert.Equal("CATALOG_INVALID", refusal.Reason);
        Assert.Contains("catalog.yaml:18 spec.sessionLength", refusal.Message, StringComparison.Ordinal);
        Assert.Equal("User 1", (await new UserCatalog(_store).FindAsync(UserId.Parse("user1"), Ct))!.DisplayName);
        var events = await new AuditTrail(_store, TimeProvider.System).ListAsync(newestFirst: true, null, 10, Ct);
        Assert.Equal([("refused", "CATALOG_INVALID"), ("allowed", null)], events.Select(e => (e.Event.Outcome, e.Event.Reason)));
        Assert.Equal(("1", "7"), (events[0].Event.Details["errors"], events[1].Event.Details["created"]));
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_refused()
        => Assert.Equal("CATALOG_NOT_READABLE", (await Assert.ThrowsAsync<RefusedException>(() => Loader().LoadAsync(_file.Path("none.yaml"), Ct))).Reason);

    [Fact]
    public async Task Fifty_thousand_entitlements_load_and_an_interrupted_load_is_completed()
    {
        var path = _file.Path("large.yaml");
        await File.WriteAllTextAsync(path, Large(50_000), Ct);
        using var interrupt = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        await Task.WhenAll(
            Assert.ThrowsAnyAsync<OperationCanceledException>(() => Loader().LoadAsync(path, interrupt.Token)),
            InterruptAsync());
        var half = await _store.CountAsync("entitlements/", Ct);
        Assert.InRange(half, 5000, 49_999);

        var load = await Loader().LoadAsync(path, Ct);

        Assert.Equal(50_000, await _store.CountAsync("entitlements/", Ct));
        Assert.Equal(50_000, await _store.CountAsync("entitlements-by-team/", Ct));
        Assert.Equal(50_000 - half, load.Created);
        Assert.Equal(0, (await Loader().LoadAsync(path, Ct)).Created);

        async Task InterruptAsync()
        {
            while (await _store.CountAsync("entitlements/", Ct) < 5000)
            {
                await Task.Delay(5, Ct);
            }

            await interrupt.CancelAsync();
        }
    }

    [Fact]
    public async Task Two_replicas_may_load_the_same_file_at_once()
    {
        var path = _file.Path("large.yaml");
        await File.WriteAllTextAsync(path, Large(2000), Ct);
        var other = new CatalogLoader(_file.Open(), new(_store, TimeProvider.System), TimeProvider.System, NullLogger<CatalogLoader>.Instance);

        await Task.WhenAll(Loader().LoadAsync(path, Ct), other.LoadAsync(path, Ct));

        Assert.Equal(2000, await _store.CountAsync("entitlements/", Ct));
    }

    static string Large(int entitlements)
    {
        var yaml = new StringBuilder(CatalogYaml.Valid[..CatalogYaml.Valid.IndexOf("kind: Group", StringComparison.Ordinal)]);
        for (var i = 0; i < entitlements; i++)
        {
            yaml.Append(null, $"kind: Entitlement\nspec:\n  group: group-{i}\n  team: Team1\n---\n");
        }

        return yaml.ToString();
    }

    CatalogLoader Loader() => new(_store, new(_store, TimeProvider.System), TimeProvider.System, NullLogger<CatalogLoader>.Instance);

    async Task<CatalogLoad> LoadAsync(string yaml)
    {
        var path = _file.Path("catalog.yaml");
        await File.WriteAllTextAsync(path, yaml, Ct);
        return await Loader().LoadAsync(path, Ct);
    }
}
