using System.Text;
using ControlPlane.Store;
using Microsoft.Data.Sqlite;

namespace ControlPlane.Storage.Sqlite;

/// <summary>What is done to the file inside the writer's transaction, which holds the changes of many callers.</summary>
sealed class SqliteTransaction(SqliteConnection connection) : IDisposable
{
    const string Current = "SELECT version FROM documents WHERE key = $1 AND (expires IS NULL OR expires > $2)";
    const string Upsert = """
        INSERT INTO documents (key, value, version, expires) VALUES ($1, $2, $3, $4)
        ON CONFLICT (key) DO UPDATE SET value = excluded.value, version = excluded.version, expires = excluded.expires
        """;
    const string Remove = "DELETE FROM documents WHERE key = $1";
    const string Change = "INSERT INTO changes (revision, ordinal, key, value, at) VALUES ($1, $2, $3, $4, $5)";
    const string Use = """
        INSERT INTO consumed (key, until) VALUES ($1, $2)
        ON CONFLICT (key) DO UPDATE SET until = excluded.until WHERE consumed.until <= $3
        """;
    readonly SqliteCommands _commands = new(connection);
    long _begun;
    long _revision;

    /// <summary>Whether the newest revision was made here.</summary>
    public bool HasChanges => _revision > _begun;

    public void Begin()
    {
        _commands.Execute("BEGIN IMMEDIATE");
        _begun = _revision = _commands.Number("SELECT revision FROM state") ?? 0;
    }

    public void Commit()
    {
        if (HasChanges)
        {
            _commands.Execute("UPDATE state SET revision = $1", _revision);
        }

        _commands.Execute("COMMIT");
    }

    public void Rollback() => SqliteDatabase.Rollback(connection);

    /// <summary>Writes all or nothing: versions are compared before anything is written.</summary>
    public long? TryWrite(IReadOnlyList<StoreWrite> writes, long now)
    {
        var keys = new byte[writes.Count][];
        for (var i = 0; i < keys.Length; i++)
        {
            keys[i] = Encoding.UTF8.GetBytes(writes[i].Key);
            if (writes[i].ExpectedVersion is { } expected && (_commands.Number(Current, keys[i], now) ?? 0) != expected)
            {
                return null;
            }
        }

        _revision++;
        for (var i = 0; i < keys.Length; i++)
        {
            Apply(keys[i], writes[i], i, now);
        }

        return _revision;
    }

    public bool TryConsume(string key, DateTimeOffset until, long now)
        => until.UtcTicks > now && _commands.Execute(Use, Encoding.UTF8.GetBytes(key), until.UtcTicks, now) == 1;

    /// <summary>Writes documents as they were elsewhere.</summary>
    public void Restore(IReadOnlyList<StoredDocument> documents)
    {
        foreach (var document in documents)
        {
            _commands.Execute(Upsert, Encoding.UTF8.GetBytes(document.Key), document.Value.ToArray(), document.Version, document.ExpiresAt?.UtcTicks);
        }
    }

    /// <summary>Removes a document without telling, and makes a revision the newest and the feed's first.</summary>
    public void FinishRestore(string mark, long revision)
    {
        _commands.Execute(Remove, Encoding.UTF8.GetBytes(mark));
        _commands.Execute("DELETE FROM changes");
        _commands.Execute("UPDATE state SET revision = $1, feed_floor = $1", revision);
        _begun = _revision = revision;
    }

    /// <summary>Removes some of what has expired.</summary>
    /// <returns>True when there may be more.</returns>
    public bool Sweep(long now, int limit)
    {
        var used = _commands.Execute("DELETE FROM consumed WHERE key IN (SELECT key FROM consumed WHERE until <= $1 ORDER BY until LIMIT $2)", now, limit);
        var expired = Keys("SELECT key FROM documents WHERE expires <= $1 ORDER BY expires LIMIT $2", now, limit);
        if (expired.Count > 0)
        {
            _revision++;
        }

        for (var i = 0; i < expired.Count; i++)
        {
            _commands.Execute(Remove, expired[i]);
            _commands.Execute(Change, _revision, i, expired[i], null, now);
        }

        return used == limit || expired.Count == limit;
    }

    /// <summary>Trims some of the feed: what is older than a time, and what is more than a number of rows. A batch goes as a whole.</summary>
    /// <returns>True when there may be more.</returns>
    public bool Trim(long before, int rows, int limit)
    {
        var tooMany = _commands.Number("SELECT revision FROM changes ORDER BY revision DESC, ordinal DESC LIMIT 1 OFFSET $1", rows) ?? 0;
        long? floor = null;
        var seen = 0;
        using (var row = _commands.With("SELECT revision, at FROM changes ORDER BY revision, ordinal LIMIT $1", limit).ExecuteReader())
        {
            while (row.Read() && (row.GetInt64(0) <= tooMany || row.GetInt64(1) <= before))
            {
                floor = row.GetInt64(0);
                seen++;
            }
        }

        if (floor is { } reached)
        {
            _commands.Execute("DELETE FROM changes WHERE revision <= $1", reached);
            _commands.Execute("UPDATE state SET feed_floor = $1", reached);
        }

        return seen == limit;
    }

    public void Dispose() => _commands.Dispose();

    void Apply(byte[] key, StoreWrite write, int ordinal, long now)
    {
        if (write.Value is { } value)
        {
            var bytes = value.ToArray();
            _commands.Execute(Upsert, key, bytes, _revision, write.ExpiresAt?.UtcTicks);
            _commands.Execute(Change, _revision, ordinal, key, bytes, now);
        }
        else if (_commands.Execute(Remove, key) == 1)
        {
            _commands.Execute(Change, _revision, ordinal, key, null, now);
        }
    }

    List<byte[]> Keys(string sql, long now, int limit)
    {
        using var row = _commands.With(sql, now, limit).ExecuteReader();
        var keys = new List<byte[]>();
        while (row.Read())
        {
            keys.Add(row.GetFieldValue<byte[]>(0));
        }

        return keys;
    }
}
