using ControlPlane.V1;
using Google.Rpc;
using Xunit;

namespace ControlPlane.Client.Tests;

public sealed class ControlPlaneClientTests : IAsyncLifetime
{
    ScriptedServer _server = null!;

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _server = await ScriptedServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Refusal_brings_everything_that_the_server_told()
    {
        _server.Script.Failures.Enqueue(ScriptedServer.Refusal(Code.InvalidArgument, "REQUEST_INVALID", null, ("team.placements[0]", "wrong"), ("team.space", "too long")));
        using var client = _server.Client();

        var error = await Assert.ThrowsAsync<ControlPlaneException>(() => client.Teams.GetAsync("teams/Team1", Ct));

        Assert.Equal((ControlPlaneErrorKind.Invalid, "REQUEST_INVALID", "It is REQUEST_INVALID.", "Do this."), (error.Kind, error.Reason, error.Message, error.Fix));
        Assert.Equal([new("team.placements[0]", "wrong"), new("team.space", "too long")], error.Violations);
        Assert.Equal(("Team1", "ABCD-EFGH-1234"), (error.Metadata["team"], error.SignIn));
    }

    [Fact]
    public async Task Throttled_call_is_repeated_after_the_time_that_the_server_asks_for()
    {
        _server.Script.Failures.Enqueue(ScriptedServer.Refusal(Code.ResourceExhausted, "RATE_LIMITED", TimeSpan.FromMilliseconds(700)));
        var pauses = new List<TimeSpan>();
        using var client = _server.Client(o => o with { OnRetry = (_, pause) => pauses.Add(pause) });

        var team = await client.Teams.GetAsync("teams/Team1", Ct);

        Assert.Equal("teams/Team1", team.Name);
        Assert.InRange(Assert.Single(pauses), TimeSpan.FromMilliseconds(700), TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task Attempts_end_and_the_last_refusal_is_told()
    {
        foreach (var _ in Enumerable.Range(0, 3))
        {
            _server.Script.Failures.Enqueue(ScriptedServer.Refusal(Code.Unavailable, "STORE_UNAVAILABLE"));
        }

        using var client = _server.Client(o => o with { MaxAttempts = 3 });

        var error = await Assert.ThrowsAsync<ControlPlaneException>(() => client.Teams.GetAsync("teams/Team1", Ct));

        Assert.Equal((ControlPlaneErrorKind.Unavailable, "STORE_UNAVAILABLE"), (error.Kind, error.Reason));
        Assert.Equal(3, _server.Script.Calls.Count);
    }

    [Fact]
    public async Task Creation_is_repeated_under_one_request_id()
    {
        _server.Script.Failures.Enqueue(ScriptedServer.Refusal(Code.Unavailable, "STORE_UNAVAILABLE"));
        using var client = _server.Client();

        await client.Teams.CreateAsync("", new Team { Name = "teams/Team1" }, WriteOptions.Default, Ct);

        var ids = _server.Script.Calls.Select(c => ((CreateTeamRequest)c.Request).RequestId).ToList();
        Assert.Equal(2, ids.Count);
        Assert.True(Guid.TryParse(ids[0], out _));
        Assert.Equal(ids[0], ids[1]);
    }

    [Fact]
    public async Task Launch_that_may_have_been_made_is_not_repeated_but_one_that_the_server_puts_off_is()
    {
        using var client = _server.Client();
        _server.Script.Failures.Enqueue(ScriptedServer.Refusal(Code.Unavailable, "SOMETHING"));
        await Assert.ThrowsAsync<ControlPlaneException>(() => client.Access.CreateLaunchAsync(new(), cancellationToken: Ct).ResponseAsync);
        Assert.Single(_server.Script.Calls);

        _server.Script.Failures.Enqueue(ScriptedServer.Refusal(Code.Unavailable, "PROFILE_CREATING", TimeSpan.FromMilliseconds(10)));
        var launch = await client.Access.CreateLaunchAsync(new(), cancellationToken: Ct);

        Assert.Equal("signIns/x", launch.SignIn);
    }

    [Fact]
    public async Task Deadline_ends_a_call_with_a_reason_of_its_own()
    {
        _server.Script.Delay = TimeSpan.FromSeconds(30);
        using var client = _server.Client(o => o with { Deadline = TimeSpan.FromMilliseconds(200) });

        var error = await Assert.ThrowsAsync<ControlPlaneException>(() => client.Teams.GetAsync("teams/Team1", Ct));

        Assert.Equal((ControlPlaneErrorKind.DeadlineExceeded, "CLIENT_DEADLINE_EXCEEDED"), (error.Kind, error.Reason));
    }

    [Fact]
    public async Task Cancelling_is_cancelling_and_no_refusal()
    {
        _server.Script.Delay = TimeSpan.FromSeconds(30);
        using var client = _server.Client();
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.Teams.GetAsync("teams/Team1", stop.Token));
    }

    [Fact]
    public async Task Server_that_is_not_there_is_told_as_such()
    {
        using var client = new ControlPlaneClient(new() { Address = new("http://127.0.0.1:1"), MaxAttempts = 1 });

        var error = await Assert.ThrowsAsync<ControlPlaneException>(() => client.Teams.GetAsync("teams/Team1", Ct));

        Assert.Equal((ControlPlaneErrorKind.Unavailable, "CLIENT_CANNOT_CONNECT"), (error.Kind, error.Reason));
    }

    [Fact]
    public async Task Refused_token_is_replaced_once()
    {
        _server.Script.Failures.Enqueue(ScriptedServer.Refusal(Code.Unauthenticated, "TOKEN_INVALID"));
        var tokens = new Tokens();
        using var client = _server.Client(o => o with { Credentials = tokens, UserAgent = "test/1.0" });

        await client.Teams.GetAsync("teams/Team1", Ct);

        Assert.Equal(["Bearer first", "Bearer second"], _server.Script.Calls.Select(c => c.Authorization));
        Assert.All(_server.Script.Calls, c => Assert.StartsWith("test/1.0", c.Agent, StringComparison.Ordinal));
        _server.Script.Failures.Enqueue(ScriptedServer.Refusal(Code.Unauthenticated, "TOKEN_INVALID"));
        _server.Script.Failures.Enqueue(ScriptedServer.Refusal(Code.Unauthenticated, "TOKEN_INVALID"));
        var error = await Assert.ThrowsAsync<ControlPlaneException>(() => client.Teams.GetAsync("teams/Team1", Ct));
        Assert.Equal("TOKEN_INVALID", error.Reason);
    }

    [Fact]
    public async Task Thousand_teams_come_page_by_page_and_no_page_before_it_is_needed()
    {
        using var client = _server.Client();
        var seen = new List<string>();
        await foreach (var team in client.Teams.ListAsync(new() { PageSize = 300 }, Ct))
        {
            seen.Add(team.Name);
            if (seen.Count == 300)
            {
                Assert.Single(_server.Script.Calls);
            }
        }

        Assert.Equal(Enumerable.Range(0, 1000).Select(i => $"teams/t{i}"), seen);
        Assert.Equal(4, _server.Script.Calls.Count);
    }

    [Fact]
    public async Task Launch_targets_come_in_pages()
    {
        using var client = _server.Client();
        var teams = new List<string>();

        await foreach (var target in client.LaunchTargetsAsync(UserName.Me, Ct))
        {
            teams.Add(target.Name);
        }

        Assert.Equal(Enumerable.Range(0, 1200).Select(i => $"users/me/teams/t{i}"), teams);
        Assert.Equal(["", "500", "1000"], _server.Script.Calls.Select(c => ((ListLaunchTargetsRequest)c.Request).PageToken));
    }

    [Fact]
    public async Task Watch_goes_on_where_it_broke()
    {
        using var client = _server.Client();
        var seen = new List<string>();

        await foreach (var change in client.Teams.WatchAsync(ListQuery.All, "", Ct))
        {
            seen.Add(change.Resource!.Name);
            if (seen.Count == 7)
            {
                break;
            }
        }

        Assert.Equal(Enumerable.Range(1, 7).Select(i => $"teams/t{i}"), seen);
        Assert.Equal(["", "3", "6"], _server.Script.Calls.Select(c => ((WatchTeamsRequest)c.Request).ResumeToken));
    }

    [Fact]
    public async Task Watch_whose_place_is_lost_says_so_and_begins_anew()
    {
        _server.Script.Failures.Enqueue(ScriptedServer.Refusal(Code.FailedPrecondition, "RESUME_TOKEN_LOST"));
        using var client = _server.Client();
        var kinds = new List<(ChangeKind, string?)>();

        await foreach (var change in client.Teams.WatchAsync(ListQuery.All, "500", Ct))
        {
            kinds.Add((change.Kind, change.Resource?.Name));
            if (kinds.Count == 2)
            {
                break;
            }
        }

        Assert.Equal([(ChangeKind.Restarted, null), (ChangeKind.Added, "teams/t1")], kinds);
    }

    [Fact]
    public async Task Watch_that_may_not_begin_is_refused()
    {
        _server.Script.Failures.Enqueue(ScriptedServer.Refusal(Code.PermissionDenied, "PERMISSION_MISSING"));
        using var client = _server.Client();

        var error = await Assert.ThrowsAsync<ControlPlaneException>(async () =>
        {
            await foreach (var _ in client.Teams.WatchAsync(ListQuery.All, "", Ct))
            {
            }
        });

        Assert.Equal("PERMISSION_MISSING", error.Reason);
    }

    [Fact]
    public async Task Waiting_tells_progress_until_the_work_is_done()
    {
        using var client = _server.Client();
        var seen = new Progress();

        var done = await client.WaitAsync(new() { Name = "operations/1" }, seen, Ct);

        Assert.True(done.Done);
        Assert.Equal([0, 1, 2, 3], seen.Steps);
    }

    [Fact]
    public async Task Work_that_failed_is_thrown_with_its_reason()
    {
        using var client = _server.Client();
        var failed = new Operation { Name = "operations/1", Done = true, Error = Grpc.Core.RpcExceptionExtensions.GetRpcStatus(ScriptedServer.Refusal(Code.FailedPrecondition, "PROFILE_IN_USE")) };

        var error = await Assert.ThrowsAsync<ControlPlaneException>(() => client.WaitAsync(failed, null, Ct));

        Assert.Equal((ControlPlaneErrorKind.Precondition, "PROFILE_IN_USE"), (error.Kind, error.Reason));
    }

    [Fact]
    public void Tokens_do_not_leave_this_machine_without_tls()
    {
        Assert.Throws<ArgumentException>(() => new ControlPlaneClient(new() { Address = new("http://studio.example.com:8081") }));

        using var allowed = new ControlPlaneClient(new() { Address = new("http://studio.example.com:8081"), AllowPlaintext = true });
        Assert.NotNull(allowed.Teams);
    }

    [Fact]
    public void Tokens_do_not_show_in_text()
        => Assert.DoesNotContain("secret", new TokenSet { AccessToken = "secret", RefreshToken = "secret", ExpireTime = DateTimeOffset.MaxValue }.ToString(), StringComparison.Ordinal);

    sealed class Tokens : TokenProvider
    {
        public override bool CanRefresh => true;

        public override ValueTask<string> GetTokenAsync(bool fresh, CancellationToken ct) => ValueTask.FromResult(fresh ? "second" : "first");
    }

    sealed class Progress : IProgress<Operation>
    {
        public List<int> Steps { get; } = [];

        public void Report(Operation value) => Steps.Add(value.Progress?.Completed ?? 0);
    }
}
