using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using ControlPlane.Audit;
using ControlPlane.Server.Tests.Running;
using ControlPlane.Teams;
using ControlPlane.V1;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using Team = ControlPlane.V1.Team;

namespace ControlPlane.Server.Tests.Api;

/// <summary>Accounts, domains and teams over the wire.</summary>
public sealed class CatalogServiceTests : IAsyncLifetime
{
    const string Domain = "accounts/999988887777/regions/eu-west-1/domains/d-new1";
    RunningServer _server = null!;
    GrpcChannel _channel = null!;

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    AccountService.AccountServiceClient Accounts => new(_channel);

    DomainService.DomainServiceClient Domains => new(_channel);

    TeamService.TeamServiceClient Teams => new(_channel);

    Metadata Admin => _server.As("admin");

    public async ValueTask InitializeAsync()
    {
        _server = await RunningServer.StartAsync();
        _channel = _server.Channel();
    }

    public async ValueTask DisposeAsync()
    {
        _channel.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Account_is_created_read_changed_and_deleted()
    {
        var created = await CreateAccountAsync();
        var changed = await Accounts.UpdateAccountAsync(
            new() { Account = new() { Name = created.Name, DisplayName = "other", Environment = "not in the mask" }, UpdateMask = Mask("display_name") }, Admin, cancellationToken: Ct);
        await Accounts.DeleteAccountAsync(new() { Name = created.Name, Etag = changed.Etag }, Admin, cancellationToken: Ct);
        var gone = await RefusedAsync(Accounts.GetAccountAsync(new() { Name = created.Name }, Admin, cancellationToken: Ct));

        Assert.Equal("manual", created.Source);
        Assert.Contains("accounts.update", created.AuthorizedActions);
        Assert.Equal(("other", "dev"), (changed.DisplayName, changed.Environment));
        Assert.NotEqual(created.Etag, changed.Etag);
        Assert.Equal("RESOURCE_NOT_FOUND", gone);
    }

    [Fact]
    public async Task Change_of_what_was_changed_since_it_was_read_is_refused()
    {
        var account = await CreateAccountAsync();
        await Accounts.UpdateAccountAsync(new() { Account = new() { Name = account.Name, DisplayName = "b" }, UpdateMask = Mask("display_name") }, Admin, cancellationToken: Ct);

        var refused = await RefusedAsync(Accounts.UpdateAccountAsync(
            new() { Account = new() { Name = account.Name, DisplayName = "c", Etag = account.Etag }, UpdateMask = Mask("display_name") }, Admin, cancellationToken: Ct));

        Assert.Equal("ETAG_MISMATCH", refused);
    }

    [Fact]
    public async Task Validated_change_changes_nothing_and_tells_every_violation()
    {
        var validated = await Accounts.CreateAccountAsync(new() { Account = NewAccount(), ValidateOnly = true }, Admin, cancellationToken: Ct);
        var wrong = NewAccount();
        (wrong.Partition, wrong.BrokerRole, wrong.ExternalId) = ("moon", "no-arn", "");
        wrong.Regions.Add("nowhere");
        var refusal = await Assert.ThrowsAsync<RpcException>(async () =>
            await Accounts.CreateAccountAsync(new() { Account = wrong, ValidateOnly = true }, Admin, cancellationToken: Ct));

        Assert.Equal("accounts/999988887777", validated.Name);
        Assert.Equal("RESOURCE_NOT_FOUND", await RefusedAsync(Accounts.GetAccountAsync(new() { Name = validated.Name }, Admin, cancellationToken: Ct)));
        var fields = refusal.GetRpcStatus()!.GetDetail<BadRequest>()!.FieldViolations.Select(v => v.Field).ToList();
        Assert.Subset(fields.ToHashSet(), new HashSet<string> { "account.partition", "account.broker_role", "account.external_id", "account.regions[1]" });
    }

    [Fact]
    public async Task Same_request_id_creates_once_and_another_request_with_it_is_refused()
    {
        var id = Guid.NewGuid().ToString();
        var first = await Accounts.CreateAccountAsync(new() { Account = NewAccount(), RequestId = id }, Admin, cancellationToken: Ct);
        var second = await Accounts.CreateAccountAsync(new() { Account = NewAccount(), RequestId = id }, Admin, cancellationToken: Ct);
        var other = NewAccount();
        other.DisplayName = "another";

        Assert.Equal(first.Etag, second.Etag);
        Assert.Equal("REQUEST_ID_REUSED", await RefusedAsync(Accounts.CreateAccountAsync(new() { Account = other, RequestId = id }, Admin, cancellationToken: Ct)));
    }

    [Fact]
    public async Task Thing_in_use_is_not_deleted_and_what_uses_it_is_named()
    {
        await CreateAccountAsync();
        await CreateDomainAsync();
        await CreateTeamAsync();

        var account = await Assert.ThrowsAsync<RpcException>(async () => await Accounts.DeleteAccountAsync(new() { Name = "accounts/999988887777" }, Admin, cancellationToken: Ct));
        var domain = await Assert.ThrowsAsync<RpcException>(async () => await Domains.DeleteDomainAsync(new() { Name = Domain }, Admin, cancellationToken: Ct));

        Assert.Equal(StatusCode.FailedPrecondition, account.StatusCode);
        Assert.Contains(Domain, account.Status.Detail, StringComparison.Ordinal);
        Assert.Contains("teams/Fresh", domain.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_catalog_file_made_is_changed_in_the_file_alone()
    {
        var teams = _server.App.Services.GetRequiredService<TeamCatalog>();
        await teams.PutAsync((await teams.FindAsync(TeamId.Parse("Team1"), Ct))!, "catalog", Ct);

        Assert.Equal("RESOURCE_OWNED_BY_FILE", await RefusedAsync(Teams.UpdateTeamAsync(
            new() { Team = new() { Name = "teams/Team1", Purpose = "x" }, UpdateMask = Mask("purpose") }, Admin, cancellationToken: Ct)));
    }

    [Fact]
    public async Task Team_needs_domains_that_are_there_and_no_name_that_differs_by_case_alone()
    {
        var homeless = await RefusedAsync(Teams.CreateTeamAsync(
            new() { TeamId = "Lost", Team = new() { ExecutionRole = "role", Placements = { new Team.Types.Placement { Domain = Domain } } } }, Admin, cancellationToken: Ct));
        await CreateAccountAsync();
        await CreateDomainAsync();
        var team = await CreateTeamAsync();
        var twin = await RefusedAsync(Teams.CreateTeamAsync(new() { TeamId = "FRESH", Team = NewTeam() }, Admin, cancellationToken: Ct));

        Assert.Equal("REQUEST_INVALID", homeless);
        Assert.Equal(100, team.Placements[0].Weight);
        Assert.Equal("ENABLED", team.UserSettings.Fields["SharingSettings"].StructValue.Fields["NotebookOutputOption"].StringValue);
        Assert.Equal("RESOURCE_DIFFERS_BY_CASE", twin);
    }

    [Fact]
    public async Task List_is_filtered_ordered_and_paged_by_a_token_that_fits_its_request_alone()
    {
        var filter = "name = \"teams/Team*\"";
        var first = await Teams.ListTeamsAsync(new() { PageSize = 1, Filter = filter, OrderBy = "name desc" }, Admin, cancellationToken: Ct);
        var second = await Teams.ListTeamsAsync(new() { PageSize = 1, Filter = filter, OrderBy = "name desc", PageToken = first.NextPageToken }, Admin, cancellationToken: Ct);
        var misused = await RefusedAsync(Teams.ListTeamsAsync(new() { PageSize = 1, PageToken = first.NextPageToken }, Admin, cancellationToken: Ct));

        Assert.True(string.CompareOrdinal(first.Teams[0].Name, second.Teams[0].Name) > 0);
        Assert.Equal("PAGE_TOKEN_INVALID", misused);
        Assert.Equal("FILTER_INVALID", await RefusedAsync(Teams.ListTeamsAsync(new() { Filter = "nosuch = 1" }, Admin, cancellationToken: Ct)));
    }

    [Fact]
    public async Task Watch_tells_what_is_there_then_each_change_and_goes_on_from_its_token()
    {
        await CreateAccountAsync();
        string token;
        using (var watch = Accounts.WatchAccounts(new() { Filter = "environment = \"dev\" AND source = \"manual\"" }, Admin, cancellationToken: Ct))
        {
            Assert.Equal(ChangeType.Added, (await NextAsync(watch)).Type);
            Assert.Equal(ChangeType.Bookmark, (await NextAsync(watch)).Type);
            await Accounts.UpdateAccountAsync(new() { Account = new() { Name = "accounts/999988887777", DisplayName = "b" }, UpdateMask = Mask("display_name") }, Admin, cancellationToken: Ct);
            var modified = await NextAsync(watch);
            await Accounts.UpdateAccountAsync(new() { Account = new() { Name = "accounts/999988887777", Environment = "prod" }, UpdateMask = Mask("environment") }, Admin, cancellationToken: Ct);
            var left = await NextAsync(watch);

            Assert.Equal((ChangeType.Modified, "b"), (modified.Type, modified.Account.DisplayName));
            Assert.Equal((ChangeType.Deleted, "accounts/999988887777"), (left.Type, left.Account.Name));
            token = modified.ResumeToken;
        }

        using var again = Accounts.WatchAccounts(new() { Filter = "environment = \"dev\" AND source = \"manual\"", ResumeToken = token }, Admin, cancellationToken: Ct);
        var news = new List<ChangeType>();
        do
        {
            news.Add((await NextAsync(again)).Type);
        }
        while (news[^1] != ChangeType.Deleted);

        Assert.DoesNotContain(ChangeType.Bookmark, news);
    }

    [Fact]
    public async Task Watch_with_a_token_of_another_request_is_refused()
    {
        using var watch = Accounts.WatchAccounts(new(), Admin, cancellationToken: Ct);
        var token = (await NextAsync(watch)).ResumeToken;

        using var other = Accounts.WatchAccounts(new() { Filter = "environment = \"dev\"", ResumeToken = token }, Admin, cancellationToken: Ct);

        Assert.Equal("RESUME_TOKEN_INVALID", ReasonOf(await Assert.ThrowsAsync<RpcException>(() => NextAsync(other))));
    }

    [Fact]
    public async Task Change_is_audited_with_what_was_before_and_after_and_a_refused_one_with_its_reason()
    {
        await CreateAccountAsync();
        await Accounts.UpdateAccountAsync(new() { Account = new() { Name = "accounts/999988887777", DisplayName = "b" }, UpdateMask = Mask("display_name") }, Admin, cancellationToken: Ct);
        await RefusedAsync(Accounts.CreateAccountAsync(new() { Account = NewAccount() }, Admin, cancellationToken: Ct));

        var events = (await _server.App.Services.GetRequiredService<AuditTrail>().ListAsync(newestFirst: true, null, 10, Ct)).Select(r => r.Event).ToList();
        var update = Assert.Single(events, e => e.Action == "accounts.update");
        Assert.Contains("\"alias\":\"new\"", update.Before, StringComparison.Ordinal);
        Assert.Contains("\"alias\":\"b\"", update.After, StringComparison.Ordinal);
        Assert.EndsWith("/admin", update.Actor, StringComparison.Ordinal);
        Assert.Contains(events, e => e is { Action: "accounts.create", Outcome: "refused", Reason: "RESOURCE_EXISTS" });
    }

    [Fact]
    public async Task Caller_without_the_permission_changes_nothing()
        => Assert.Equal("PERMISSION_MISSING", await RefusedAsync(Accounts.CreateAccountAsync(new() { Account = NewAccount() }, _server.As("user1"), cancellationToken: Ct)));

    [Fact]
    public async Task Rest_does_what_grpc_does()
    {
        using var http = _server.Browser();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", _server.Idp.CreateAccessToken("admin"));
        var account = new { regions = new[] { "eu-west-1" }, brokerRole = "arn:aws:iam::999988887777:role/Broker", vendRole = "arn:aws:iam::999988887777:role/Vend", externalId = "studio-1" };

        var created = await http.PostAsJsonAsync("/v1/accounts?accountId=999988887777", account, Ct);
        var patched = await http.PatchAsJsonAsync("/v1/accounts/999988887777?updateMask=displayName", new { displayName = "rest" }, Ct);
        var listed = await http.GetFromJsonAsync<JsonElement>("/v1/accounts?filter=display_name%3D%22rest%22", Ct);
        var deleted = await http.DeleteAsync("/v1/accounts/999988887777", Ct);

        Assert.Equal(HttpStatusCode.OK, created.StatusCode);
        Assert.Equal(HttpStatusCode.OK, patched.StatusCode);
        Assert.Equal("accounts/999988887777", listed.GetProperty("accounts")[0].GetProperty("name").GetString());
        Assert.Equal(HttpStatusCode.OK, deleted.StatusCode);
    }

    static Account NewAccount() => new()
    {
        Name = "accounts/999988887777",
        DisplayName = "new",
        Environment = "dev",
        Regions = { "eu-west-1" },
        BrokerRole = "arn:aws:iam::999988887777:role/Broker",
        VendRole = "arn:aws:iam::999988887777:role/Vend",
        ExternalId = "studio-1",
    };

    static Team NewTeam() => new()
    {
        ExecutionRole = "StudioRole",
        Placements = { new Team.Types.Placement { Domain = Domain } },
        UserSettings = Struct.Parser.ParseJson("""{"SharingSettings":{"NotebookOutputOption":"ENABLED"}}"""),
    };

    static FieldMask Mask(string path) => new() { Paths = { path } };

    async Task<Account> CreateAccountAsync() => await Accounts.CreateAccountAsync(new() { Account = NewAccount() }, Admin, cancellationToken: Ct);

    async Task<Domain> CreateDomainAsync() => await Domains.CreateDomainAsync(
        new() { Parent = "accounts/999988887777/regions/eu-west-1", DomainId = "d-new1", Domain = new() { ProfileLimit = 10 } }, Admin, cancellationToken: Ct);

    async Task<Team> CreateTeamAsync() => await Teams.CreateTeamAsync(new() { TeamId = "Fresh", Team = NewTeam() }, Admin, cancellationToken: Ct);

    static async Task<WatchAccountsResponse> NextAsync(AsyncServerStreamingCall<WatchAccountsResponse> watch)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        Assert.True(await watch.ResponseStream.MoveNext(patience.Token));
        return watch.ResponseStream.Current;
    }

    static async Task<string> RefusedAsync<T>(AsyncUnaryCall<T> call) => ReasonOf(await Assert.ThrowsAsync<RpcException>(async () => await call));

    static string ReasonOf(RpcException refused) => refused.GetRpcStatus()?.GetDetail<ErrorInfo>()?.Reason ?? refused.ToString();
}
