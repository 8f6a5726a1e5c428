using Amazon.Runtime;
using ControlPlane.Aws.Sts;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ControlPlane.Aws.Tests.Sts;

public sealed class SessionCacheTests
{
    readonly FakeTimeProvider _time = new(DateTimeOffset.Parse("2026-01-02T03:04:05Z", null));
    int _opened;

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_stays_within_its_bound_and_keeps_the_newest()
    {
        var cache = Cache(capacity: 16);

        for (var key = 0; key < 500; key++)
        {
            await cache.GetAsync(key, OpenAsync, Ct);
            Assert.InRange(cache.Count, 1, 17);
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        await cache.GetAsync(499, OpenAsync, Ct);
        Assert.Equal(500, _opened);
    }

    [Fact]
    public async Task Nothing_is_kept_when_nothing_may_be()
    {
        var cache = Cache(capacity: 0);

        await cache.GetAsync(1, OpenAsync, Ct);
        await cache.GetAsync(2, OpenAsync, Ct);

        Assert.InRange(cache.Count, 0, 1);
    }

    [Fact]
    public async Task Forgetting_an_old_session_leaves_the_new_one()
    {
        var cache = Cache(capacity: 16);
        var old = await cache.GetAsync(1, OpenAsync, Ct);
        cache.Forget(1, old);
        var renewed = await cache.GetAsync(1, OpenAsync, Ct);

        cache.Forget(1, old);

        Assert.Same(renewed, await cache.GetAsync(1, OpenAsync, Ct));
        Assert.Equal(2, _opened);
    }

    [Fact]
    public async Task A_defect_while_opening_reaches_the_caller_and_the_next_one_tries_again()
    {
        var cache = Cache(capacity: 16);

        await Assert.ThrowsAsync<InvalidOperationException>(() => cache.GetAsync(1, () => throw new InvalidOperationException("defect"), Ct));

        Assert.NotNull(await cache.GetAsync(1, OpenAsync, Ct));
    }

    SessionCache<int> Cache(int capacity)
        => new(new("vend", capacity, TimeSpan.FromMinutes(1), TimeSpan.Zero, TimeSpan.FromSeconds(30)), _time);

    Task<AwsSession> OpenAsync()
    {
        var number = Interlocked.Increment(ref _opened);
        return Task.FromResult(new AwsSession(new SessionAWSCredentials("k", "s", "t"), _time.GetUtcNow().AddMinutes(15), $"session-{number}"));
    }
}
