using ControlPlane.Errors;
using Xunit;

namespace ControlPlane.SignIn;

public sealed class AuditedSignInTests
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_launch_that_cannot_be_audited_does_not_happen()
    {
        await using var world = await new World().WithUser1Async();
        await world.LaunchAsync();
        var vends = world.Accounts.Vends;
        world.Store.LosesWritesOf = key => key.StartsWith("audit", StringComparison.Ordinal);

        var refusal = await world.RefusalOfAsync(() => world.LaunchAsync());

        Assert.Equal("AUDIT_UNAVAILABLE", refusal.Reason);
        Assert.Equal(vends, world.Accounts.Vends);
        var record = await world.RecordOfAsync(refusal.Metadata["sign_in"]);
        Assert.Equal(FlightOutcome.Failed, record.Outcome);
        Assert.Equal(StepVerdict.Skipped, record.Steps.Single(s => s.Step == "vend").Verdict);
    }

    [Fact]
    public async Task The_event_is_in_the_log_before_the_URL_is_asked_for()
    {
        await using var world = await new World().WithUser1Async();
        IReadOnlyList<string> atVend = [];
        world.Accounts.OnVend = async _ => atVend = await world.StoredTextAsync("audit/");

        var launch = await world.LaunchAsync();

        Assert.Contains(atVend, e => Tells(e, launch.Reference, "allowed"));
    }

    [Fact]
    public async Task A_vending_that_fails_after_it_was_allowed_is_told_by_a_second_event()
    {
        await using var world = await new World().WithUser1Async();
        world.Accounts.OnVend = _ => throw new RefusedException(RefusalKind.Unavailable, "AWS_THROTTLED", "Too many calls.");

        var refusal = await world.RefusalOfAsync(() => world.LaunchAsync());

        var reference = SignInReference.Parse(refusal.Metadata["sign_in"]);
        var events = (await world.StoredTextAsync("audit/")).Where(e => e.Contains(reference.ToString(), StringComparison.Ordinal)).ToList();
        Assert.Equal(2, events.Count);
        Assert.Single(events, e => Tells(e, reference, "allowed"));
        Assert.Single(events, e => Tells(e, reference, "failed") && e.Contains("AWS_THROTTLED", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_refusal_leaves_an_event_and_a_record_with_its_reference()
    {
        await using var world = await new World().WithUser1Async();

        var refusal = await world.RefusalOfAsync(() => world.LaunchAsync(null, A.Command(A.Team2)));

        var reference = SignInReference.Parse(refusal.Metadata["sign_in"]);
        var told = Assert.Single(await world.StoredTextAsync("audit/"), e => Tells(e, reference, "refused"));
        Assert.Contains("ENTITLEMENT_NOT_FOUND", told, StringComparison.Ordinal);
        Assert.Contains("192.0.2.7", told, StringComparison.Ordinal);
        var record = await world.RecordOfAsync(reference.ToString());
        Assert.Equal((FlightOutcome.Refused, "ENTITLEMENT_NOT_FOUND"), (record.Outcome, record.Reason));
        var step = record.Steps.Single(s => s.Verdict == StepVerdict.Failed);
        Assert.Equal(("entitlement", "ENTITLEMENT_NOT_FOUND", refusal.Message, refusal.Fix), (step.Step, step.Reason, step.Message, step.Fix));
    }

    [Fact]
    public async Task A_refusal_comes_out_even_when_nothing_can_be_written()
    {
        await using var world = await new World().WithUser1Async();
        world.Store.LosesWritesOf = _ => true;

        Assert.Equal("ENTITLEMENT_NOT_FOUND", (await world.RefusalOfAsync(() => world.LaunchAsync(null, A.Command(A.Team2)))).Reason);
    }

    [Fact]
    public async Task A_launch_whose_record_is_lost_still_happens_since_the_log_tells_of_it()
    {
        await using var world = await new World().WithUser1Async();
        world.Store.LosesWritesOf = key => key.StartsWith("signins/", StringComparison.Ordinal);

        Assert.NotNull(await world.LaunchAsync());
    }

    [Fact]
    public async Task A_defect_flies_on_and_leaves_a_record_and_an_event()
    {
        await using var world = await new World().WithUser1Async();
        world.Accounts.OnVend = _ => throw new InvalidOperationException("A defect with a secret.");

        var defect = await Assert.ThrowsAsync<InvalidOperationException>(() => world.LaunchAsync());

        var reference = (string)defect.Data["sign_in"]!;
        var record = await world.RecordOfAsync(reference);
        Assert.Equal((FlightOutcome.Failed, "DEFECT"), (record.Outcome, record.Reason));
        Assert.DoesNotContain("secret", string.Concat(await world.StoredTextAsync("")), StringComparison.Ordinal);
        Assert.Single(await world.StoredTextAsync("audit/"), e => Tells(e, SignInReference.Parse(reference), "failed"));
    }

    [Fact]
    public async Task Who_leaves_in_the_middle_leaves_a_record_and_an_event()
    {
        await using var world = await new World().WithUser1Async();
        world.Accounts.CreationTakes = TimeSpan.FromHours(1);
        using var leaves = new CancellationTokenSource();
        var launch = world.Flow.LaunchAsync(A.Principal(), A.Command(), leaves.Token);
        await WaitForAsync(() => world.Accounts.Creates > 0);

        await leaves.CancelAsync();

        var left = Assert.IsAssignableFrom<OperationCanceledException>(await World.EndOfAsync(launch));
        var reference = (string)left.Data["sign_in"]!;
        var record = await world.RecordOfAsync(reference);
        Assert.Equal((FlightOutcome.Failed, "SIGN_IN_ABANDONED"), (record.Outcome, record.Reason));
        Assert.Single(await world.StoredTextAsync("audit/"), e => Tells(e, SignInReference.Parse(reference), "failed"));
    }

    [Fact]
    public async Task Who_leaves_while_the_URL_is_made_is_allowed_and_failed_in_the_log()
    {
        await using var world = await new World().WithUser1Async();
        using var leaves = new CancellationTokenSource();
        world.Accounts.OnVend = _ => leaves.CancelAsync();

        var left = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => world.RunAsync(world.Flow.LaunchAsync(A.Principal(), A.Command(), leaves.Token)));

        var reference = SignInReference.Parse((string)left.Data["sign_in"]!);
        var events = await world.StoredTextAsync("audit/");
        Assert.Single(events, e => Tells(e, reference, "allowed"));
        Assert.Single(events, e => Tells(e, reference, "failed"));
    }

    [Fact]
    public async Task A_flight_record_goes_after_thirty_days()
    {
        await using var world = await new World().WithUser1Async();
        var reference = (await world.LaunchAsync()).Reference;
        var began = (await world.RecordOfAsync(reference.ToString())).StartedAt;

        world.Time.SetUtcNow(began.AddDays(30).AddSeconds(-1));
        Assert.NotNull(await world.Queries.FindSignInAsync(reference, Ct));
        world.Time.SetUtcNow(began.AddDays(30));

        Assert.Null(await world.Queries.FindSignInAsync(reference, Ct));
    }

    static bool Tells(string entry, SignInReference reference, string outcome)
        => entry.Contains(reference.ToString(), StringComparison.Ordinal)
            && entry.Contains("signin.launch", StringComparison.Ordinal)
            && entry.Contains($"\"outcome\":\"{outcome}\"", StringComparison.Ordinal);

    static async Task WaitForAsync(Func<bool> holds)
    {
        while (!holds())
        {
            await Task.Delay(2, Ct);
        }
    }
}
