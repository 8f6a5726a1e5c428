using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using ControlPlane.Audit;
using ControlPlane.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ControlPlane.Server.Tests.Api;

public sealed class EntitlementServiceTests : IAsyncLifetime
{
    const string Name = "teams/Team1/entitlements/user-user2";
    RunningCatalog _catalog = null!;

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _catalog = await RunningCatalog.StartAsync();

    public ValueTask DisposeAsync() => _catalog.DisposeAsync();

    [Fact]
    public async Task Entitlement_is_created_read_changed_and_deleted()
    {
        var created = await CreateAsync(new() { User = "users/user2", Reason = "project", Ticket = "REQ-1", Labels = { ["env"] = "dev" } });
        var changed = await _catalog.Entitlements.UpdateEntitlementAsync(
            new() { Entitlement = new() { Name = Name, Reason = "another", Etag = created.Etag }, UpdateMask = new() { Paths = { "reason" } } },
            _catalog.Operator, cancellationToken: Ct);
        var stale = await RunningCatalog.RefusedAsync(_catalog.Entitlements.DeleteEntitlementAsync(
            new() { Name = Name, Etag = created.Etag }, _catalog.Operator, cancellationToken: Ct));
        await _catalog.Entitlements.DeleteEntitlementAsync(new() { Name = Name, Etag = changed.Etag }, _catalog.Operator, cancellationToken: Ct);
        var gone = await RunningCatalog.RefusedAsync(GetAsync(Name));

        Assert.Equal(Name, created.Name);
        Assert.Equal("users/user2", created.User);
        Assert.Equal(Entitlement.Types.State.Active, created.State);
        Assert.Equal("manual", created.Source);
        Assert.NotNull(created.CreateTime);
        Assert.Contains("entitlements.revoke", created.AuthorizedActions);
        Assert.Equal(("another", "REQ-1", "dev"), (changed.Reason, changed.Ticket, changed.Labels["env"]));
        Assert.NotEqual(created.Etag, changed.Etag);
        Assert.Equal((StatusCode.Aborted, "ETAG_MISMATCH"), (stale.Code, stale.Reason));
        Assert.Equal((StatusCode.NotFound, "RESOURCE_NOT_FOUND"), (gone.Code, gone.Reason));
    }

