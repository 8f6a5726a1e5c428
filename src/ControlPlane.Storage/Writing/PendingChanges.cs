using ControlPlane.Store;

namespace ControlPlane.Storage;

/// <summary>What a transaction will write: batches one after the other on top of what the database holds, decided here and sent at
/// once.</summary>
/// <param name="revision">The newest revision in the database.</param>
/// <param name="now">The time in UTC ticks.</param>
sealed class PendingChanges(long revision, long now)
{
    readonly Dictionary<string, Row> _rows = new(StringComparer.Ordinal);

    public long Revision { get; private set; } = revision;

    public long Now => now;

    /// <summary>The feed's rows in their order.</summary>
    public List<PendingChange> Feed { get; } = [];

    /// <summary>The documents that are different now; a null value is a deletion.</summary>
    public IEnumerable<(string Key, byte[]? Value, long Version, long? Expires)> Documents
        => _rows.Where(r => r.Value.IsChanged).Select(r => (r.Key, r.Value.Value, r.Value.Version, r.Value.Expires));

    /// <summary>Takes over a row that the database holds.</summary>
    public void Found(string key, long version, long? expires) => _rows.Add(key, new(null, version, expires, IsThere: true, IsChanged: false));

    /// <summary>Applies a batch as a whole or not at all.</summary>
    /// <returns>Its revision, or null when an expected version does not hold.</returns>
    public long? Apply(IReadOnlyList<StoreWrite> writes)
    {
        if (writes.Any(w => w.ExpectedVersion is { } expected && expected != VersionOf(w.Key)))
        {
            return null;
        }

        Revision++;
        for (var i = 0; i < writes.Count; i++)
        {
            Apply(writes[i].Key, writes[i].Value?.ToArray(), writes[i].ExpiresAt?.UtcTicks, i);
        }

        return Revision;
    }

    /// <summary>Deletes what has expired, as a batch of its own.</summary>
    public void Expire(IReadOnlyList<string> keys)
    {
        Revision += keys.Count > 0 ? 1 : 0;
        for (var i = 0; i < keys.Count; i++)
        {
            Apply(keys[i], null, null, i);
        }
    }

    /// <summary>Whether a row is there and its time is over.</summary>
    public bool IsExpired(string key) => _rows.GetValueOrDefault(key) is { IsThere: true, Expires: { } expires } && expires <= now;

    void Apply(string key, byte[]? value, long? expires, int ordinal)
    {
        var wasThere = _rows.GetValueOrDefault(key) is { IsThere: true };
        if (value is null && !wasThere)
        {
            return;
        }

        _rows[key] = new(value, Revision, expires, IsThere: value is not null, IsChanged: true);
        Feed.Add(new(Revision, ordinal, key, value, expires));
    }

    long VersionOf(string key)
        => _rows.GetValueOrDefault(key) is { IsThere: true } row && (row.Expires is not { } expires || expires > now) ? row.Version : 0;

    sealed record Row(byte[]? Value, long Version, long? Expires, bool IsThere, bool IsChanged);
}
