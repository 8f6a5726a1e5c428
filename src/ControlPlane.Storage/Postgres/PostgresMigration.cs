using ControlPlane.Errors;
using Npgsql;

namespace ControlPlane.Storage.Postgres;

/// <summary>Makes our tables and brings them up to date, one replica at a time.</summary>
static class PostgresMigration
{
    // Any number will do as long as nobody else takes it: "SCPl" and the schema's name.
    const string Lock = "SELECT pg_advisory_xact_lock(1396920428, hashtext($1))";

    /// <exception cref="RefusedException"><c>STORE_NOT_USABLE</c>, <c>STORE_NOT_OURS</c>, <c>STORE_NEWER</c> or
    /// <c>STORE_NOT_WRITABLE</c>.</exception>
    public static async Task RunAsync(NpgsqlDataSource source, string schema, CancellationToken ct)
    {
        try
        {
            await using var connection = await source.OpenConnectionAsync(ct);
            if (await ScalarAsync(connection, "SHOW server_encoding", ct) is string encoding and not "UTF8")
            {
                throw PostgresFaults.Encoding(encoding);
            }

            await using var transaction = await connection.BeginTransactionAsync(ct);
            await ScalarAsync(connection, Lock, ct, schema);
            await MigrateAsync(connection, schema, ct);
            await transaction.CommitAsync(ct);
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.InsufficientPrivilege)
        {
            throw PostgresFaults.NotAllowed(schema, e);
        }
    }

    static async Task MigrateAsync(NpgsqlConnection connection, string schema, CancellationToken ct)
    {
        if (await ScalarAsync(connection, "SELECT 1 FROM pg_namespace WHERE nspname = $1", ct, schema) is null)
        {
            await ExecuteAsync(connection, $"CREATE SCHEMA {schema}", ct);
        }

        var version = await VersionAsync(connection, schema, ct);
        if (version > PostgresSchema.Steps.Count)
        {
            throw PostgresFaults.Newer(schema, version, PostgresSchema.Steps.Count);
        }

        for (; version < PostgresSchema.Steps.Count; version++)
        {
            await ExecuteAsync(connection, PostgresSchema.Steps[version], ct);
            await ScalarAsync(connection, "UPDATE state SET schema_version = $1 RETURNING schema_version", ct, version + 1);
        }
    }

    static async Task<int> VersionAsync(NpgsqlConnection connection, string schema, CancellationToken ct)
    {
        var mark = await ScalarAsync(
            connection, "SELECT coalesce(obj_description(c.oid), '') FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1 AND c.relname = 'state'", ct, schema) as string;
        if (mark is PostgresSchema.Mark)
        {
            return await ScalarAsync(connection, "SELECT schema_version FROM state", ct) as int? ?? throw PostgresFaults.NotOurs(schema);
        }

        var tables = await ScalarAsync(connection, "SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1", ct, schema);
        return tables is 0L ? 0 : throw PostgresFaults.NotOurs(schema);
    }

    static async Task<object?> ScalarAsync(NpgsqlConnection connection, string sql, CancellationToken ct, params object[] values)
    {
#pragma warning disable CA2100 // Our own texts; values are parameters.
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        foreach (var value in values)
        {
            command.Parameters.Add(new() { Value = value });
        }

        return await command.ExecuteScalarAsync(ct);
    }

    static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
#pragma warning disable CA2100 // Our own texts and the schema's name, which its option holds to letters, digits and underscores.
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(ct);
    }
}
