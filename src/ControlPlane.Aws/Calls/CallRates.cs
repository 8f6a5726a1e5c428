using System.Collections.Concurrent;
using ControlPlane.Accounts;
using ControlPlane.Domains;
using Microsoft.Extensions.Options;

namespace ControlPlane.Aws.Calls;

/// <summary>One token bucket for each account, Region and operation.</summary>
sealed class CallRates(IOptions<AwsOptions> options, TimeProvider time)
{
    readonly ConcurrentDictionary<(AccountId? Account, RegionName Region, string Operation), TokenBucket> _buckets = new();

    public TokenBucket For(AwsCall call)
    {
        var rate = RateOf(call);
        return _buckets.GetOrAdd(
            (rate.ChargedToCaller ? null : call.Account, call.Region, call.ToString()),
            static (_, made) => new TokenBucket(made.rate, made.time),
            (rate, time));
    }

    CallRate RateOf(AwsCall call)
        => Find(options.Value.RateLimits, call) ?? Find(LimitsFile.Shipped.Limits, call)
            ?? throw new InvalidOperationException($"limits.json has no rate for {call}.");

    static CallRate? Find(IReadOnlyDictionary<string, CallRate> limits, AwsCall call)
        => limits.TryGetValue(call.ToString(), out var exact) ? exact : limits.GetValueOrDefault($"{call.Service}.*");
}
