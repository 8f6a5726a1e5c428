using ControlPlane.Storage.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace ControlPlane.Core.Tests;

/// <summary>A real store in a file of its own, removed at the end.</summary>
sealed class TemporaryStore : IAsyncDisposable
{
    readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("controlplane-core-");
    readonly List<SqliteStore> _open = [];

    public SqliteStore Open(TimeProvider? time = null)
    {
        var options = new SqliteOptions { Path = System.IO.Path.Combine(_directory.FullName, "store.db"), Synchronous = SqliteSynchronous.Normal };
        _open.Add(SqliteStore.Open(options, time ?? TimeProvider.System, NullLogger<SqliteStore>.Instance));
        return _open[^1];
    }

    public string Path(string name) => System.IO.Path.Combine(_directory.FullName, name);

    /// <summary>Edits the file behind the store's back.</summary>
    public void Execute(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path("store.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The tests' own text.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var store in _open)
        {
            await store.DisposeAsync();
        }

        _directory.Delete(recursive: true);
    }
}
