using ControlPlane.Store;
using Npgsql;
using NpgsqlTypes;

namespace ControlPlane.Storage.Postgres;

/// <summary>Fills the database from another store.</summary>
static class PostgresRestore
{
    /// <summary>Writes documents as they were elsewhere.</summary>
    public static async Task<bool> WriteAsync(NpgsqlDataSource source, IReadOnlyList<StoredDocument> documents, CancellationToken ct)
    {
        await using var command = source.CreateCommand("""
            INSERT INTO documents (key, value, version, expires) SELECT * FROM unnest($1, $2, $3, $4)
            ON CONFLICT (key) DO UPDATE SET value = excluded.value, version = excluded.version, expires = excluded.expires
            """);
        command.Parameters.Add(new() { Value = documents.Select(d => d.Key).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = documents.Select(d => d.Value.ToArray()).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea });
        command.Parameters.Add(new() { Value = documents.Select(d => d.Version).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint });
        command.Parameters.Add(new() { Value = documents.Select(d => d.ExpiresAt?.UtcTicks).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint });
        await command.ExecuteNonQueryAsync(ct);
        return true;
    }

    /// <summary>Removes a document without telling, and makes a revision the newest and the feed's first.</summary>
    public static async Task<bool> FinishAsync(NpgsqlDataSource source, string mark, long revision, CancellationToken ct)
    {
        await using var transaction = await PostgresTransaction.BeginAsync(source, ct);
        await using var command = transaction.Command(
            "WITH mark AS (DELETE FROM documents WHERE key = $1), feed AS (DELETE FROM changes) UPDATE state SET revision = $2, feed_floor = $2",
            new NpgsqlParameter<string> { TypedValue = mark }, new NpgsqlParameter<long> { TypedValue = revision });
        await command.ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(source);
        return true;
    }
}