    [Fact]
    public async Task Everything_that_is_wrong_is_told_at_once()
    {
        var now = DateTimeOffset.UtcNow;
        var refused = await RunningCatalog.RefusedAsync(_catalog.Entitlements.CreateEntitlementAsync(
            new()
            {
                Parent = "teams/Team1",
                Entitlement = new()
                {
                    User = "users/nobody",
                    BeginTime = now.AddDays(2).ToTimestamp(),
                    EndTime = now.AddDays(-1).ToTimestamp(),
                    Reason = new('x', 1025),
                    Ticket = new('x', 257),
                    Labels = { ["Not A Label"] = "x" },
                },
            },
            _catalog.Operator, cancellationToken: Ct));

        Assert.Equal((StatusCode.InvalidArgument, "REQUEST_INVALID"), (refused.Code, refused.Reason));
        Assert.Contains("entitlement.user", refused.Fields);
        Assert.Contains("entitlement.end_time", refused.Fields);
        Assert.Contains("entitlement.reason", refused.Fields);
        Assert.Contains("entitlement.ticket", refused.Fields);
        Assert.Contains(refused.Fields, f => f.StartsWith("entitlement.labels", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Group_needs_no_record_and_a_team_does()
    {
        var group = await CreateAsync(new() { Group = "groups/data%20science" });
        var team = await RunningCatalog.RefusedAsync(_catalog.Entitlements.CreateEntitlementAsync(
            new() { Parent = "teams/Nowhere", Entitlement = new() { User = "users/user2" } }, _catalog.Operator, cancellationToken: Ct));
        var again = await RunningCatalog.RefusedAsync(_catalog.Entitlements.CreateEntitlementAsync(
            new() { Parent = "teams/Team1", EntitlementId = "group-data%20science", Entitlement = new() }, _catalog.Operator, cancellationToken: Ct));
        var other = await RunningCatalog.RefusedAsync(_catalog.Entitlements.CreateEntitlementAsync(
            new() { Parent = "teams/Team1", EntitlementId = "user-user2", Entitlement = new() { User = "users/user1" } }, _catalog.Operator, cancellationToken: Ct));

        Assert.Equal("teams/Team1/entitlements/group-data%20science", group.Name);
        Assert.Equal("groups/data%20science", group.Group);
        Assert.Equal((StatusCode.NotFound, "RESOURCE_NOT_FOUND"), (team.Code, team.Reason));
        Assert.Equal((StatusCode.AlreadyExists, "RESOURCE_EXISTS"), (again.Code, again.Reason));
        Assert.Equal("REQUEST_INVALID", other.Reason);
    }

    [Fact]
    public async Task Revoked_entitlement_refuses_the_next_launch_and_stays_on_record()
    {
        await CreateAsync(new() { User = "users/user2", Reason = "project" });
        var launched = await _catalog.Access.CreateLaunchAsync(new() { Parent = "users/me/teams/Team1" }, _catalog.Server.As("user2"), cancellationToken: Ct);

        var revoked = await _catalog.Entitlements.RevokeEntitlementAsync(
            new() { Name = Name, Reason = "left the project", Ticket = "REQ-2" }, _catalog.Operator, cancellationToken: Ct);
        var refused = await RunningCatalog.RefusedAsync(_catalog.Access.CreateLaunchAsync(
            new() { Parent = "users/me/teams/Team1" }, _catalog.Server.As("user2"), cancellationToken: Ct));
        var again = await _catalog.Entitlements.RevokeEntitlementAsync(new() { Name = Name, Reason = "twice" }, _catalog.Operator, cancellationToken: Ct);
        var kept = await GetAsync(Name);
        var ended = await _catalog.Entitlements.ListEntitlementsAsync(
            new() { Parent = "teams/-", Filter = "state = ENDED AND ticket = \"REQ-*\"" }, _catalog.Operator, cancellationToken: Ct);
        var audited = await AuditAsync("entitlements.revoke");

        Assert.NotEmpty(launched.Url);
        Assert.Equal(Entitlement.Types.State.Ended, revoked.State);
        Assert.Equal((StatusCode.PermissionDenied, "ENTITLEMENT_EXPIRED"), (refused.Code, refused.Reason));
        Assert.Equal(revoked, again);
        Assert.Equal(revoked, kept);
        Assert.Equal(("left the project", "REQ-2"), (kept.Reason, kept.Ticket));
        Assert.Equal(Name, Assert.Single(ended.Entitlements).Name);
        var change = Assert.Single(audited).Event;
        Assert.Equal(("allowed", "dev/operator", Name), (change.Outcome, change.Actor, change.Resource));
        Assert.Contains("project", change.Before, StringComparison.Ordinal);
        Assert.Contains("left the project", change.After, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Right_that_ends_within_half_an_hour_can_be_given_and_opens_nothing()
    {
        await CreateAsync(new() { User = "users/user2", EndTime = DateTimeOffset.UtcNow.AddMinutes(29).ToTimestamp() });

        var refused = await RunningCatalog.RefusedAsync(_catalog.Access.CreateLaunchAsync(
            new() { Parent = "users/me/teams/Team1" }, _catalog.Server.As("user2"), cancellationToken: Ct));

        Assert.Equal("ENTITLEMENT_ENDS_TOO_SOON", refused.Reason);
    }

    [Fact]
    public async Task List_is_paged_filtered_and_ordered_for_a_team_for_all_and_for_a_user()
    {
        await CreateAsync(new() { User = "users/user2", Reason = "b" });
        await CreateAsync(new() { Group = "groups/eng", Reason = "a" });

        var first = await ListAsync(new() { Parent = "teams/Team1", PageSize = 2 });
        var second = await ListAsync(new() { Parent = "teams/Team1", PageSize = 2, PageToken = first.NextPageToken });
        var all = await ListAsync(new() { Parent = "teams/-" });
        var ofUser = await ListAsync(new() { Parent = "teams/-", Filter = "user = \"users/user2\"" });
        var ordered = await ListAsync(new() { Parent = "teams/Team1", OrderBy = "reason desc" });
        var wrong = await RunningCatalog.RefusedAsync(_catalog.Entitlements.ListEntitlementsAsync(
            new() { Parent = "teams/-", Filter = "colour = red" }, _catalog.Operator, cancellationToken: Ct));

        Assert.Equal(2, first.Entitlements.Count);
        Assert.Equal(
            ["teams/Team1/entitlements/group-eng", "teams/Team1/entitlements/user-user1", Name],
            first.Entitlements.Concat(second.Entitlements).Select(e => e.Name));
        Assert.Equal(5, all.Entitlements.Count);
        Assert.Equal(["teams/Team1/entitlements/user-user2", "teams/Team2/entitlements/user-user2"], ofUser.Entitlements.Select(e => e.Name));
        Assert.Equal(["b", "a", ""], ordered.Entitlements.Select(e => e.Reason));
        Assert.Equal((StatusCode.InvalidArgument, "FILTER_INVALID"), (wrong.Code, wrong.Reason));
    }

    [Fact]
    public async Task Watch_tells_what_is_there_and_every_change_until_it_does_not_match()
    {
        using var call = _catalog.Entitlements.WatchEntitlements(
            new() { Parent = "teams/Team1", Filter = "state = ACTIVE" }, _catalog.Operator, cancellationToken: Ct);
        var told = call.ResponseStream.ReadAllAsync(Ct).GetAsyncEnumerator(Ct);

        var there = await NextAsync(told);
        var bookmark = await NextAsync(told);
        await CreateAsync(new() { User = "users/user2" });
        var added = await NextAsync(told);
        await _catalog.Entitlements.RevokeEntitlementAsync(new() { Name = Name, Reason = "over" }, _catalog.Operator, cancellationToken: Ct);
        var gone = await NextAsync(told);

        Assert.Equal((ChangeType.Added, "teams/Team1/entitlements/user-user1"), (there.Type, there.Entitlement.Name));
        Assert.Equal(ChangeType.Bookmark, bookmark.Type);
        Assert.Equal((ChangeType.Added, Name), (added.Type, added.Entitlement.Name));
        Assert.Equal((ChangeType.Deleted, Name), (gone.Type, gone.Entitlement.Name));
    }

    [Fact]
    public async Task Watch_goes_on_after_its_resume_token()
    {
        string token;
        using (var first = _catalog.Entitlements.WatchEntitlements(new() { Parent = "teams/Team1" }, _catalog.Operator, cancellationToken: Ct))
        {
            var told = first.ResponseStream.ReadAllAsync(Ct).GetAsyncEnumerator(Ct);
            await NextAsync(told);
            token = (await NextAsync(told)).ResumeToken;
        }

        await CreateAsync(new() { User = "users/user2" });
        using var second = _catalog.Entitlements.WatchEntitlements(
            new() { Parent = "teams/Team1", ResumeToken = token }, _catalog.Operator, cancellationToken: Ct);
        var resumed = await NextAsync(second.ResponseStream.ReadAllAsync(Ct).GetAsyncEnumerator(Ct));

        Assert.Equal(Name, resumed.Entitlement.Name);
    }

    [Fact]
    public async Task Repeated_request_answers_as_the_first_did_and_changes_nothing()
    {
        var request = new CreateEntitlementRequest
        {
            Parent = "teams/Team1",
            Entitlement = new() { User = "users/user2", Reason = "once" },
            RequestId = Guid.CreateVersion7().ToString(),
        };
        var created = await _catalog.Entitlements.CreateEntitlementAsync(request, _catalog.Operator, cancellationToken: Ct);
        await _catalog.Entitlements.UpdateEntitlementAsync(
            new() { Entitlement = new() { Name = Name, Reason = "later" }, UpdateMask = new() { Paths = { "reason" } } }, _catalog.Operator, cancellationToken: Ct);

        var repeated = await _catalog.Entitlements.CreateEntitlementAsync(request, _catalog.Operator, cancellationToken: Ct);
        var reused = await RunningCatalog.RefusedAsync(_catalog.Entitlements.CreateEntitlementAsync(
            new(request) { Entitlement = new() { User = "users/user2", Reason = "other" } }, _catalog.Operator, cancellationToken: Ct));
        var noUuid = await RunningCatalog.RefusedAsync(_catalog.Entitlements.CreateEntitlementAsync(
            new(request) { RequestId = "again" }, _catalog.Operator, cancellationToken: Ct));

        Assert.Equal(created, repeated);
        Assert.Equal("later", (await GetAsync(Name)).Reason);
        Assert.Equal("REQUEST_ID_REUSED", reused.Reason);
        Assert.Equal(("REQUEST_INVALID", "request_id"), (noUuid.Reason, Assert.Single(noUuid.Fields)));
    }

    [Fact]
    public async Task Equal_requests_at_once_change_once_and_get_one_answer()
    {
        var request = new CreateEntitlementRequest
        {
            Parent = "teams/Team1",
            Entitlement = new() { User = "users/user2" },
            RequestId = Guid.CreateVersion7().ToString(),
        };

        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => _catalog.Entitlements.CreateEntitlementAsync(
            request, _catalog.Operator, cancellationToken: Ct).ResponseAsync));

        Assert.Single(answers.Distinct());
    }

    [Fact]
    public async Task Validated_only_changes_nothing_and_answers_as_if()
    {
        var shown = await _catalog.Entitlements.CreateEntitlementAsync(
            new() { Parent = "teams/Team1", Entitlement = new() { User = "users/user2" }, ValidateOnly = true }, _catalog.Operator, cancellationToken: Ct);
        var gone = await RunningCatalog.RefusedAsync(GetAsync(Name));

        Assert.Equal(Name, shown.Name);
        Assert.Equal("RESOURCE_NOT_FOUND", gone.Reason);
    }

    [Fact]
    public async Task Same_calls_work_as_json()
    {
        using var client = new HttpClient { BaseAddress = _catalog.Server.Web };
        client.DefaultRequestHeaders.Authorization = new("Bearer", _catalog.Server.Idp.CreateAccessToken("operator"));

        using var created = await client.PostAsJsonAsync("/v1/teams/Team1/entitlements", new { user = "users/user2", reason = "rest" }, Ct);
        var listed = await client.GetFromJsonAsync<JsonElement>("/v1/teams/-/entitlements?filter=reason%3Drest", Ct);
        using var revoked = await client.PostAsJsonAsync($"/v1/{Name}:revoke", new { reason = "over" }, Ct);
        using var wrong = await client.GetAsync("/v1/teams/-/entitlements?filter=(", Ct);
        using var deleted = await client.DeleteAsync($"/v1/{Name}", Ct);

        Assert.Equal(HttpStatusCode.OK, created.StatusCode);
        Assert.Equal(Name, listed.GetProperty("entitlements")[0].GetProperty("name").GetString());
        Assert.Equal("STATE_ENDED", (await revoked.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("state").GetString());
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        Assert.Equal(HttpStatusCode.OK, deleted.StatusCode);
    }

    Task<Entitlement> CreateAsync(Entitlement entitlement) => _catalog.Entitlements.CreateEntitlementAsync(
        new() { Parent = "teams/Team1", Entitlement = entitlement }, _catalog.Operator, cancellationToken: Ct).ResponseAsync;

    AsyncUnaryCall<Entitlement> GetAsync(string name)
        => _catalog.Entitlements.GetEntitlementAsync(new() { Name = name }, _catalog.Operator, cancellationToken: Ct);

    Task<ListEntitlementsResponse> ListAsync(ListEntitlementsRequest request)
        => _catalog.Entitlements.ListEntitlementsAsync(request, _catalog.Operator, cancellationToken: Ct).ResponseAsync;

    async Task<IReadOnlyList<AuditRecord>> AuditAsync(string action)
        => [.. (await _catalog.Server.App.Services.GetRequiredService<AuditTrail>().ListAsync(newestFirst: false, null, 100, Ct)).Where(r => r.Event.Action == action)];

    static async Task<WatchEntitlementsResponse> NextAsync(IAsyncEnumerator<WatchEntitlementsResponse> told)
        => await told.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30), Ct) ? told.Current : throw new InvalidOperationException("The watch ended.");
}
