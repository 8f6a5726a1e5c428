using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace ControlPlane.Sandbox.IdentityProvider;

/// <summary>Remembers what waits for a browser or client to come back, each under an unguessable key and for a short time.</summary>
sealed class PendingTable<T>(TimeSpan lifetime, TimeProvider time)
    where T : class
{
    readonly ConcurrentDictionary<string, (T Value, DateTimeOffset Until)> _entries = new(StringComparer.Ordinal);

    public string Add(T value)
    {
        var key = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        Set(key, value);
        return key;
    }

    public void Set(string key, T value)
    {
        var now = time.GetUtcNow();
        foreach (var old in _entries.Where(entry => entry.Value.Until <= now))
        {
            _entries.TryRemove(old);
        }

        _entries[key] = (value, now + lifetime);
    }

    public T? Find(string? key)
        => key is not null && _entries.TryGetValue(key, out var entry) && entry.Until > time.GetUtcNow() ? entry.Value : null;

    /// <summary>Finds it for the last time.</summary>
    public T? Take(string? key)
        => key is not null && _entries.TryRemove(key, out var entry) && entry.Until > time.GetUtcNow() ? entry.Value : null;

    public IReadOnlyList<string> KeysWhere(Func<T, bool> fits)
        => [.. _entries.Where(entry => fits(entry.Value.Value)).Select(entry => entry.Key)];

    public T? FindWhere(Func<T, bool> fits)
        => _entries.Values.FirstOrDefault(entry => entry.Until > time.GetUtcNow() && fits(entry.Value)).Value;
}
