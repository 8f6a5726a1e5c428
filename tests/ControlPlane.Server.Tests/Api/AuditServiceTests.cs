using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using ControlPlane.Audit;
using ControlPlane.Server.Tests.Running;
using ControlPlane.Storage.Sqlite;
using ControlPlane.Store;
using ControlPlane.V1;
using Google.Rpc;
using Grpc.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;
using Format = ControlPlane.V1.ExportAuditEventsRequest.Types.Format;

namespace ControlPlane.Server.Tests.Api;

public sealed class AuditServiceTests : IAsyncLifetime
{
    RunningServer _server = null!;
    Grpc.Net.Client.GrpcChannel _channel = null!;
    AuditService.AuditServiceClient _client = null!;
    AuditTrail _trail = null!;

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await RunningServer.StartAsync();
        _channel = _server.Channel();
        _client = new(_channel);
        _trail = _server.App.Services.GetRequiredService<AuditTrail>();
    }

    public ValueTask DisposeAsync()
    {
        _channel.Dispose();
        return _server.DisposeAsync();
    }

    [Fact]
    public async Task Launch_is_found_with_all_that_is_known_of_it()
    {
        var launch = await new AccessService.AccessServiceClient(_channel).CreateLaunchAsync(
            new() { Parent = "users/me/teams/Team1" }, _server.As("user1"), cancellationToken: Ct);

        var listed = (await ListAsync(new() { Filter = $"sign_in = \"{launch.SignIn["signIns/".Length..]}\"" })).AuditEvents.Single();
        var read = await _client.GetAuditEventAsync(new() { Name = listed.Name }, _server.As("auditor"), cancellationToken: Ct);

        Assert.Equal(("signin.launch", "allowed", "user1", "Team1"), (read.Action, read.Outcome, read.User, read.Team));
        Assert.Equal(listed, read);
        Assert.NotEmpty(read.TraceId);
        Assert.NotEmpty(read.Facts);
        Assert.Equal(64, read.Hash.Length);
    }

    [Fact]
    public async Task Pages_follow_each_other_newest_first_and_their_tokens_belong_to_their_request()
    {
        await AppendAsync(7);

        var first = await ListAsync(new() { PageSize = 4, Filter = "action = test.event" });
        var second = await ListAsync(new() { PageSize = 4, Filter = "action = test.event", PageToken = first.NextPageToken });
        var oldest = await ListAsync(new() { PageSize = 2, Filter = "action = test.event", OrderBy = "time" });
        var other = await RefusalAsync(() => ListAsync(new() { Filter = "action:test", PageToken = first.NextPageToken }));

        Assert.Equal(["r7", "r6", "r5", "r4"], first.AuditEvents.Select(e => e.Resource));
        Assert.Equal(["r3", "r2", "r1"], second.AuditEvents.Select(e => e.Resource));
        Assert.Empty(second.NextPageToken);
        Assert.Equal(["r1", "r2"], oldest.AuditEvents.Select(e => e.Resource));
        Assert.Equal("PAGE_TOKEN_INVALID", ReasonOf(other));
    }

    [Fact]
    public async Task Page_of_large_events_stays_below_what_clients_take()
    {
        for (var i = 0; i < 40; i++)
        {
            await _trail.AppendAsync(Event(i) with { Before = Large, After = Large });
        }

        var first = await ListAsync(new() { PageSize = 1000 });

        Assert.InRange(first.CalculateSize(), 500_000, 4_000_000);
        Assert.NotEmpty(first.NextPageToken);
        Assert.Equal(Large, first.AuditEvents[0].Before);
    }

    [Fact]
    public async Task What_is_not_well_formed_is_told()
    {
        var filter = await RefusalAsync(() => ListAsync(new() { Filter = "colour = red" }));
        var order = await RefusalAsync(() => ListAsync(new() { OrderBy = "user" }));
        var size = await RefusalAsync(() => ListAsync(new() { PageSize = -1 }));
        var name = await RefusalAsync(() => GetAsync("auditEvents/01"));
        var missing = await RefusalAsync(() => GetAsync("auditEvents/999999"));
        var anchor = await RefusalAsync(async () => await _client.VerifyAuditLogAsync(
            new() { Anchor = new() { Count = -1, Hash = "x" } }, _server.As("auditor"), cancellationToken: Ct));
        var format = await RefusalAsync(() => ExportAsync(new() { Format = (Format)9 }));
        var export = await RefusalAsync(() => ExportAsync(new() { Filter = "(" }));

        Assert.Equal(("FILTER_INVALID", StatusCode.InvalidArgument), (ReasonOf(filter), filter.StatusCode));
        Assert.Equal("ORDER_BY_INVALID", ReasonOf(order));
        Assert.Equal(["REQUEST_INVALID", "REQUEST_INVALID", "REQUEST_INVALID", "REQUEST_INVALID"], new[] { size, name, anchor, format }.Select(ReasonOf));
        Assert.Equal(["anchor.count", "anchor.hash"], anchor.GetRpcStatus()!.GetDetail<BadRequest>()!.FieldViolations.Select(v => v.Field));
        Assert.Equal(("RESOURCE_NOT_FOUND", StatusCode.NotFound), (ReasonOf(missing), missing.StatusCode));
        Assert.Equal("FILTER_INVALID", ReasonOf(export));
    }

    [Fact]
    public async Task Log_is_for_those_who_have_the_permission()
    {
        var user = await RefusalAsync(async () => await _client.ListAuditEventsAsync(new(), _server.As("user1"), cancellationToken: Ct));
        var read = await _client.ListAuditEventsAsync(new(), _server.As("operator"), cancellationToken: Ct);
        var exported = await RefusalAsync(() => ExportAsync(new(), "operator"));
        var verified = await RefusalAsync(async () => await _client.VerifyAuditLogAsync(new(), _server.As("operator"), cancellationToken: Ct));

        Assert.All([user, exported, verified], r => Assert.Equal(("PERMISSION_MISSING", StatusCode.PermissionDenied), (ReasonOf(r), r.StatusCode)));
        Assert.Contains(read.AuditEvents, e => e.Reason is "PERMISSION_MISSING");
    }

    [Fact]
    public async Task Watch_tells_what_was_and_what_comes_and_goes_on_where_it_was_cut()
    {
        await AppendAsync(3);
        string token;
        using (var watch = _client.WatchAuditEvents(new() { Tail = 2, Filter = "action = test.event" }, _server.As("auditor"), cancellationToken: Ct))
        {
            Assert.Equal(["r2", "r3", ""], [await NextAsync(watch), await NextAsync(watch), await NextAsync(watch)]);
            await AppendAsync(1, from: 4);
            Assert.Equal("r4", await NextAsync(watch));
            token = watch.ResponseStream.Current.ResumeToken;
        }

        await AppendAsync(2, from: 5);
        using var resumed = _client.WatchAuditEvents(
            new() { ResumeToken = token, Filter = "action = test.event" }, _server.As("auditor"), cancellationToken: Ct);
        Assert.Equal(["", "r5", "r6"], [await NextAsync(resumed), await NextAsync(resumed), await NextAsync(resumed)]);
        using var stolen = _client.WatchAuditEvents(new() { ResumeToken = token }, _server.As("auditor"), cancellationToken: Ct);
        Assert.Equal("RESUME_TOKEN_INVALID", ReasonOf(await RefusalAsync(() => NextAsync(stolen))));
    }

    [Fact]
    public async Task Watch_ends_when_the_server_stops()
    {
        using var watch = _client.WatchAuditEvents(new(), _server.As("auditor"), cancellationToken: Ct);
        await NextAsync(watch);

        var stopping = _server.App.StopAsync(Ct);

        Assert.False(await watch.ResponseStream.MoveNext(Ct));
        await stopping;
    }

    [Fact]
    public async Task Export_as_json_lines_has_every_event_and_is_on_record_itself()
    {
        for (var i = 0; i < 40; i++)
        {
            await _trail.AppendAsync(Event(i) with { Before = Large });
        }

        var (type, text, pieces) = await ExportAsync(new() { Filter = "action:*" });
        var lines = text.Split('\n');

        Assert.Equal("application/x-ndjson", type);
        Assert.True(pieces > 1, "It comes in pieces.");
        Assert.Empty(lines[^1]);
        var names = lines[..^1].Select(line => JsonDocument.Parse(line).RootElement.GetProperty("name").GetString()).ToList();
        Assert.Equal(Enumerable.Range(1, names.Count).Select(i => $"auditEvents/{i}"), names);
        var last = JsonDocument.Parse(lines[^2]).RootElement;
        Assert.Equal("audit.export", last.GetProperty("action").GetString());
        Assert.Equal(("dev/auditor", "action:*"), (last.GetProperty("actor").GetString(), last.GetProperty("facts").GetProperty("filter").GetString()));
    }

    [Fact]
    public async Task Export_as_csv_is_quoted_by_rfc_4180_and_no_cell_is_a_formula()
    {
        await _trail.AppendAsync(Event(1) with
        {
            User = "=HYPERLINK(\"http://evil.test\")",
            Team = "+1",
            Reason = "-1",
            Actor = "@SUM(A1)",
            After = "{\"a\": \"x,y\"}",
            Reference = "two\nlines",
        });

        var (type, text, _) = await ExportAsync(new() { Filter = "action = test.event", Format = Format.Csv });
        var lines = text.Split("\r\n");

        Assert.StartsWith("text/csv", type, StringComparison.Ordinal);
        Assert.Equal(3, lines.Length);
        Assert.StartsWith("name,time,action,outcome,reason,actor,user,team,", lines[0], StringComparison.Ordinal);
        Assert.Contains(
            ",test.event,allowed,'-1,'@SUM(A1),\"'=HYPERLINK(\"\"http://evil.test\"\")\",'+1,,r1,\"two\nlines\",,,,,\"{\"\"a\"\": \"\"x,y\"\"}\",",
            lines[1], StringComparison.Ordinal);
        Assert.Empty(lines[2]);
    }

    [Fact]
    public async Task Verification_names_the_record_that_was_changed()
    {
        await AppendAsync(5);
        var whole = await VerifyAsync(null);
        var anchored = await VerifyAsync(whole.Head);
        var foreign = await VerifyAsync(new() { Count = whole.Head.Count, Hash = new('0', 64) });
        var store = _server.App.Services.GetRequiredService<IStore>();
        var victim = (await store.ListAsync("audit/events/", null, 2, Ct))[1];
        await store.TryWriteAsync([new(victim.Key, Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(victim.Value.Span).Replace("r2", "rx", StringComparison.Ordinal)))], Ct);
        var changed = await VerifyAsync(whole.Head);

        Assert.True(whole.Intact && anchored.Intact);
        Assert.Equal((whole.Head.Count, 1, 0), (whole.Verified, whole.FirstSequence, whole.FaultySequence));
        Assert.Equal((false, whole.Head.Count), (foreign.Intact, foreign.FaultySequence));
        Assert.Equal((false, 2, 1), (changed.Intact, changed.FaultySequence, changed.Verified));
        Assert.NotEmpty(changed.Fault);
    }

    [Fact]
    public async Task Everything_works_as_json()
    {
        await AppendAsync(2);
        using var client = new HttpClient
        {
            BaseAddress = _server.Web,
            DefaultRequestHeaders = { { "Authorization", $"Bearer {_server.Idp.CreateAccessToken("auditor")}" } },
        };

        var list = await client.GetFromJsonAsync<JsonElement>("/v1/auditEvents?filter=action%3Dtest.event", Ct);
        var name = list.GetProperty("auditEvents")[0].GetProperty("name").GetString();
        var read = await client.GetFromJsonAsync<JsonElement>($"/v1/{name}", Ct);
        using var verified = await client.PostAsJsonAsync("/v1/auditEvents:verify", new { }, Ct);
        using var refused = await client.GetAsync("/v1/auditEvents?filter=colour%3Dred", Ct);
        await using var watch = await client.GetStreamAsync("/v1/auditEvents:watch?tail=1&filter=action%3Dtest.event", Ct);
        using var reader = new StreamReader(watch);
        var seen = JsonDocument.Parse((await reader.ReadLineAsync(Ct))!).RootElement;

        Assert.Equal("r2", read.GetProperty("resource").GetString());
        Assert.True((await verified.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("intact").GetBoolean());
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Equal("r2", seen.GetProperty("auditEvent").GetProperty("resource").GetString());
    }

    [Theory]
    [InlineData(Format.JsonLines, "FORMAT_JSON_LINES", "application/x-ndjson")]
    [InlineData(Format.Csv, "FORMAT_CSV", "text/csv")]
    public async Task Export_over_http_is_the_same_text(Format format, string name, string type)
    {
        for (var i = 0; i < 40; i++)
        {
            await _trail.AppendAsync(Event(i) with { Before = Large });
        }

        using var client = new HttpClient
        {
            BaseAddress = _server.Web,
            DefaultRequestHeaders = { { "Authorization", $"Bearer {_server.Idp.CreateAccessToken("auditor")}" } },
        };
        using var answer = await client.GetAsync($"/v1/auditEvents:export?filter=action%3Dtest.event&format={name}", Ct);
        var (_, text, pieces) = await ExportAsync(new() { Filter = "action = test.event", Format = format });

        Assert.Equal((HttpStatusCode.OK, type), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.Equal(text, await answer.Content.ReadAsStringAsync(Ct));
        Assert.True(pieces > 1, "Where pieces meet is part of the test.");
    }

    [Fact]
    public async Task Old_records_go_when_a_retention_is_set()
    {
        await using var server = await RunningServer.StartAsync(
            new Dictionary<string, string?> { ["Audit:Retention"] = "30.00:00:00" }, builder => SeedOld(builder.Configuration["Storage:Sqlite:Path"]!));
        using var channel = server.Channel();
        var client = new AuditService.AuditServiceClient(channel);

        VerifyAuditLogResponse verified;
        while ((verified = await client.VerifyAuditLogAsync(new(), server.As("auditor"), cancellationToken: Ct)).FirstSequence == 1)
        {
            await Task.Delay(50, Ct);
        }

        var told = await client.ListAuditEventsAsync(new() { Filter = "action = audit.retention" }, server.As("auditor"), cancellationToken: Ct);
        Assert.Equal((true, 4), (verified.Intact, verified.FirstSequence));
        Assert.Equal("3", told.AuditEvents.Single().Facts["count"]);
        Assert.Equal("test.young", (await client.GetAuditEventAsync(new() { Name = "auditEvents/4" }, server.As("auditor"), cancellationToken: Ct)).Action);
    }

    // As JSON of the longest that is kept.
    static string Large => $"\"{new string('x', (16 * 1024) - 2)}\"";

    static void SeedOld(string path)
    {
        using var store = SqliteStore.Open(new() { Path = path }, TimeProvider.System, NullLogger<SqliteStore>.Instance);
        var trail = new AuditTrail(store, TimeProvider.System);
        foreach (var age in new[] { 90, 60, 31 })
        {
#pragma warning disable xUnit1031, VSTHRD002 // The server is not built yet, and what builds it is not asynchronous.
            trail.AppendAsync(Event(age) with { Time = TimeProvider.System.GetUtcNow().AddDays(-age) }).GetAwaiter().GetResult();
        }

        trail.AppendAsync(Event(1) with { Action = "test.young" }).GetAwaiter().GetResult();
#pragma warning restore xUnit1031, VSTHRD002
    }

    static ControlPlane.Audit.AuditEvent Event(int i) => new()
    {
        Time = TimeProvider.System.GetUtcNow(),
        Action = "test.event",
        Outcome = "allowed",
        Resource = $"r{i}",
    };

    static string ReasonOf(RpcException refusal) => refusal.GetRpcStatus()!.GetDetail<ErrorInfo>()!.Reason;

    static Task<RpcException> RefusalAsync(Func<Task> call) => Assert.ThrowsAsync<RpcException>(call);

    static async Task<string> NextAsync(AsyncServerStreamingCall<WatchAuditEventsResponse> watch)
    {
        Assert.True(await watch.ResponseStream.MoveNext(Ct));
        return watch.ResponseStream.Current.AuditEvent?.Resource ?? "";
    }

    async Task AppendAsync(int count, int from = 1)
    {
        foreach (var i in Enumerable.Range(from, count))
        {
            await _trail.AppendAsync(Event(i));
        }
    }

    async Task<ListAuditEventsResponse> ListAsync(ListAuditEventsRequest request)
        => await _client.ListAuditEventsAsync(request, _server.As("auditor"), cancellationToken: Ct);

    async Task GetAsync(string name) => await _client.GetAuditEventAsync(new() { Name = name }, _server.As("auditor"), cancellationToken: Ct);

    async Task<VerifyAuditLogResponse> VerifyAsync(ControlPlane.V1.AuditHead? anchor)
        => await _client.VerifyAuditLogAsync(new() { Anchor = anchor }, _server.As("auditor"), cancellationToken: Ct);

    async Task<(string Type, string Text, int Pieces)> ExportAsync(ExportAuditEventsRequest request, string user = "auditor")
    {
        using var call = _client.ExportAuditEvents(request, _server.As(user), cancellationToken: Ct);
        var (type, text, pieces) = ("", new StringBuilder(), 0);
        await foreach (var piece in call.ResponseStream.ReadAllAsync(Ct))
        {
            type = piece.ContentType;
            text.Append(piece.Data.ToStringUtf8());
            pieces++;
        }

        return (type, text.ToString(), pieces);
    }
}
