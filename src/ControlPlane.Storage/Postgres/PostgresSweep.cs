using Npgsql;

namespace ControlPlane.Storage.Postgres;

/// <summary>Removes what has expired and trims the feed, in short transactions that writers wait for.</summary>
sealed class PostgresSweep(NpgsqlDataSource source, string channel, PostgresOptions options, TimeProvider time)
{
    const int Size = 1000;

    /// <summary>Does all there is to do.</summary>
    /// <returns>True when documents were removed, of which the feed tells.</returns>
    public async Task<bool> RunAsync(CancellationToken ct)
    {
        var removed = false;
        for (var count = Size; count == Size;)
        {
            count = await ExpireAsync(ct);
            removed |= count > 0;
        }

        while (await ForgetAsync(ct) == Size)
        {
        }

        while (await TrimAsync(ct))
        {
        }

        return removed;
    }

    async Task<int> ExpireAsync(CancellationToken ct)
    {
        var now = time.GetUtcNow().UtcTicks;
        await using var transaction = await PostgresTransaction.BeginAsync(source, ct);
        var keys = new List<string>();
        await using (var command = transaction.Command("SELECT key FROM documents WHERE expires <= $1 ORDER BY expires LIMIT $2", Number(now), Number(Size)))
        await using (var row = await command.ExecuteReaderAsync(ct))
        {
            while (await row.ReadAsync(ct))
            {
                keys.Add(row.GetString(0));
            }
        }

        if (keys.Count > 0)
        {
            var pending = new PendingChanges(transaction.Revision, now);
            await transaction.LoadAsync(pending, [.. keys], ct);
            pending.Expire(keys);
            await transaction.WriteAsync(pending, channel, ct);
            await transaction.CommitAsync(source);
        }

        return keys.Count;
    }

    // Whoever uses a key up at the same time waits for its row and then finds it gone or newer.
    async Task<int> ForgetAsync(CancellationToken ct)
    {
        await using var transaction = await PostgresTransaction.BeginAsync(source, ct);
        await using var command = transaction.Command(
            "DELETE FROM consumed WHERE key IN (SELECT key FROM consumed WHERE until <= $1 ORDER BY until LIMIT $2 FOR UPDATE SKIP LOCKED)",
            Number(time.GetUtcNow().UtcTicks), Number(Size));
        var count = await command.ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(source);
        return count;
    }

    // What is older than the feed's age, and what is more than its rows. A batch goes as a whole.
    async Task<bool> TrimAsync(CancellationToken ct)
    {
        await using var transaction = await PostgresTransaction.BeginAsync(source, ct);
        await using var find = transaction.Command("""
            SELECT coalesce(max(revision), 0), count(*) FROM (
                SELECT revision, at FROM changes ORDER BY revision, ordinal LIMIT $3) oldest
            WHERE at <= $1 OR revision <= coalesce((SELECT revision FROM changes ORDER BY revision DESC, ordinal DESC LIMIT 1 OFFSET $2), 0)
            """, Number((time.GetUtcNow() - options.FeedAge).UtcTicks), Number(options.FeedRows), Number(Size));
        var (floor, seen) = (0L, 0L);
        await using (var row = await find.ExecuteReaderAsync(ct))
        {
            while (await row.ReadAsync(ct))
            {
                (floor, seen) = (row.GetInt64(0), row.GetInt64(1));
            }
        }

        if (seen == 0)
        {
            return false;
        }

        await using var delete = transaction.Command("WITH gone AS (DELETE FROM changes WHERE revision <= $1) UPDATE state SET feed_floor = $1", Number(floor));
        await delete.ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(source);
        return seen == Size;
    }

    static NpgsqlParameter<long> Number(long value) => new() { TypedValue = value };
}
