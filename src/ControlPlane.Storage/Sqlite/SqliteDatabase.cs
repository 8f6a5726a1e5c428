using System.Globalization;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace ControlPlane.Storage.Sqlite;

/// <summary>The file: makes it, checks it, brings its schema up to date and opens connections to it.</summary>
sealed class SqliteDatabase(SqliteOptions options)
{
    // "SCPl": tells our files from other programs'.
    const int ApplicationId = 0x5343506C;

    /// <summary>Opens the connection that writes, after whatever the file needs.</summary>
    public SqliteConnection OpenWriter()
    {
        try
        {
            MakeFile();
            var connection = Open();
            try
            {
                Check(connection);
                Migrate(connection);
                return connection;
            }
            catch
            {
                connection.Dispose();
                throw;
            }
        }
        catch (SqliteException e) when (SqliteFaults.Opening(options.Path, e) is { } refusal)
        {
            throw refusal;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw SqliteFaults.NotWritable(options.Path, e);
        }
    }

    /// <summary>Opens one more connection that reads.</summary>
    public SqliteConnection OpenReader()
    {
        var connection = Open();
        Execute(connection, "PRAGMA query_only = ON");
        return connection;
    }

    public static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Every text is our own; no value from outside is ever part of it.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    static object? Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // As above.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command.ExecuteScalar();
    }

    static long Number(SqliteConnection connection, string sql) => Convert.ToInt64(Scalar(connection, sql), CultureInfo.InvariantCulture);

    void MakeFile()
    {
        var path = Path.GetFullPath(options.Path);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (!File.Exists(path))
        {
            // SQLite gives its side files the rights of this one. It names people, so nobody else may read it.
            var how = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite };
            if (!OperatingSystem.IsWindows())
            {
                how.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using var made = new FileStream(path, how);
        }
    }

    SqliteConnection Open()
    {
        // Our own pools keep the connections: a pool below them would share prepared commands with nobody.
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = Path.GetFullPath(options.Path),
            Mode = SqliteOpenMode.ReadWrite,
            Pooling = false,
            DefaultTimeout = 1,
        }.ToString());
        connection.Open();
        try
        {
            Execute(connection, string.Create(CultureInfo.InvariantCulture, $"PRAGMA busy_timeout = {(int)options.BusyTimeout.TotalMilliseconds}"));
            Execute(connection, $"PRAGMA synchronous = {(options.Synchronous is SqliteSynchronous.Full ? "FULL" : "NORMAL")}");
            if (options.MaximumPages > 0)
            {
                Execute(connection, string.Create(CultureInfo.InvariantCulture, $"PRAGMA max_page_count = {options.MaximumPages}"));
            }

            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    void Check(SqliteConnection connection)
    {
        var objects = Number(connection, "SELECT count(*) FROM sqlite_schema");
        if (objects > 0 && Number(connection, "PRAGMA application_id") != ApplicationId)
        {
            throw SqliteFaults.NotOurs(options.Path);
        }

        if (options.CheckAtStart && Scalar(connection, "PRAGMA quick_check(1)") is string finding and not "ok")
        {
            throw SqliteFaults.Corrupt(options.Path, finding);
        }
    }

    void Migrate(SqliteConnection connection)
    {
        var version = Number(connection, "PRAGMA user_version");
        if (version > SqliteSchema.Steps.Count)
        {
            throw SqliteFaults.Newer(options.Path, version, SqliteSchema.Steps.Count);
        }

        Execute(connection, "PRAGMA journal_mode = WAL");

        // Read again inside: another process may be doing the same.
        Execute(connection, "BEGIN IMMEDIATE");
        try
        {
            for (var step = Number(connection, "PRAGMA user_version"); step < SqliteSchema.Steps.Count; step++)
            {
                Execute(connection, SqliteSchema.Steps[(int)step]);
                Execute(connection, string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {step + 1}"));
            }

            Execute(connection, string.Create(CultureInfo.InvariantCulture, $"PRAGMA application_id = {ApplicationId}"));
            Execute(connection, "COMMIT");
        }
        catch
        {
            Rollback(connection);
            throw;
        }
    }

    /// <summary>Ends a transaction that failed; SQLite may have ended it already.</summary>
    public static void Rollback(SqliteConnection connection)
    {
        if (raw.sqlite3_get_autocommit(connection.Handle) == 0)
        {
            Execute(connection, "ROLLBACK");
        }
    }
}
