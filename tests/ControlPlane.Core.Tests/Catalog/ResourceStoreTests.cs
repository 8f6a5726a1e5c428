using System.Text;
using ControlPlane.Accounts;
using ControlPlane.Catalog;
using ControlPlane.Errors;
using ControlPlane.Teams;
using Xunit;

namespace ControlPlane.Core.Tests.Catalog;

public sealed class ResourceStoreTests : IAsyncLifetime
{
    readonly CatalogWorld _world = new();

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task Created_thing_is_read_back_with_labels_times_and_etag()
    {
        var labels = new Dictionary<string, string> { ["managed-by"] = "ops" };

        var created = await _world.Accounts.CreateAsync(CatalogWorld.Account(), labels, new("account"), CatalogWorld.Alice, Ct);

        var found = await _world.Accounts.FindAsync(CatalogWorld.Account(), Ct);
        Assert.Equal(("manual", created.Etag, _world.Time.GetUtcNow()), (found!.Source, found.Etag, found.CreatedAt));
        Assert.Equal("ops", found.Labels["managed-by"]);
        Assert.Equal("account 1", found.Value.Alias);
    }

    [Fact]
    public async Task Document_older_than_labels_and_times_is_still_read()
    {
        var json = """{"source":"catalog","value":{"id":"111122220001","regions":["eu-west-1"],"brokerRole":"b","vendRole":"v","externalId":"e"}}""";
        await _world.Store.TryWriteAsync([new("accounts/111122220001", Encoding.UTF8.GetBytes(json))], Ct);

        var found = await _world.Accounts.FindAsync(CatalogWorld.Account(), Ct);

        Assert.Empty(found!.Labels);
        Assert.Null(found.CreatedAt);
    }

    [Fact]
    public async Task Second_creation_is_refused_and_the_refusal_audited()
    {
        await _world.CreateAsync(CatalogWorld.Account(), Ct);

        var refusal = await Assert.ThrowsAsync<RefusedException>(() => _world.CreateAsync(CatalogWorld.Account() with { Alias = "again" }, Ct));

        Assert.Equal("RESOURCE_EXISTS", refusal.Reason);
        Assert.Equal("account 1", (await _world.Accounts.FindAsync(CatalogWorld.Account(), Ct))!.Value.Alias);
        Assert.Contains(await _world.EventsAsync(Ct), e => e is { Action: "accounts.create", Outcome: "refused", Reason: "RESOURCE_EXISTS", Actor: "entra/alice" });
    }

    [Fact]
    public async Task Update_and_deletion_with_an_older_etag_change_nothing()
    {
        var first = await _world.CreateAsync(CatalogWorld.Account(), Ct);
        var second = await _world.UpdateAsync(a => a with { Alias = "second" }, Ct);

        var update = await Assert.ThrowsAsync<RefusedException>(() => _world.UpdateAsync(a => a with { Alias = "late" }, Ct, first.Etag));
        var deletion = await Assert.ThrowsAsync<RefusedException>(() => _world.Accounts.DeleteAsync(CatalogWorld.Account(), first.Etag, CatalogWorld.Alice, Ct));

        Assert.Equal(("ETAG_MISMATCH", "ETAG_MISMATCH"), (update.Reason, deletion.Reason));
        Assert.Equal(second.Etag, (await _world.Accounts.FindAsync(CatalogWorld.Account(), Ct))!.Etag);
    }

    [Fact]
    public async Task Update_without_etag_keeps_what_another_wrote_meanwhile()
    {
        await _world.CreateAsync(CatalogWorld.Account(), Ct);
        InterfereOnce(() => _world.UpdateAsync(a => a with { Environment = "prod" }, Ct));

        var updated = await _world.UpdateAsync(a => a with { Alias = "mine" }, Ct);

        Assert.Equal(("mine", "prod"), (updated.Value.Alias, updated.Value.Environment));
    }

    [Fact]
    public async Task Update_with_etag_gives_way_to_what_another_wrote_meanwhile()
    {
        var created = await _world.CreateAsync(CatalogWorld.Account(), Ct);
        InterfereOnce(() => _world.UpdateAsync(a => a with { Environment = "prod" }, Ct));

        var refusal = await Assert.ThrowsAsync<RefusedException>(() => _world.UpdateAsync(a => a with { Alias = "mine" }, Ct, created.Etag));

        Assert.Equal("ETAG_MISMATCH", refusal.Reason);
        Assert.Equal("account 1", (await _world.Accounts.FindAsync(CatalogWorld.Account(), Ct))!.Value.Alias);
    }

