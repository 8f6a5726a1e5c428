using ControlPlane.Errors;
using ControlPlane.Store;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace ControlPlane.Storage.Sqlite;

/// <summary>Turns SQLite's errors into refusals. What is not here is a defect of ours and flies on.</summary>
static class SqliteFaults
{
    /// <summary>An error while the store was in use; null for a defect.</summary>
    public static RefusedException? Running(SqliteException e) => e.SqliteErrorCode switch
    {
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => StoreErrors.Unavailable("another process holds its file.", e),
        raw.SQLITE_FULL => StoreErrors.Unavailable("its disk is full.", e),
        raw.SQLITE_READONLY or raw.SQLITE_PERM or raw.SQLITE_CANTOPEN => StoreErrors.Unavailable("its file cannot be opened for writing.", e),
        raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => StoreErrors.Unavailable("its file is damaged.", e),
        raw.SQLITE_IOERR or raw.SQLITE_NOMEM or raw.SQLITE_INTERRUPT => StoreErrors.Unavailable("reading or writing its file failed.", e),
        _ => null,
    };

    /// <summary>An error while the store was being opened; null for a defect.</summary>
    public static RefusedException? Opening(string path, SqliteException e) => e.SqliteErrorCode switch
    {
        raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => Corrupt(path, e.Message, e),
        raw.SQLITE_READONLY or raw.SQLITE_PERM or raw.SQLITE_CANTOPEN or raw.SQLITE_IOERR => NotWritable(path, e),
        _ => Running(e),
    };

    public static RefusedException NotWritable(string path, Exception e) => StoreErrors.NotUsable(
        "STORE_NOT_WRITABLE", $"The store file '{path}' cannot be written: give this process the right to write it and its directory, or set Storage:Sqlite:Path.", e);

    public static RefusedException Corrupt(string path, string finding, Exception? e = null) => StoreErrors.NotUsable(
        "STORE_CORRUPT", $"The store file '{path}' is damaged or not a SQLite file ({finding}): restore it from a backup.", e);

    public static RefusedException NotOurs(string path) => StoreErrors.NotUsable(
        "STORE_NOT_OURS", $"The file '{path}' is a SQLite file of another program: set Storage:Sqlite:Path to a file of its own.");

    public static RefusedException Newer(string path, long version, long known) => StoreErrors.NotUsable(
        "STORE_NEWER", $"The store file '{path}' has schema {version}, and this version knows {known} at most: start the version that wrote it, or a newer one.");
}
