using System.Collections.Concurrent;
using ControlPlane.Aws.Telemetry;

namespace ControlPlane.Aws.Sts;

/// <summary>Sessions by key. Equal callers share one opening; a role that AWS refused is not asked for again for a while; what is over is
/// never handed out.</summary>
sealed class SessionCache<TKey>(SessionCachePolicy policy, TimeProvider time) where TKey : notnull
{
    readonly ConcurrentDictionary<TKey, SessionSlot> _slots = new();

    /// <summary>How many places are taken.</summary>
    public int Count => _slots.Count;

    /// <summary>Finds an open session or opens one.</summary>
    /// <param name="key">Whose it is.</param>
    /// <param name="open">Opens one. Runs once for all who wait, so it must not hang on one caller's deadline.</param>
    /// <param name="ct">Ends this caller's wait, not the opening.</param>
    public async Task<AwsSession> GetAsync(TKey key, Func<Task<AwsSession>> open, CancellationToken ct)
    {
        var slot = _slots.TryGetValue(key, out var known) ? known : _slots.GetOrAdd(key, NewSlot());
        var session = slot.Get(open, out var result);
        AwsTelemetry.CountSession(policy.Kind, result);
        return await session.WaitAsync(ct);
    }

    /// <summary>Drops a session that AWS says is over; a newer one stays.</summary>
    public void Forget(TKey key, AwsSession session)
    {
        if (_slots.TryGetValue(key, out var slot))
        {
            slot.Forget(session);
        }
    }

    SessionSlot NewSlot()
    {
        if (_slots.Count >= policy.Capacity)
        {
            MakeRoom();
        }

        return new SessionSlot(policy, time);
    }

    // First what is over, then what ends soonest; an eighth at a time, so that a full cache does not sort itself at every call.
    void MakeRoom()
    {
        var now = time.GetUtcNow();
        var idle = _slots.Where(s => s.Value.IsIdle).Select(s => (Slot: s, s.Value.EndsAt)).OrderBy(s => s.EndsAt).ToList();
        var surplus = Math.Max(_slots.Count - policy.Capacity + (policy.Capacity / 8) + 1, idle.Count(s => s.EndsAt <= now));
        foreach (var (slot, _) in idle.Take(surplus))
        {
            _slots.TryRemove(slot);
        }
    }
}

/// <summary>How a cache of sessions behaves.</summary>
/// <param name="Kind">Its name in metrics: <c>broker</c>, <c>vend</c> or <c>roles</c>.</param>
/// <param name="Capacity">How many sessions it keeps.</param>
/// <param name="Margin">How long before its end a session is not used any more.</param>
/// <param name="Renewal">How long before its end a session is renewed while it still serves; <see cref="Margin"/> or less for never.</param>
/// <param name="RefusalHold">How long a refused role is not asked for again.</param>
sealed record SessionCachePolicy(string Kind, int Capacity, TimeSpan Margin, TimeSpan Renewal, TimeSpan RefusalHold);