    [Fact]
    public async Task Update_that_changes_nothing_writes_and_audits_nothing()
    {
        var created = await _world.CreateAsync(CatalogWorld.Account(), Ct);

        var same = await _world.UpdateAsync(a => a with { }, Ct);

        Assert.Equal(created.Etag, same.Etag);
        Assert.DoesNotContain(await _world.EventsAsync(Ct), e => e.Action == "accounts.update");
    }

    [Fact]
    public async Task Validation_alone_changes_nothing_and_answers_as_if_it_were_done()
    {
        var validate = CatalogWorld.Alice with { ValidateOnly = true };
        var planned = await _world.Accounts.CreateAsync(CatalogWorld.Account(2), new Dictionary<string, string>(), new("account"), validate, Ct);
        var created = await _world.CreateAsync(CatalogWorld.Account(), Ct);
        var before = await _world.EventsAsync(Ct);

        var updated = await _world.UpdateAsync(a => a with { Alias = "would be" }, Ct, change: validate);
        await _world.Accounts.DeleteAsync(CatalogWorld.Account(), null, validate, Ct);
        var refusal = await Assert.ThrowsAsync<RefusedException>(() => _world.UpdateAsync(a => a with { Partition = "moon" }, Ct, change: validate));

        Assert.Equal(("account 2", "would be", "REQUEST_INVALID"), (planned.Value.Alias, updated.Value.Alias, refusal.Reason));
        Assert.Null(await _world.Accounts.FindAsync(CatalogWorld.Account(2), Ct));
        Assert.Equal(created.Etag, (await _world.Accounts.FindAsync(CatalogWorld.Account(), Ct))!.Etag);
        Assert.Equal(before.Count, (await _world.EventsAsync(Ct)).Count);
    }

    [Fact]
    public async Task Every_violation_is_told_at_once_by_its_path()
    {
        var findings = new FieldFindings("account");
        findings.Wrong("regions[1]", "It is no Region.");
        var labels = new Dictionary<string, string> { ["Upper"] = "x" };
        var wrong = CatalogWorld.Account() with { Partition = "moon", BrokerRole = "no-arn", ExternalId = "!" };

        var refusal = await Assert.ThrowsAsync<RefusedException>(() => _world.Accounts.CreateAsync(wrong, labels, findings, CatalogWorld.Alice, Ct));

        Assert.Subset(
            refusal.Violations.Select(v => v.Field).ToHashSet(),
            new HashSet<string> { "account.regions[1]", "account.labels", "account.partition", "account.broker_role", "account.external_id" });
    }

