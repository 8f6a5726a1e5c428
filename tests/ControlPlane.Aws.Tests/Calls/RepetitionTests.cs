using ControlPlane.Aws.Tests.Wire;
using ControlPlane.Errors;
using Xunit;

namespace ControlPlane.Aws.Tests.Calls;

public sealed class RepetitionTests
{
    static readonly Answer s_ok = Answer.Ok("""{"Status":"InService"}""");

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string> PassingFaults => ["throttled", "broken", "unavailable", "page", "dropped"];

    [Theory, MemberData(nameof(PassingFaults))]
    public async Task A_passing_fault_is_waited_out(string fault)
    {
        await using var aws = await LoopbackAws.StartAsync();
        aws.OnEach("DescribeDomain", FaultOf(fault), s_ok);
        using var adapter = Adapter.For(aws);

        var domain = await adapter.Broker.FindDomainAsync(A.Account(), A.DomainName(), Ct);

        Assert.Equal("InService", domain!.Status);
        Assert.Equal(2, aws.Of("DescribeDomain").Count);
    }

    [Fact]
    public async Task Sts_that_stumbles_is_asked_again()
    {
        await using var aws = await LoopbackAws.StartAsync();
        var calls = 0;
        aws.On("AssumeRole", call => Interlocked.Increment(ref calls) switch
        {
            1 => Answer.XmlError("Throttling", "Rate exceeded", 400),
            2 => new Answer(503, "<html>no</html>"),
            _ => Answer.Ok(aws.Session(call, "AssumeRole", TimeProvider.System)),
        });
        using var adapter = Adapter.For(aws);

        Assert.NotNull(await adapter.Vendor.VendAsync(A.Order(), Ct));
        Assert.Equal(3, calls);
    }

    [Fact]
    public async Task Throttling_without_end_is_refused_with_a_time_to_come_back()
    {
        await using var aws = await LoopbackAws.StartAsync();
        aws.On("DescribeDomain", _ => FaultOf("throttled"));
        using var adapter = Adapter.For(aws, null, ("Aws:MaxAttempts", "3"));

        var refusal = await Assert.ThrowsAsync<RefusedException>(() => adapter.Broker.FindDomainAsync(A.Account(), A.DomainName(), Ct));

        Assert.Equal(("AWS_THROTTLED", RefusalKind.Unavailable), (refusal.Reason, refusal.Kind));
        Assert.True(refusal.RetryAfter >= TimeSpan.FromSeconds(1));
        Assert.Equal(3, aws.Of("DescribeDomain").Count);
    }

    [Fact]
    public async Task Nothing_is_repeated_beyond_the_budget()
    {
        await using var aws = await LoopbackAws.StartAsync();
        aws.On("DescribeDomain", _ => FaultOf("broken"));
        using var adapter = Adapter.For(aws, null, ("Aws:RetryBudget", "00:00:00.300"), ("Aws:MaxAttempts", "10"));

        var refusal = await Assert.ThrowsAsync<RefusedException>(() => adapter.Broker.FindDomainAsync(A.Account(), A.DomainName(), Ct));

        Assert.Equal("AWS_UNAVAILABLE", refusal.Reason);
        Assert.InRange(aws.Of("DescribeDomain").Count, 1, 9);
    }

    [Fact]
    public async Task The_callers_deadline_ends_everything()
    {
        await using var aws = await LoopbackAws.StartAsync();
        using var mine = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        aws.On("DescribeDomain", async _ =>
        {
            await mine.CancelAsync();
            return FaultOf("throttled");
        });
        using var adapter = Adapter.For(aws);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => adapter.Broker.FindDomainAsync(A.Account(), A.DomainName(), mine.Token));

        Assert.Single(aws.Of("DescribeDomain"));
    }

    [Fact]
    public async Task A_request_that_hangs_is_given_up_and_sent_again()
    {
        await using var aws = await LoopbackAws.StartAsync();
        using var never = new SemaphoreSlim(0);
        var calls = 0;
        aws.On("DescribeDomain", async _ =>
        {
            if (Interlocked.Increment(ref calls) == 1)
            {
                await never.WaitAsync(TimeSpan.FromSeconds(30), Ct);
            }

            return s_ok;
        });
        using var adapter = Adapter.For(aws, null, ("Aws:AttemptTimeout", "00:00:01"));

        Assert.NotNull(await adapter.Broker.FindDomainAsync(A.Account(), A.DomainName(), Ct));

        never.Release();
        Assert.Equal(2, calls);
    }

    [Fact]
    public async Task Our_own_rate_holds_back_before_aws_must()
    {
        await using var aws = await LoopbackAws.StartAsync();
        using var adapter = Adapter.For(
            aws, null, ("Aws:RateLimits:SageMaker.DescribeDomain:PerSecond", "0.001"), ("Aws:RateLimits:SageMaker.DescribeDomain:Burst", "2"));

        await adapter.Broker.FindDomainAsync(A.Account(), A.DomainName(), Ct);
        await adapter.Broker.FindDomainAsync(A.Account(), A.DomainName(), Ct);
        var refusal = await Assert.ThrowsAsync<RefusedException>(() => adapter.Broker.FindDomainAsync(A.Account(), A.DomainName(), Ct));
        await adapter.Broker.FindProfileAsync(A.Account(), A.Profile(), Ct);

        Assert.Equal("AWS_THROTTLED", refusal.Reason);
        Assert.InRange(refusal.RetryAfter!.Value.TotalSeconds, 900, 1000);
        Assert.Equal(2, aws.Of("DescribeDomain").Count);
    }

    [Fact]
    public async Task Nobody_listening_is_unavailable()
    {
        var aws = await LoopbackAws.StartAsync();
        using var adapter = Adapter.For(aws, null, ("Aws:MaxAttempts", "2"));
        await aws.DisposeAsync();

        var refusal = await Assert.ThrowsAsync<RefusedException>(() => adapter.Vendor.VendAsync(A.Order(), Ct));

        Assert.Equal("AWS_UNAVAILABLE", refusal.Reason);
    }

    static Answer FaultOf(string name) => name switch
    {
        "throttled" => Answer.JsonError("ThrottlingException", "Rate exceeded"),
        "broken" => Answer.JsonError("InternalFailure", status: 500),
        "unavailable" => new Answer(503, ""),
        "page" => new Answer(502, "<html>Bad gateway</html>"),
        "dropped" => new Answer(0, ""),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, null),
    };
}
