using System.Data;
using Npgsql;
using NpgsqlTypes;

namespace ControlPlane.Storage.Postgres;

/// <summary>A transaction that writes. It holds the row of <c>state</c> from the beginning: writers of all replicas come one after the
/// other, so revisions become visible in their order and versions hold from the look until the write.</summary>
sealed class PostgresTransaction : IAsyncDisposable
{
    readonly NpgsqlConnection _connection;
    readonly NpgsqlTransaction _transaction;
    readonly string _id;

    PostgresTransaction(NpgsqlConnection connection, NpgsqlTransaction transaction, long revision, string id)
    {
        (_connection, _transaction, _id) = (connection, transaction, id);
        Revision = revision;
    }

    /// <summary>The newest revision.</summary>
    public long Revision { get; }

    public static async Task<PostgresTransaction> BeginAsync(NpgsqlDataSource source, CancellationToken ct)
    {
        try
        {
            return await BeginOnceAsync(source, ct);
        }
        catch (NpgsqlException e) when (e.IsTransient)
        {
            // A connection of the pool that the server ended meanwhile. Nothing was written on it.
            source.Clear();
            return await BeginOnceAsync(source, ct);
        }
    }

    static async Task<PostgresTransaction> BeginOnceAsync(NpgsqlDataSource source, CancellationToken ct)
    {
        var connection = await source.OpenConnectionAsync(ct);
        try
        {
            // Each statement sees what was committed before it, so what comes after the lock is current.
            var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, ct);
            await using var command = new NpgsqlCommand("SELECT revision, pg_current_xact_id()::text FROM state FOR UPDATE", connection, transaction);
            await using var row = await command.ExecuteReaderAsync(ct);
            return await row.ReadAsync(ct)
                ? new(connection, transaction, row.GetInt64(0), row.GetString(1))
                : throw new InvalidOperationException("The table 'state' has lost its row.");
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Loads the rows of some keys into what will be written.</summary>
    public async Task LoadAsync(PendingChanges pending, string[] keys, CancellationToken ct)
    {
        await using var command = Command("SELECT key, version, expires FROM documents WHERE key = ANY($1)", Texts(keys));
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct))
        {
            Load(pending, row);
        }
    }

    // A row is in memory as a whole once it was read: its columns wait for nothing.
    static void Load(PendingChanges pending, NpgsqlDataReader row) => pending.Found(row.GetString(0), row.GetInt64(1), row.IsDBNull(2) ? null : row.GetInt64(2));

    /// <summary>Sends everything in one trip.</summary>
    /// <param name="pending">What to write.</param>
    /// <param name="channel">The channel that other replicas listen on.</param>
    /// <param name="ct">Ends the wait.</param>
    public async Task WriteAsync(PendingChanges pending, string channel, CancellationToken ct)
    {
        var documents = pending.Documents.ToLookup(d => d.Value is not null);
        await using var batch = new NpgsqlBatch(_connection, _transaction);
        if (documents[true].ToList() is { Count: > 0 } puts)
        {
            Add(batch, """
                INSERT INTO documents (key, value, version, expires) SELECT * FROM unnest($1, $2, $3, $4)
                ON CONFLICT (key) DO UPDATE SET value = excluded.value, version = excluded.version, expires = excluded.expires
                """,
                Texts([.. puts.Select(d => d.Key)]), Bytes([.. puts.Select(d => d.Value)]), Numbers([.. puts.Select(d => (long?)d.Version)]), Numbers([.. puts.Select(d => d.Expires)]));
        }

        if (documents[false].ToList() is { Count: > 0 } deletes)
        {
            Add(batch, "DELETE FROM documents WHERE key = ANY($1)", Texts([.. deletes.Select(d => d.Key)]));
        }

        var feed = pending.Feed;
        Add(batch, "INSERT INTO changes (revision, ordinal, key, value, at) SELECT r, o, k, v, $5 FROM unnest($1, $2, $3, $4) AS f(r, o, k, v)",
            Numbers([.. feed.Select(f => (long?)f.Revision)]), Numbers([.. feed.Select(f => (long?)f.Ordinal)]), Texts([.. feed.Select(f => f.Key)]),
            Bytes([.. feed.Select(f => f.Value)]), new NpgsqlParameter<long> { TypedValue = pending.Now });
        Add(batch, "UPDATE state SET revision = $1", new NpgsqlParameter<long> { TypedValue = pending.Revision });
        Add(batch, "SELECT pg_notify($1, $2)", new NpgsqlParameter<string> { TypedValue = channel }, new NpgsqlParameter<string> { TypedValue = $"{pending.Revision}" });
        await batch.ExecuteNonQueryAsync(ct);
    }

    public NpgsqlCommand Command(string sql, params ReadOnlySpan<NpgsqlParameter> parameters)
    {
#pragma warning disable CA2100 // Every text is a constant of this folder; values are parameters.
        var command = new NpgsqlCommand(sql, _connection, _transaction);
#pragma warning restore CA2100
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(parameter);
        }

        return command;
    }

    /// <summary>Commits. When the connection breaks before the answer, asks the database what became of it: a commit that nobody knows
    /// about would be a lie in one direction or the other.</summary>
    public async Task CommitAsync(NpgsqlDataSource source)
    {
        try
        {
            await _transaction.CommitAsync(CancellationToken.None);
        }
        catch (Exception e) when (e is not PostgresException and (NpgsqlException or IOException or TimeoutException))
        {
            if (!await IsCommittedAsync(source))
            {
                throw;
            }
        }
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    async Task<bool> IsCommittedAsync(NpgsqlDataSource source)
    {
        for (var tries = 0; ; tries++)
        {
            await using var command = source.CreateCommand("SELECT pg_xact_status($1::xid8)");
            command.Parameters.Add(new NpgsqlParameter { Value = _id, NpgsqlDbType = NpgsqlDbType.Text });
            var status = await command.ExecuteScalarAsync() as string;
            if (status is not "in progress" || tries == 50)
            {
                return status is "committed";
            }

            // The server has yet to notice that the connection is gone, or finishes the commit just now: its clock counts, not ours.
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        }
    }

    static void Add(NpgsqlBatch batch, string sql, params ReadOnlySpan<NpgsqlParameter> parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(parameter);
        }

        batch.BatchCommands.Add(command);
    }

    static NpgsqlParameter Texts(string[] values) => new() { Value = values, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text };

    static NpgsqlParameter Bytes(byte[]?[] values) => new() { Value = values, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea };

    static NpgsqlParameter Numbers(long?[] values) => new() { Value = values, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint };
}
