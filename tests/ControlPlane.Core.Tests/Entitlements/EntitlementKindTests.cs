using System.Text;
using ControlPlane.Audit;
using ControlPlane.Catalog;
using ControlPlane.Errors;
using ControlPlane.SignIn;
using ControlPlane.Store;
using Xunit;

namespace ControlPlane.Entitlements;

public sealed class EntitlementKindTests
{
    static readonly Dictionary<string, string> _noLabels = [];
    static readonly Change _change = new() { Actor = "entra/operator" };

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Both_orders_hold_the_same_after_each_change()
    {
        await using var world = await NewWorldAsync();
        var rights = world.Get<ResourceStore<Entitlement>>();

        await CreateAsync(rights, A.Entitlement() with { Reason = "first" });
        var created = await BothAsync(world);
        await UpdateAsync(rights, "update", e => e with { Reason = "second" });
        var updated = await BothAsync(world);
        await rights.DeleteAsync(A.Entitlement(), null, _change, Ct);
        var deleted = await BothAsync(world);

        Assert.Contains("first", Assert.Single(created), StringComparison.Ordinal);
        Assert.Contains("second", Assert.Single(updated), StringComparison.Ordinal);
        Assert.Empty(deleted);
    }

    [Fact]
    public async Task Entitlement_of_the_catalog_file_can_only_be_revoked_and_is_then_kept_from_the_file()
    {
        await using var world = await NewWorldAsync();
        await world.PutAsync(A.Entitlement() with { Source = CatalogLoader.Source });
        var rights = world.Get<ResourceStore<Entitlement>>();

        var update = await world.RefusalOfAsync(() => UpdateAsync(rights, "update", e => e with { Reason = "x" }));
        var delete = await world.RefusalOfAsync(() => rights.DeleteAsync(A.Entitlement(), null, _change, Ct));
        await UpdateAsync(rights, EntitlementKind.Revoke, e => e.Revoke("entra/operator", "left", "", world.Time.GetUtcNow()));
        var kept = await rights.FindAsync(A.Entitlement(), Ct);
        var launch = await world.RefusalOfAsync(() => world.LaunchAsync());

        Assert.Equal("RESOURCE_OWNED_BY_FILE", update.Reason);
        Assert.Equal("RESOURCE_OWNED_BY_FILE", delete.Reason);
        Assert.Equal(("manual", "entra/operator", "left"), (kept!.Source, kept.Value.EndedBy, kept.Value.Reason));
        Assert.Equal("ENTITLEMENT_EXPIRED", launch.Reason);
    }

    [Fact]
    public async Task One_that_has_yet_to_begin_is_over_when_it_is_revoked()
    {
        await using var world = await NewWorldAsync();
        var now = world.Time.GetUtcNow();

        var revoked = (A.Entitlement() with { NotBefore = now.AddDays(1) }).Revoke("entra/operator", "", "", now);

        Assert.Equal(EntitlementState.Ended, EntitlementRules.StateOf(revoked, now));
        Assert.Empty(EntitlementRules.Check(revoked, null, now));
        Assert.Same(revoked, revoked.Revoke("entra/another", "again", "", now.AddDays(2)));
    }

    [Fact]
    public async Task Change_that_cannot_be_audited_does_not_happen()
    {
        await using var world = await NewWorldAsync();
        world.Store.LosesWritesOf = key => key.StartsWith("audit", StringComparison.Ordinal);

        var refusal = await world.RefusalOfAsync(() => CreateAsync(world.Get<ResourceStore<Entitlement>>(), A.Entitlement()));

        Assert.Equal("AUDIT_UNAVAILABLE", refusal.Reason);
        Assert.Empty(await BothAsync(world));
    }

    [Fact]
    public async Task Repeated_request_after_the_answer_was_lost_changes_nothing_more()
    {
        await using var world = await NewWorldAsync();
        var rights = world.Get<ResourceStore<Entitlement>>();
        var change = _change with { Request = new("entra/operator", "/CreateEntitlement", Guid.CreateVersion7(), "f") };

        var first = await CreateAsync(rights, A.Entitlement(), change);
        await rights.DeleteAsync(A.Entitlement(), null, _change, Ct);
        var repeated = await CreateAsync(rights, A.Entitlement(), change);

        Assert.Equal((first.Version, first.CreatedAt), (repeated.Version, repeated.CreatedAt));
        Assert.Empty(await BothAsync(world));
        Assert.Single(
            await world.Get<AuditTrail>().ListAsync(newestFirst: false, null, 100, Ct),
            r => r.Event is { Action: "entitlements.create", Outcome: "allowed" });
    }

    [Fact]
    public async Task Pins_take_the_places_of_a_domain_and_no_more()
    {
        await using var world = await NewWorldAsync();
        await world.PutAsync(A.Domain(limit: 5));
        var people = Enumerable.Range(0, 20).Select(n => Users.UserId.Parse($"person{n}")).ToList();
        await world.PutAsync([.. people.Select(p => A.User(p))]);
        var assignments = world.Get<ResourceStore<Assignment>>();

        var ends = await Task.WhenAll(people.Select(p => World.EndOfAsync(() => assignments.CreateAsync(
            Assignment.Of(p, A.Team1, A.Frankfurt), _noLabels, new("assignment"), _change, Ct))));

        Assert.Equal(5, ends.Count(e => e is null));
        Assert.Equal(5, await world.Store.CountAsync("assignments/", Ct));
        Assert.All(ends.OfType<Exception>(), e => Assert.Contains(Assert.IsType<RefusedException>(e).Reason, new[] { "NO_DOMAIN_AVAILABLE", "STORE_CONTENDED" }));
    }

    [Fact]
    public async Task Assignment_whose_profile_may_exist_stays()
    {
        await using var world = await NewWorldAsync();
        await world.PutAsync(A.Entitlement());
        await world.LaunchAsync();

        var refusal = await world.RefusalOfAsync(
            () => world.Get<ResourceStore<Assignment>>().DeleteAsync(Assignment.Of(A.User1, A.Team1, null), null, _change, Ct));

        Assert.Equal("RESOURCE_IN_USE", refusal.Reason);
        Assert.Equal(1, await world.Store.CountAsync("assignments/", Ct));
    }

    static async Task<World> NewWorldAsync()
    {
        var world = new World();
        await world.PutAsync(A.Account(A.Frankfurt), A.Domain(), A.Team(), A.User());
        return world;
    }

    static Task<Resource<Entitlement>> CreateAsync(ResourceStore<Entitlement> rights, Entitlement entitlement, Change? change = null)
        => rights.CreateAsync(entitlement, _noLabels, new("entitlement"), change ?? _change, Ct);

    static Task<Resource<Entitlement>> UpdateAsync(ResourceStore<Entitlement> rights, string verb, Func<Entitlement, Entitlement> edit)
        => rights.UpdateAsync(A.Entitlement(), null, (before, _) => (edit(before.Value), before.Labels), verb, "entitlement", _change, Ct);

    // The documents of one order; fails when the other order has others.
    static async Task<IReadOnlyList<string>> BothAsync(World world)
    {
        var (bySubject, byTeam) = (await TextsAsync(world, "entitlements/"), await TextsAsync(world, StoreKey.AllEntitlementsByTeam));
        Assert.Equal(bySubject, byTeam);
        return bySubject;
    }

    static async Task<IReadOnlyList<string>> TextsAsync(World world, string prefix)
        => [.. (await world.Store.ListAsync(prefix, null, 100, Ct)).Select(d => Encoding.UTF8.GetString(d.Value.Span))];
}
