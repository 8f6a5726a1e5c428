using ControlPlane.Storage.Transfer;
using ControlPlane.Store;
using Npgsql;

namespace ControlPlane.Storage.Postgres;

/// <summary>What is read. Each question is one statement, and so sees one moment of the database.</summary>
sealed class PostgresReader(NpgsqlDataSource source)
{
    const string Live = "(expires IS NULL OR expires > $1)";

    public async Task<IReadOnlyList<StoredDocument>> FindAsync(string[] keys, long now, CancellationToken ct)
        => await DocumentsAsync($"SELECT key, value, version, expires FROM documents WHERE {Live} AND key = ANY($2)", ct, now, keys);

    public async Task<IReadOnlyList<StoredDocument>> PageAsync(KeyBounds range, int limit, long now, CancellationToken ct)
        => await DocumentsAsync($"SELECT key, value, version, expires FROM documents WHERE {Live} AND key >= $2 AND key < $3 ORDER BY key LIMIT $4", ct, now, range.From, range.To, limit);

    public async Task<long> CountAsync(KeyBounds range, long now, CancellationToken ct)
        => await NumberAsync($"SELECT count(*) FROM documents WHERE {Live} AND key >= $2 AND key < $3", ct, now, range.From, range.To) ?? 0;

    public async Task<bool> IsConsumedAsync(string key, long now, CancellationToken ct)
        => await NumberAsync("SELECT 1::bigint FROM consumed WHERE key = $1 AND until > $2", ct, key, now) is not null;

    public async Task<IReadOnlyList<ConsumedKey>> ConsumedAsync(string? after, int limit, long now, CancellationToken ct)
    {
        await using var command = Command("SELECT key, until FROM consumed WHERE key > $1 AND until > $2 ORDER BY key LIMIT $3", after ?? "", now, limit);
        await using var row = await command.ExecuteReaderAsync(ct);
        var page = new List<ConsumedKey>();
        while (await row.ReadAsync(ct))
        {
            page.Add(Consumed(row));
        }

        return page;
    }

    public async Task<long> RevisionAsync(CancellationToken ct) => await NumberAsync("SELECT revision FROM state", ct) ?? 0;

    /// <summary>The next changes, and how far the feed has been read with them. Null when the feed no longer reaches back to the
    /// cursor.</summary>
    public async Task<FeedPage?> FeedAsync(FeedCursor cursor, KeyBounds range, int limit, CancellationToken ct)
    {
        // One statement, so that the revision, the floor and the changes are of one moment.
        await using var command = Command("""
            SELECT s.revision, s.feed_floor, c.revision, c.ordinal, c.key, c.value
            FROM state s LEFT JOIN LATERAL (
                SELECT * FROM changes
                WHERE (revision, ordinal) > ($1, $2) AND key >= $3 AND key < $4 ORDER BY revision, ordinal LIMIT $5) c ON true
            ORDER BY c.revision, c.ordinal
            """, cursor.Revision, cursor.Ordinal, range.From, range.To, limit);
        await using var row = await command.ExecuteReaderAsync(ct);
        var changes = new List<StoreChange>();
        var next = cursor;
        var revision = 0L;
        while (await row.ReadAsync(ct))
        {
            revision = row.GetInt64(0);
            var floor = row.GetInt64(1);
            var trimmed = cursor.Revision < floor || (cursor.Revision == floor && cursor.Ordinal < long.MaxValue);
            if (cursor.Revision > revision || (trimmed && !cursor.FromTheStart))
            {
                return null;
            }

            if (Change(row) is { } change)
            {
                next = new(change.Revision, row.GetInt64(3));
                changes.Add(change);
            }
        }

        return new(changes, changes.Count < limit ? new(revision, long.MaxValue) : next);
    }

    /// <summary>The keys of the next changes under some prefixes; null when the feed no longer reaches back to the place.</summary>
    public async Task<ChangePage?> ChangedKeysAsync(ChangePlace after, string[] prefixes, int limit, CancellationToken ct)
    {
        // One statement, as above.
        await using var command = Command("""
            SELECT s.revision, s.feed_floor, c.revision, c.ordinal, c.key
            FROM state s LEFT JOIN LATERAL (
                SELECT revision, ordinal, key FROM changes
                WHERE (revision, ordinal) > ($1, $2) AND key ^@ ANY($3) ORDER BY revision, ordinal LIMIT $4) c ON true
            ORDER BY c.revision, c.ordinal
            """, after.Revision, after.Ordinal, prefixes, limit);
        await using var row = await command.ExecuteReaderAsync(ct);
        var keys = new List<string>();
        var next = after;
        var revision = 0L;
        while (await row.ReadAsync(ct))
        {
            revision = row.GetInt64(0);
            var floor = row.GetInt64(1);
            if (after.Revision > revision || after.Revision < floor || (after.Revision == floor && after.Ordinal < long.MaxValue))
            {
                return null;
            }

            if (PlaceOf(row) is { } place)
            {
                next = place;
                keys.Add(row.GetString(4));
            }
        }

        return keys.Count < limit ? new(keys, ChangePlace.EndOf(revision), true) : new(keys, next, false);
    }

    async Task<List<StoredDocument>> DocumentsAsync(string sql, CancellationToken ct, params object[] values)
    {
        await using var command = Command(sql, values);
        await using var row = await command.ExecuteReaderAsync(ct);
        var documents = new List<StoredDocument>();
        while (await row.ReadAsync(ct))
        {
            documents.Add(Document(row));
        }

        return documents;
    }

    async Task<long?> NumberAsync(string sql, CancellationToken ct, params object[] values)
    {
        await using var command = Command(sql, values);
        return await command.ExecuteScalarAsync(ct) is long number ? number : null;
    }

    NpgsqlCommand Command(string sql, params object[] values)
    {
        var command = source.CreateCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(new() { Value = value });
        }

        return command;
    }

    static ConsumedKey Consumed(NpgsqlDataReader row) => new(row.GetString(0), new(row.GetInt64(1), TimeSpan.Zero));

    // A row is in memory as a whole once it was read: its columns wait for nothing.
    static StoredDocument Document(NpgsqlDataReader row)
        => new(row.GetString(0), row.GetFieldValue<byte[]>(1), row.GetInt64(2), row.IsDBNull(3) ? null : new(row.GetInt64(3), TimeSpan.Zero));

    static StoreChange? Change(NpgsqlDataReader row) => row.IsDBNull(2) ? null : new(row.GetInt64(2), row.GetString(4), Bytes(row, 5));

    static ChangePlace? PlaceOf(NpgsqlDataReader row) => row.IsDBNull(2) ? null : new(row.GetInt64(2), row.GetInt64(3));

    // Not a conditional of arrays: a null array would become an empty value.
    static ReadOnlyMemory<byte>? Bytes(NpgsqlDataReader row, int column)
    {
        if (row.IsDBNull(column))
        {
            return null;
        }

        return row.GetFieldValue<byte[]>(column);
    }
}
