using ControlPlane.Storage.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace ControlPlane.Storage.Tests.Sqlite;

/// <summary>A store file in a directory of its own, removed at the end.</summary>
sealed class TemporaryFile : IDisposable
{
    readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("controlplane-store-");

    public string Path => System.IO.Path.Combine(_directory.FullName, "store.db");

    public SqliteOptions Options => new() { Path = Path, FeedAge = TimeSpan.FromHours(1) };

    public SqliteStore Open(TimeProvider? time = null, Action<SqliteOptions>? change = null)
    {
        var options = Options;
        change?.Invoke(options);
        return SqliteStore.Open(options, time ?? TimeProvider.System, NullLogger<SqliteStore>.Instance);
    }

    /// <summary>Opens the file behind the store's back.</summary>
    public SqliteConnection Connect()
    {
        var connection = new SqliteConnection($"Data Source={Path};Pooling=False;Default Timeout=1");
        connection.Open();
        return connection;
    }

    public int Execute(string sql)
    {
        using var connection = Connect();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The tests' own text.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command.ExecuteNonQuery();
    }

    public void Dispose() => _directory.Delete(recursive: true);
}