    [Fact]
    public async Task Team_refers_only_to_domains_that_are_there_and_to_roles_that_can_be_used_there()
    {
        await _world.CreateTeamWithItsDomainAsync(Ct);
        var here = CatalogWorld.Domain().Name;
        var elsewhere = here with { Region = Domains.RegionName.Parse("us-east-1") };
        var team = CatalogWorld.Team("Other") with
        {
            Placements = [new(here, 100, "arn:aws:iam::999999999999:role/Theirs"), new(elsewhere, 2000, "arn:aws-cn:iam::111122220001:role/Far")],
        };

        var refusal = await Assert.ThrowsAsync<RefusedException>(() => _world.CreateAsync(_world.Teams, team, "team", Ct));

        Assert.Subset(
            refusal.Violations.Select(v => v.Field).ToHashSet(),
            new HashSet<string> { "team.placements[0].execution_role", "team.placements[1].weight", "team.placements" });
        Assert.Contains(refusal.Violations, v => v.Description.Contains("partition aws-cn", StringComparison.Ordinal));
        Assert.Contains(refusal.Violations, v => v.Description.Contains($"no domain {elsewhere}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Thing_in_use_is_not_deleted_and_what_uses_it_is_named()
    {
        await _world.CreateTeamWithItsDomainAsync(Ct);

        var account = await Assert.ThrowsAsync<RefusedException>(() => _world.Accounts.DeleteAsync(CatalogWorld.Account(), null, CatalogWorld.Alice, Ct));
        var domain = await Assert.ThrowsAsync<RefusedException>(() => _world.Domains.DeleteAsync(CatalogWorld.Domain(), null, CatalogWorld.Alice, Ct));
        await _world.Teams.DeleteAsync(CatalogWorld.Team(), null, CatalogWorld.Alice, Ct);
        await _world.Domains.DeleteAsync(CatalogWorld.Domain(), null, CatalogWorld.Alice, Ct);

        Assert.Equal(("RESOURCE_IN_USE", "RESOURCE_IN_USE"), (account.Reason, domain.Reason));
        Assert.Equal(CatalogWorld.Domain().Name.ToString(), Assert.Single(account.Violations).Field);
        Assert.Equal("teams/Team1", Assert.Single(domain.Violations).Field);
        Assert.Null(await _world.Domains.FindAsync(CatalogWorld.Domain(), Ct));
    }

    [Fact]
    public async Task Change_that_cannot_be_audited_does_not_happen()
    {
        await _world.CreateAsync(CatalogWorld.Account(), Ct);
        _world.Store.LosesWritesOf = key => key.StartsWith("audit", StringComparison.Ordinal);

        var refusal = await Assert.ThrowsAsync<RefusedException>(() => _world.UpdateAsync(a => a with { Alias = "unseen" }, Ct));

        Assert.Equal("AUDIT_UNAVAILABLE", refusal.Reason);
        Assert.Equal("account 1", (await _world.Accounts.FindAsync(CatalogWorld.Account(), Ct))!.Value.Alias);
    }

    [Fact]
    public async Task What_the_catalog_file_made_is_neither_changed_nor_deleted()
    {
        await new AccountCatalog(_world.Store).PutAsync(CatalogWorld.Account(), CatalogLoader.Source, Ct);

        var update = await Assert.ThrowsAsync<RefusedException>(() => _world.UpdateAsync(a => a with { State = AccountState.Suspended }, Ct));
        var deletion = await Assert.ThrowsAsync<RefusedException>(() => _world.Accounts.DeleteAsync(CatalogWorld.Account(), null, CatalogWorld.Alice, Ct));

        Assert.Equal(("RESOURCE_OWNED_BY_FILE", "RESOURCE_OWNED_BY_FILE"), (update.Reason, deletion.Reason));
        Assert.Equal(AccountState.Active, (await _world.Accounts.FindAsync(CatalogWorld.Account(), Ct))!.Value.State);
    }

    [Fact]
    public async Task Spelling_of_a_team_is_free_again_after_its_deletion()
    {
        await _world.CreateTeamWithItsDomainAsync(Ct);

        var twin = await Assert.ThrowsAsync<RefusedException>(() => _world.CreateAsync(_world.Teams, CatalogWorld.Team("TEAM1"), "team", Ct));
        await _world.Teams.DeleteAsync(CatalogWorld.Team(), null, CatalogWorld.Alice, Ct);
        var successor = await _world.CreateAsync(_world.Teams, CatalogWorld.Team("TEAM1"), "team", Ct);

        Assert.Equal("RESOURCE_DIFFERS_BY_CASE", twin.Reason);
        Assert.Equal(TeamId.Parse("TEAM1"), successor.Value.Id);
    }

    [Fact]
    public async Task List_reads_on_until_the_page_is_full()
    {
        for (var i = 1; i <= 30; i++)
        {
            await _world.CreateAsync(CatalogWorld.Account(i) with { Environment = i % 10 == 0 ? "prod" : "dev" }, Ct);
        }

        var query = new ResourceQuery<Account>(_world.Filter("environment = \"prod\""), _world.Accounts.Kind.Fields.ParseOrder(""), 2);
        var first = await _world.Accounts.ListAsync(query, Ct);
        var second = await _world.Accounts.ListAsync(query with { After = first.Next }, Ct);

        Assert.Equal(["account 10", "account 20"], first.Items.Select(a => a.Value.Alias));
        Assert.Equal(["account 30"], second.Items.Select(a => a.Value.Alias));
        Assert.Null(second.Next);
    }

    [Fact]
    public async Task Ordered_list_goes_on_after_its_last_item_though_others_came_and_went()
    {
        for (var i = 1; i <= 4; i++)
        {
            await _world.CreateAsync(CatalogWorld.Account(i), Ct);
        }

        var query = new ResourceQuery<Account>(_world.Filter(""), _world.Accounts.Kind.Fields.ParseOrder("display_name desc"), 2);
        var first = await _world.Accounts.ListAsync(query, Ct);
        await _world.Accounts.DeleteAsync(CatalogWorld.Account(4), null, CatalogWorld.Alice, Ct);
        var second = await _world.Accounts.ListAsync(query with { After = first.Next }, Ct);

        Assert.Equal(["account 4", "account 3"], first.Items.Select(a => a.Value.Alias));
        Assert.Equal(["account 2", "account 1"], second.Items.Select(a => a.Value.Alias));
    }

    void InterfereOnce(Func<Task> interfere) => _world.Store.BeforeWrite = async writes =>
    {
        if (writes.Any(w => w.Key.StartsWith("accounts/", StringComparison.Ordinal)))
        {
            _world.Store.BeforeWrite = _ => Task.CompletedTask;
            await interfere();
        }
    };
}
