using ControlPlane.Aws.Calls;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ControlPlane.Aws.Tests.Calls;

public sealed class TokenBucketTests
{
    readonly FakeTimeProvider _time = new();

    [Fact]
    public void A_burst_passes_at_once_and_the_rest_queue_at_the_rate()
    {
        var bucket = new TokenBucket(new CallRate { PerSecond = 2, Burst = 3 }, _time);

        var waits = Enumerable.Range(0, 6).Select(_ => Wait(bucket)).ToList();

        Assert.Equal([0, 0, 0, 500, 1000, 1500], waits);
    }

    [Fact]
    public void Who_will_not_wait_takes_no_turn()
    {
        var bucket = new TokenBucket(new CallRate { PerSecond = 1, Burst = 1 }, _time);
        Wait(bucket);

        Assert.False(bucket.TryTake(TimeSpan.FromSeconds(0.5), out var wait));
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(TimeSpan.FromSeconds(1), wait);
        Assert.Equal(0, Wait(bucket));
    }

    [Fact]
    public void A_throttle_of_aws_ends_the_burst()
    {
        var bucket = new TokenBucket(new CallRate { PerSecond = 10, Burst = 50 }, _time);

        bucket.Drain();

        Assert.Equal(100, Wait(bucket));
    }

    [Fact]
    public void The_shipped_limits_are_dated_and_cover_every_service()
    {
        var file = LimitsFile.Shipped;

        Assert.True(file.Date > new DateOnly(2026, 1, 1));
        Assert.All(["STS.*", "SageMaker.*", "Organizations.*"], service => Assert.Contains(service, file.Limits.Keys));
        Assert.All(file.Limits, l => Assert.True(l.Value.PerSecond > 0 && l.Value.Burst >= 1 && file.Sources.ContainsKey(l.Key.Split('.')[0])));
        Assert.True(file.Limits["STS.*"].ChargedToCaller);
    }

    static double Wait(TokenBucket bucket) => bucket.TryTake(TimeSpan.MaxValue, out var wait) ? wait.TotalMilliseconds : -1;
}
