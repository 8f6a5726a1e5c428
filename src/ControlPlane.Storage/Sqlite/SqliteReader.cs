using System.Text;
using ControlPlane.Storage.Transfer;
using ControlPlane.Store;
using Microsoft.Data.Sqlite;

namespace ControlPlane.Storage.Sqlite;

/// <summary>A connection that reads. Used by one thread at a time.</summary>
sealed class SqliteReader(SqliteConnection connection) : IDisposable
{
    const string Find = "SELECT value, version, expires FROM documents WHERE key = $1 AND (expires IS NULL OR expires > $2)";
    const string List = "SELECT key, value, version, expires FROM documents WHERE key >= $1 AND key < $2 AND (expires IS NULL OR expires > $3) ORDER BY key LIMIT $4";
    const string CountAll = "SELECT count(*) FROM documents WHERE key >= $1 AND key < $2 AND (expires IS NULL OR expires > $3)";
    const string Changes = "SELECT revision, ordinal, key, value FROM changes WHERE (revision, ordinal) > ($1, $2) AND key >= $3 AND key < $4 ORDER BY revision, ordinal LIMIT $5";
    const string Keys = "SELECT revision, ordinal, key FROM changes WHERE (revision, ordinal) > ($1, $2) ORDER BY revision, ordinal LIMIT $3";
    readonly SqliteCommands _commands = new(connection);

    public StoredDocument? FindOne(string key, long now)
    {
        using var row = _commands.With(Find, Encoding.UTF8.GetBytes(key), now).ExecuteReader();
        return row.Read() ? new(key, row.GetFieldValue<byte[]>(0), row.GetInt64(1), Time(row, 2)) : null;
    }

    public IReadOnlyList<StoredDocument> FindMany(IReadOnlyCollection<string> keys, long now) => Snapshot(() =>
    {
        var found = new List<StoredDocument>(keys.Count);
        foreach (var key in keys.Distinct(StringComparer.Ordinal))
        {
            if (FindOne(key, now) is { } document)
            {
                found.Add(document);
            }
        }

        return found;
    });

    public IReadOnlyList<StoredDocument> Page(KeyRange range, int limit, long now)
    {
        using var row = _commands.With(List, range.From, range.To, now, limit).ExecuteReader();
        var page = new List<StoredDocument>();
        while (row.Read())
        {
            page.Add(new(Encoding.UTF8.GetString(row.GetFieldValue<byte[]>(0)), row.GetFieldValue<byte[]>(1), row.GetInt64(2), Time(row, 3)));
        }

        return page;
    }

    public long Count(KeyRange range, long now) => _commands.Number(CountAll, range.From, range.To, now) ?? 0;

    public bool IsConsumed(string key, long now)
        => _commands.Number("SELECT 1 FROM consumed WHERE key = $1 AND until > $2", Encoding.UTF8.GetBytes(key), now) is not null;

    public IReadOnlyList<ConsumedKey> Consumed(string? after, int limit, long now)
    {
        using var row = _commands.With("SELECT key, until FROM consumed WHERE key > $1 AND until > $2 ORDER BY key LIMIT $3", Encoding.UTF8.GetBytes(after ?? ""), now, limit).ExecuteReader();
        var page = new List<ConsumedKey>();
        while (row.Read())
        {
            page.Add(new(Encoding.UTF8.GetString(row.GetFieldValue<byte[]>(0)), new(row.GetInt64(1), TimeSpan.Zero)));
        }

        return page;
    }

    public long Revision() => _commands.Number("SELECT revision FROM state") ?? 0;

    /// <summary>The next changes, and how far the feed has been read with them. Null when the feed no longer reaches back to the
    /// cursor.</summary>
    public FeedPage? Feed(FeedCursor cursor, KeyRange range, int limit) => Snapshot(() =>
    {
        var revision = Revision();
        var floor = _commands.Number("SELECT feed_floor FROM state") ?? 0;
        var trimmed = cursor.Revision < floor || (cursor.Revision == floor && cursor.Ordinal < long.MaxValue);
        if (cursor.Revision > revision || (trimmed && !cursor.FromTheStart))
        {
            return null;
        }

        using var row = _commands.With(Changes, cursor.Revision, cursor.Ordinal, range.From, range.To, limit).ExecuteReader();
        var changes = new List<StoreChange>();
        var next = cursor;
        while (row.Read())
        {
            next = new(row.GetInt64(0), row.GetInt64(1));
            changes.Add(new(next.Revision, Encoding.UTF8.GetString(row.GetFieldValue<byte[]>(2)), Bytes(row, 3)));
        }

        return new FeedPage(changes, changes.Count < limit ? new(revision, long.MaxValue) : next);
    });

    /// <summary>The keys of the next changes; null when the feed no longer reaches back to the place.</summary>
    public ChangePage? ChangedKeys(ChangePlace after, int limit) => Snapshot(() =>
    {
        var revision = Revision();
        var floor = _commands.Number("SELECT feed_floor FROM state") ?? 0;
        if (after.Revision > revision || after.Revision < floor || (after.Revision == floor && after.Ordinal < long.MaxValue))
        {
            return null;
        }

        var keys = new List<string>();
        var next = after;
        using var row = _commands.With(Keys, after.Revision, after.Ordinal, limit).ExecuteReader();
        while (row.Read())
        {
            next = new(row.GetInt64(0), row.GetInt64(1));
            keys.Add(Encoding.UTF8.GetString(row.GetFieldValue<byte[]>(2)));
        }

        return keys.Count < limit ? new ChangePage(keys, ChangePlace.EndOf(revision), true) : new(keys, next, false);
    });

    public void Dispose() => _commands.Dispose();

    T Snapshot<T>(Func<T> read)
    {
        _commands.Execute("BEGIN");
        try
        {
            return read();
        }
        finally
        {
            SqliteDatabase.Rollback(_commands.Connection);
        }
    }

    // Not a conditional of arrays: a null array would become an empty value.
    static ReadOnlyMemory<byte>? Bytes(SqliteDataReader row, int column)
    {
        if (row.IsDBNull(column))
        {
            return null;
        }

        return row.GetFieldValue<byte[]>(column);
    }

    static DateTimeOffset? Time(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : new(row.GetInt64(column), TimeSpan.Zero);
}
